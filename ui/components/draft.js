// A text that hands itself in: soon after a key, also while the typing goes on, and at once when anything is pressed.

const SOON_MS = 250
const AGAIN_MS = 2000  // what was handed in and did not arrive is handed in again
const WAIT_MS = 100
const mounted = new WeakMap()
// reconnect.js says so: the server does not know this page yet.
const isUnserved = () => document.documentElement.hasAttribute("data-unserved")

export default function ({ parentElement, data, setStateValue }) {
  let draft = mounted.get(parentElement)
  if (!draft) {
    draft = mount(parentElement, data)
    mounted.set(parentElement, draft)
  }
  if (data.text !== draft.data?.text) draft.arrived?.()
  if (data.focus !== null && data.focus !== draft.data?.focus) draft.area.focus()
  draft.data = data
  draft.send = (text) => setStateValue("draft", { text, count: ++draft.count })
  draft.label.textContent = data.label
  draft.hint.textContent = data.hint
  draft.area.classList.toggle("code", data.code)
  if (data.about) draft.area.setAttribute("aria-description", data.about)
  accept(draft, data.text)
  return () => draft.listening.abort()  // called when it goes, not when its data change
}

// What the record holds. What another tab wrote is shown here, unless something was typed that did not arrive yet.
function accept(draft, stored) {
  if (!draft.dirty && draft.area.value !== stored) draft.area.value = draft.sent = stored
  else if (draft.area.value === stored && draft.sent === stored) draft.dirty = false
}

function handIn(draft) {
  clearTimeout(draft.timer)
  draft.timer = null
  if (draft.dirty && draft.area.value !== draft.sent) send(draft)
}

// The time is up: the end waits for what is not in the record yet.
function handInLast(draft, waits) {
  handIn(draft)
  if (draft.area.value !== draft.data.text) waits.push(new Promise((arrived) => (draft.arrived = arrived)))
}

function send(draft) {
  clearTimeout(draft.again)
  draft.again = setTimeout(() => draft.dirty && draft.area.isConnected && send(draft), AGAIN_MS)
  if (isUnserved()) return
  draft.sent = draft.area.value
  draft.send(draft.sent)
}

function typed(draft) {
  draft.dirty = true
  draft.timer ??= setTimeout(() => handIn(draft), SOON_MS)
}

// Ctrl+Enter presses the button that the text belongs to, once it is there to be pressed; a syllable that is being put
// together is finished first.
function pressed(draft, event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return
  event.preventDefault()
  const press = () => {
    const button = document.querySelector(draft.data.button)
    clearTimeout(draft.pressing)
    if (!button || button.disabled || isUnserved()) {
      draft.pressing = setTimeout(() => draft.area.isConnected && press(), WAIT_MS)
    } else {
      handIn(draft)
      button.click()
    }
  }
  if (event.isComposing) draft.area.addEventListener("compositionend", () => setTimeout(press), { once: true })
  else press()
}

function mount(parentElement, data) {
  const box = document.createElement("div")
  box.className = "draft"
  const label = document.createElement("label")
  const words = document.createElement("span")
  const area = document.createElement("textarea")
  area.value = data.text
  label.append(words, area)
  const hint = document.createElement("p")
  box.append(label, hint)
  parentElement.append(box)
  const listening = new AbortController()
  const draft = { label: words, hint, area, sent: data.text, dirty: false, count: 0, timer: null, listening }
  area.oninput = () => typed(draft)
  const { signal } = listening
  const now = () => handIn(draft)
  area.addEventListener("blur", now, { signal })
  document.addEventListener("click", now, { signal, capture: true })
  document.addEventListener("flipside-hand-in", ({ detail }) => handInLast(draft, detail), { signal })
  document.addEventListener("visibilitychange", now, { signal })
  window.addEventListener("pagehide", now, { signal })
  if (data.button) area.onkeydown = (event) => pressed(draft, event)
  return draft
}
