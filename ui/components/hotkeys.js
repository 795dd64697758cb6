// Which key presses which button? Draws nothing.

const PATIENCE_MS = 3000
const mounted = new WeakMap()

export default function ({ parentElement, data }) {
  let hotkeys = mounted.get(parentElement)
  if (!hotkeys) {
    hotkeys = { data, queue: [], timer: null }
    mounted.set(parentElement, hotkeys)
    takeNoRoom(parentElement.host)
  }
  hotkeys.data = data
  const onKey = (event) => pressed(hotkeys, event)
  document.addEventListener("keydown", onKey)
  serve(hotkeys)
  return () => {
    document.removeEventListener("keydown", onKey)
    clearTimeout(hotkeys.timer)
  }
}

// The page leaves a gap between elements; this one is outside of the flow.
function takeNoRoom(host) {
  const container = host.closest("[data-testid=stElementContainer]")
  if (container) container.style.position = "absolute"
}

function pressed(hotkeys, event) {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  const key = event.code === "KeyU" ? "u" : event.key.toLowerCase()  // U is ㅕ on a Korean keyboard
  if (!(key in hotkeys.data.keys) && !hotkeys.data.waiting.includes(key)) return
  if (document.querySelector("[role=dialog]")) return
  const path = event.composedPath().filter((node) => node instanceof Element)
  if (path.some((node) => node.matches("input:not([type=checkbox]), textarea, select, [contenteditable=true]"))) return
  const control = "button, a[href], summary, input, [role=button], [role=tab], [role=radio], [role=checkbox], [role=option]"
  if (key === " " && path.some((node) => node.matches(control))) return
  event.preventDefault()
  hotkeys.queue.push({ key, until: performance.now() + PATIENCE_MS })
  serve(hotkeys)
}

// Press what is there; each button once, because the page that answers brings new ones.
function serve(hotkeys) {
  clearTimeout(hotkeys.timer)
  hotkeys.queue = hotkeys.queue.filter((wish) => wish.until > performance.now())
  const wish = hotkeys.queue[0]
  if (!wish) return
  const name = hotkeys.data.keys[wish.key]
  const button = name && document.querySelector(`.st-key-${CSS.escape(name)} button`)
  if (button && name !== hotkeys.last) {
    hotkeys.last = name
    hotkeys.queue.shift()
    button.click()
  }
  hotkeys.timer = setTimeout(() => serve(hotkeys), 50)
}
