// What is being typed into a form? The form tells it only when it is sent; this tells it soon after each key.
// (kept.py puts no_room.js before this.)

const SOON_MS = 250
const AGAIN_MS = 2000
const mounted = new WeakMap()

export default function ({ parentElement, data, setStateValue }) {
  let kept = mounted.get(parentElement)
  if (!kept) {
    kept = mount(parentElement)
    mounted.set(parentElement, kept)
  }
  if (data.heard !== kept.data?.heard) kept.arrived?.()
  kept.data = data
  kept.send = () => {
    clearTimeout(kept.again)
    kept.again = setTimeout(() => kept.data.heard < kept.count && parentElement.isConnected && kept.send(), AGAIN_MS)
    if (document.documentElement.hasAttribute("data-unserved")) return  // the server does not know this page yet
    setStateValue("kept", { rows: rowsOf(document.querySelector(data.within)), count: ++kept.count })
  }
  return () => kept.listening.abort()  // called when it goes, not when its data change
}

function mount(parentElement) {
  takeNoRoom(parentElement)
  const listening = new AbortController()
  const kept = { count: 0, timer: null, again: null, listening }
  const now = () => {
    if (kept.timer) kept.send()
    clearTimeout(kept.timer)
    kept.timer = null
  }
  const typed = (event) => {
    if (event.target.closest?.(kept.data.within)) kept.timer ??= setTimeout(now, SOON_MS)
  }
  const last = (waits) => {  // the time is up: the end waits for what has not arrived
    now()
    if (kept.data.heard < kept.count) waits.push(new Promise((arrived) => (kept.arrived = arrived)))
  }
  const { signal } = listening
  document.addEventListener("input", typed, { signal, capture: true })
  document.addEventListener("paste", typed, { signal })
  document.addEventListener("flipside-hand-in", ({ detail }) => last(detail), { signal })
  document.addEventListener("visibilitychange", now, { signal })
  return kept
}

// The cells row by row, between two grids a row without cells, the places of the chosen options, or the one text.
function rowsOf(element) {
  const grids = deep(element, "[role=table]").map((table) =>
    [...table.querySelectorAll("[role=row]")].map((row) => [...row.querySelectorAll("input")].map((cell) => cell.value)),
  )
  const filled = grids.map((rows) => rows.filter((row) => row.length)).filter((rows) => rows.length)
  if (filled.length) return filled.flatMap((rows, index) => (index ? [[], ...rows] : rows))
  const options = deep(element, "input[type=radio]")
  if (options.length) return [[String(options.findIndex((option) => option.checked))]]
  const boxes = deep(element, "input[type=checkbox]")
  if (boxes.length) return [boxes.flatMap((box, index) => (box.checked ? [String(index)] : []))]
  return [[deep(element, "input, textarea")[0]?.value ?? ""]]
}

function deep(element, selector) {
  if (!element) return []
  const found = [...element.querySelectorAll(selector)]
  for (const child of element.querySelectorAll("*")) if (child.shadowRoot) found.push(...deep(child.shadowRoot, selector))
  return found
}
