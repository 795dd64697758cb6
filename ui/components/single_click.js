// The second click of a double click would press what has just come to the same place. Draws nothing.

const listening = new Set()

export default function ({ parentElement }) {
  const container = parentElement.host.closest("[data-testid=stElementContainer]")
  if (container) container.style.position = "absolute"  // the page leaves a gap between elements
  listening.add(parentElement)
  return () => listening.delete(parentElement)
}

document.addEventListener("click", onlyOnce, true)

function onlyOnce(event) {
  if (!listening.size || event.detail < 2 || !event.target.closest?.("[data-testid=stMain] button")) return
  event.preventDefault()
  event.stopImmediatePropagation()
}
