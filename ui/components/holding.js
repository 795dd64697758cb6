// How is a press that was held back made after all, when the page draws its button anew meanwhile?

const LOOK_AGAIN_MS = 50
const LOOK_TIMES = 60

function held(button) {
  const around = button.closest("[data-testid=stElementContainer]")
  const key = [...(around?.classList ?? [])].find((name) => name.startsWith("st-key-"))
  return { press: () => pressWhenThere(button, key && `.${CSS.escape(key)} button`, LOOK_TIMES) }
}

// Between the button that went and the one that comes in its place there may be none for a moment.
function pressWhenThere(button, selector, times) {
  const there = button.isConnected ? button : selector && document.querySelector(selector)
  if (there) there.click()
  else if (selector && times) setTimeout(() => pressWhenThere(button, selector, times - 1), LOOK_AGAIN_MS)
}
