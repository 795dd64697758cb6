// Which key presses which button? Draws nothing. (hotkeys.py puts no_room.js before this.)

const PATIENCE_MS = 3000
const CALM_MS = 200
const TYPED = "input:not([type=checkbox]), textarea, select, [contenteditable=true]"
const PRESSED_BY_SPACE = "button, a[href], summary, input, [role=button], [role=tab], [role=radio], [role=checkbox]"
const mounted = new WeakMap()

export default function ({ parentElement, data }) {
  let hotkeys = mounted.get(parentElement)
  if (!hotkeys) {
    hotkeys = { data, queue: [], timer: null, pressed: null, busyUntil: 0 }
    hotkeys.listen = (event) => heard(hotkeys, event)
    mounted.set(parentElement, hotkeys)
    takeNoRoom(parentElement)
  }
  hotkeys.data = data
  document.addEventListener("keydown", hotkeys.listen)  // the same one again is not added twice
  serve(hotkeys)
  return () => {
    document.removeEventListener("keydown", hotkeys.listen)
    clearTimeout(hotkeys.timer)
  }
}

function heard(hotkeys, event) {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  const key = event.key === "ㅕ" ? "u" : event.key.toLowerCase()  // U on a Korean keyboard
  if (!(key in hotkeys.data.keys) && (isCalm(hotkeys) || !hotkeys.data.waiting.includes(key))) return
  if (document.querySelector("[role=dialog], [role=menu], [role=listbox]")) return
  const path = event.composedPath().filter((node) => node instanceof Element)
  if (path.some((node) => node.matches(TYPED) || (key === " " && node.matches(PRESSED_BY_SPACE)))) return
  event.preventDefault()
  hotkeys.queue.push({ key, until: performance.now() + PATIENCE_MS })
  serve(hotkeys)
}

// Press what is there, in the order of the keys. A key whose button is still to come waits for it; once the page has
// come to rest without it, the key meant nothing.
function serve(hotkeys) {
  clearTimeout(hotkeys.timer)
  const calm = isCalm(hotkeys)
  hotkeys.queue = hotkeys.queue.filter((wish) => wish.until > performance.now())
  while (calm && hotkeys.queue.length && !(hotkeys.queue[0].key in hotkeys.data.keys)) hotkeys.queue.shift()
  const name = hotkeys.data.keys[hotkeys.queue[0]?.key]
  if (name && !isBusy(hotkeys)) {
    hotkeys.pressed = { name, until: performance.now() + PATIENCE_MS }
    hotkeys.queue.shift()
    for (const wish of hotkeys.queue) wish.until = hotkeys.pressed.until  // it waited for this press, not in vain
    buttonOf(name).click()
  }
  if (hotkeys.queue.length || !isCalm(hotkeys)) hotkeys.timer = setTimeout(() => serve(hotkeys), 50)
}

function isCalm(hotkeys) {
  const now = performance.now()
  if (isBusy(hotkeys)) hotkeys.busyUntil = now + CALM_MS
  return now > hotkeys.busyUntil
}

// While a press is being answered, what stands on the page may be on its way out: nothing else is pressed.
function isBusy({ data, pressed }) {
  const runs = document.querySelector("[data-test-script-state]")?.dataset.testScriptState !== "notRunning"
  const isStale = !Object.values(data.keys).every(buttonOf)  // the buttons are there before their names are
  return runs || isStale || Boolean(pressed && pressed.until > performance.now() && buttonOf(pressed.name))
}

function buttonOf(name) {
  return document.querySelector(`.st-key-${CSS.escape(name)} button`)
}
