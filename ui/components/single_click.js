// The second click of a double click would press what has just come to the same place. Draws nothing.
// (single_click.py puts no_room.js before this.)

const listening = new Set()

export default function ({ parentElement }) {
  takeNoRoom(parentElement)
  listening.add(parentElement)
  return () => listening.delete(parentElement)
}

document.addEventListener("click", onlyOnce, true)

function onlyOnce(event) {
  if (!listening.size || event.detail < 2 || !event.target.closest?.("[data-testid=stMain] button")) return
  event.preventDefault()
  event.stopImmediatePropagation()
}
