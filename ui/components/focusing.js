// How does the focus get to an element that may not be there yet?

const PATIENCE_MS = 10000
const FOCUSABLE = "button, input, select, textarea, a[href]"
const FIELD = "input, select, textarea"
const GIVEN = "data-focus-given"  // by the page: two scripts that give the focus know each other's fields by it
let taken = isTheirs(document.activeElement)  // did the learner choose a field after they last pressed something?

for (const press of ["keydown", "pointerdown"]) document.addEventListener(press, () => (taken = false), true)
document.addEventListener("focusin", (event) => (taken = isTheirs(event.composedPath()[0])), true)

function isTheirs(element) {
  return Boolean(element?.matches(FIELD)) && !element.hasAttribute(GIVEN)
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
    if (!taken && !document.querySelector(`:is(${selector}):focus-within`)) give(target)
  }
  function stop() {
    watch.disconnect()
    clearTimeout(timer)
    document.removeEventListener("keydown", stop, true)
    document.removeEventListener("pointerdown", stop, true)
  }
}

function give(target) {
  target.setAttribute(GIVEN, "")
  target.addEventListener("blur", () => target.removeAttribute(GIVEN), { once: true })
  target.focus()
}

function focusableIn(element) {
  if (element.matches(FOCUSABLE) && element.tabIndex >= 0 && !element.disabled && element.checkVisibility()) return element
  for (const child of [...element.children, ...(element.shadowRoot?.children ?? [])]) {
    const found = focusableIn(child)
    if (found) return found
  }
  return null
}

