// What is being typed into a form? The form tells it only when it is sent; this tells it soon after each key, and what
// was typed before this script had come.
// (kept.py puts no_room.js before this.)

const SOON_MS = 250
const AGAIN_MS = 2000
const mounted = new WeakMap()

export default function ({ parentElement, data, setStateValue }) {
  let kept = mounted.get(parentElement)
  if (!kept) {
    kept = mount(parentElement, data.heard)
    mounted.set(parentElement, kept)
  }
  if (data.heard !== kept.data?.heard) kept.arrived?.()
  kept.data = data
  kept.send = () => {
    kept.count++
    clearTimeout(kept.again)
    kept.again = setTimeout(() => kept.data.heard < kept.count && parentElement.isConnected && kept.send(), AGAIN_MS)
    if (document.documentElement.hasAttribute("data-unserved")) return  // the server does not know this page yet
    setStateValue("kept", { rows: rowsOf(fieldsOf(data)), count: kept.count })
  }
  return () => {  // called when it goes, not when its data change
    kept.listening.abort()
    clearTimeout(kept.timer)
  }
}

function mount(parentElement, count) {
  takeNoRoom(parentElement)
  const listening = new AbortController()
  const kept = { count, timer: null, again: null, isTyped: false, listening }
  const now = () => {
    if (!kept.timer) return
    clearTimeout(kept.timer)
    kept.timer = null
    if (!kept.isTyped && !isDrawn(kept.data)) kept.timer = setTimeout(now, SOON_MS)
    else if (kept.isTyped || isNew(rowsOf(fieldsOf(kept.data)), kept.data.put)) kept.send()
  }
  const typed = (event) => {
    if (!fieldsOf(kept.data).some((field) => field.contains(event.target))) return
    kept.isTyped = true
    kept.timer ??= setTimeout(now, SOON_MS)
  }
  kept.timer = setTimeout(now, SOON_MS)
  const last = (waits) => {  // the time is up: the end waits for what has not arrived
    now()
    if (kept.data.heard < kept.count) waits.push(new Promise((arrived) => (kept.arrived = arrived)))
  }
  const pressed = (event) => {  // on an option: that makes no input event, and it is chosen a moment later
    if (event.target.closest?.("label")?.querySelector("[type=radio], [type=checkbox]")) typed(event)
    else if (event.type === "click") now()
  }
  const { signal } = listening
  document.addEventListener("input", typed, { signal, capture: true })
  for (const name of ["click", "keyup"]) document.addEventListener(name, pressed, { signal, capture: true })
  document.addEventListener("paste", typed, { signal })
  document.addEventListener("flipside-hand-in", ({ detail }) => last(detail), { signal })
  document.addEventListener("visibilitychange", now, { signal })
  return kept
}

// The fields of this problem; those of the last one may still stand beside them.
function fieldsOf({ fields }) {
  return fields.flatMap((field) => [...document.querySelectorAll(`.st-key-${CSS.escape(field)}`)])
}

// Does all of the form stand, so that what the server put into it is there?
function isDrawn(data) {
  const fields = fieldsOf(data)
  const rests = document.querySelector("[data-test-script-state]")?.dataset.testScriptState === "notRunning"
  return rests && fields.length === data.fields.length && fields.every((field) => deep([field], "input, textarea").length)
}

// Does something stand there that the server has not put there? A field without anything may still be on its way, and
// cells of another size are the server's own, cut to fit.
function isNew(rows, put) {
  const isEmpty = (cells) => cells.flat().every((cell) => ["", "-"].includes(cell))  // "-" where nothing belongs
  if (isEmpty(rows) || isEmpty(put)) return !isEmpty(rows)
  const sizes = (cells) => String(cells.map((row) => row.length))
  return sizes(rows) === sizes(put) && JSON.stringify(rows) !== JSON.stringify(put)
}

// The cells row by row, between two grids a row without cells, the places of the chosen options, or the one text.
function rowsOf(fields) {
  const grids = deep(fields, "[role=table]").map((table) =>
    [...table.querySelectorAll("[role=row]")].map((row) => [...row.querySelectorAll("input")].map((cell) => cell.value)),
  )
  const filled = grids.map((rows) => rows.filter((row) => row.length)).filter((rows) => rows.length)
  if (filled.length) return filled.flatMap((rows, index) => (index ? [[], ...rows] : rows))
  const options = deep(fields, "input[type=radio]")
  if (options.length) return [[options.map((option, place) => (option.checked ? String(place) : "")).join("")]]
  const boxes = deep(fields, "input[type=checkbox]")
  if (boxes.length) return [boxes.map((box, place) => (box.checked ? String(place) : ""))]
  return [[deep(fields, "input, textarea")[0]?.value ?? ""]]
}

function deep(elements, selector) {
  return elements.flatMap((element) => {
    const shadows = [...element.querySelectorAll("*")].flatMap((child) => child.shadowRoot ?? [])
    return [...element.querySelectorAll(selector), ...deep(shadows, selector)]
  })
}
