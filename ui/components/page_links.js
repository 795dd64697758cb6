// How does a link in a text lead to another page of ours without loading everything anew?

const PATIENCE_MS = 3000
const mounted = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  let links = mounted.get(parentElement)
  if (!links) {
    links = { here: null, followed: false }
    links.click = (event) => follow(links, event)
    mounted.set(parentElement, links)
  }
  links.pages = data.pages
  links.go = (to) => setTriggerValue("to", to)
  document.addEventListener("click", links.click) // the same listener again is no second one
  if (data.here !== links.here) arrive(links, data)
  return () => document.removeEventListener("click", links.click)
}

// Streamlit's own links have been followed by now, but for one in the menu to the page that is open: it leads to that
// page's beginning. A link to be opened elsewhere is the browser's.
function follow(links, event) {
  const link = event.composedPath().find((node) => node.matches?.("a[href]"))
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const written = link.getAttribute("href")
  const url = new URL(written, document.baseURI)
  const page = url.pathname.split("/").pop()
  const again = link.dataset.testid === "stSidebarNavLink" && links.here.startsWith(`${page}?`)
  if (event.defaultPrevented && !again) return
  if (written.startsWith("#") || url.origin !== location.origin || !links.pages.includes(page)) return
  event.preventDefault()
  links.followed = true
  links.go(page + url.search)
}

// What a visitor does is one step back, though Streamlit pushes several addresses for it: on the way to another page
// first the new parameters under the old path. Also what a page adds to its address by itself is no step.
function stepByStep() {
  if (history.pushState.name === "pushOnce") return
  const push = history.pushState
  let stepped = true
  for (const done of ["pointerdown", "keydown", "click"]) document.addEventListener(done, () => (stepped = false), true)
  history.pushState = function pushOnce(...to) {
    if (stepped) return history.replaceState(...to)
    stepped = true
    push.apply(history, to)
  }
}

stepByStep()

// Look at what the address points to, else at the beginning of the page.
function arrive(links, { here, aim }) {
  links.here = here
  const followed = links.followed
  links.followed = false
  if (aim) lookAt(aim, Date.now() + PATIENCE_MS)
  else if (followed) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0)
}

function lookAt(aim, deadline) {
  const element = document.getElementsByClassName(aim)[0]
  if (element) element.scrollIntoView({ block: "start" })
  else if (Date.now() < deadline) setTimeout(() => lookAt(aim, deadline), 50)
}
