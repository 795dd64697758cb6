// Which attempt is this, where does the focus go next, and who hears the verdict? Draws nothing.
// (attempt.py puts focusing.js and no_room.js before this.)

const mounted = new WeakMap()
const heard = document.createElement("div")  // stays when the form makes way for the verdict
let reloaded = performance.getEntriesByType("navigation")[0]?.type === "reload"

export default function ({ parentElement, data, setStateValue }) {
  let attempt = mounted.get(parentElement)
  if (!attempt) {
    attempt = { nonce: null, stop: () => {} }
    mounted.set(parentElement, attempt)
    takeNoRoom(parentElement)
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

// A screen reader is told the heading of a verdict when it comes.
heard.setAttribute("role", "status")
heard.style.cssText = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)"
document.body.append(heard)
new MutationObserver(announce).observe(document.body, { childList: true, subtree: true, characterData: true })

function announce() {
  const heading = document.querySelector(".st-key-verdict h2")?.cloneNode(true)
  heading?.querySelector("[role=img]")?.remove()  // the icon is spelled as text
  const words = heading?.textContent.trim() ?? ""
  if (heard.textContent !== words) heard.textContent = words
}

// A browser submits a form when Enter is pressed in a text field; here an option that is picked does too.
function checkOnEnter(form) {
  form?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !["radio", "checkbox"].includes(event.target.type)) return
    event.preventDefault()
    form.querySelector("button[kind^=primary]")?.click()
  })
}
