// How does the focus get to an element that may not be there yet?

const PATIENCE_MS = 10000
const FOCUSABLE = "button, input, select, textarea, a[href]"

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

