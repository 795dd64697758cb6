// Which attempt is this, and where does the focus go next? Draws nothing.

const PATIENCE_MS = 3000
const FOCUSABLE = "button, input, select, textarea, a[href]"
const mounted = new WeakMap()
let reloaded = performance.getEntriesByType("navigation")[0]?.type === "reload"

export default function ({ parentElement, data, setStateValue }) {
  let attempt = mounted.get(parentElement)
  if (!attempt) {
    attempt = { nonce: null, stop: () => {} }
    mounted.set(parentElement, attempt)
    takeNoRoom(parentElement.host)
    setStateValue("id", crypto.randomUUID())
    if (reloaded) setStateValue("reloaded", true)  // the learner has seen this problem before: its time is not known
    reloaded = false
    checkOnEnter(parentElement.host.closest("[data-testid=stForm]"))
  }
  if (data.focus && data.nonce !== attempt.nonce) {
    attempt.stop()
    attempt.stop = focusWhenThere(data.focus)
  }
  attempt.nonce = data.nonce
  return () => attempt.stop()
}

// The page leaves a gap between elements; this one is outside of the flow.
function takeNoRoom(host) {
  const container = host.closest("[data-testid=stElementContainer]")
  if (container) container.style.position = "absolute"
}

// A browser submits a form when Enter is pressed in a text field; here an option that is picked does too.
function checkOnEnter(form) {
  form?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type !== "radio") return
    event.preventDefault()
    form.querySelector("button[kind^=primary]")?.click()
  })
}

// The element may still be on its way; a learner who acts first keeps the focus where they put it.
function focusWhenThere(selector) {
  const watch = new MutationObserver(look)
  const timer = setTimeout(stop, PATIENCE_MS)
  document.addEventListener("keydown", stop, true)
  document.addEventListener("pointerdown", stop, true)
  watch.observe(document.body, { childList: true, subtree: true })
  look()
  return stop

  function look() {
    const target = [...document.querySelectorAll(selector)].map(focusableIn).find(Boolean)
    if (!target) return
    stop()
    if (!document.querySelector(`:is(${selector}):focus-within`)) target.focus()
  }
  function stop() {
    watch.disconnect()
    clearTimeout(timer)
    document.removeEventListener("keydown", stop, true)
    document.removeEventListener("pointerdown", stop, true)
  }
}

function focusableIn(element) {
  if (element.matches(FOCUSABLE) && element.tabIndex >= 0 && !element.disabled && element.checkVisibility()) return element
  for (const child of [...element.children, ...(element.shadowRoot?.children ?? [])]) {
    const found = focusableIn(child)
    if (found) return found
  }
  return null
}
