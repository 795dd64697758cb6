// What happens to the first click after the server was restarted? Draws nothing. (reconnect.py puts holding.js before
// this.)

// The new server knows no part of this page until the page has run once, and drops clicks in parts it does not know.
const AGAIN_MS = 3000
const app = () => document.querySelector("[data-testid=stApp]")
const state = (name) => app()?.getAttribute(`data-test-${name}-state`)
let known = true      // does the server know this page?
let asked = false     // was it told to run it?
let kept = null       // what was clicked in the meantime
let runAgain = () => {}
let count = 0

export default function ({ setStateValue }) {
  runAgain = () => setStateValue("times", ++count)
}

new MutationObserver(look).observe(document.body, {
  subtree: true, attributes: true, attributeFilter: ["data-test-connection-state", "data-test-script-state"],
})
document.addEventListener("click", keep, true)
document.addEventListener("keydown", keepEnter, true)

function look() {
  if (state("connection") !== "CONNECTED") {
    known = asked = false
  } else if (!known && !asked) {
    asked = true
    ask()
  } else if (!known && asked === "running" && state("script") === "notRunning") {
    known = true
    const clicked = kept
    kept = null
    clicked?.press()
  } else if (!known && state("script") === "running") {
    asked = "running"
  }
  document.documentElement.toggleAttribute("data-unserved", !known)  // whoever would hand something in by itself waits
}

// A busy browser may draw the start and the end of the run at once, and then nobody saw it: ask again.
function ask() {
  runAgain()
  setTimeout(() => asked === true && !known && ask(), AGAIN_MS)
}

function keep(event) {
  if (known || !event.target.closest?.("[data-testid=stMain] button")) return
  kept = held(event.target.closest("button"))
  event.preventDefault()
  event.stopImmediatePropagation()
}

// A form is also sent by Enter in one of its fields.
function keepEnter(event) {
  const form = event.target.matches?.("input") && event.target.closest("[data-testid=stForm]")
  if (known || event.key !== "Enter" || !form) return
  kept = held(form.querySelector("button[kind^=primary]"))
  event.preventDefault()
  event.stopImmediatePropagation()
}
