// Which attempt is this, and where does the focus go next? Draws nothing. (attempt.py puts focusing.js before this.)

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
