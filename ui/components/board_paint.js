// How is a grid drawn instead of typed: a press turns 0 and 1 into each other, and dragging spreads what it made?

function painting(board, labels) {
  const button = make("button", "paint", { type: "button", "aria-pressed": "false" }, labels.paint)
  let colour = null
  button.onclick = () => {
    const on = button.getAttribute("aria-pressed") !== "true"
    button.setAttribute("aria-pressed", on)
    board.table.classList.toggle("painted", on)
  }
  const paintable = () => button.getAttribute("aria-pressed") === "true"
  const put = (input, value) => {
    if (!input || input.value === value) return
    input.value = value
    input.dispatchEvent(new Event("input"))
  }
  const toggled = (input) => (["", "0"].includes(input.value.trim()) ? "1" : "0")
  const under = (event) => board.host.shadowRoot.elementFromPoint(event.clientX, event.clientY)?.closest?.("input.answer")
  board.table.addEventListener("pointerdown", (event) => {
    const input = event.target.closest("input.answer")
    if (!paintable() || !input) return
    event.preventDefault()
    input.focus({ preventScroll: true })  // a page that jumped would paint another cell
    colour = toggled(input)
    put(input, colour)
  })
  board.table.addEventListener("pointermove", (event) => colour !== null && event.buttons && put(under(event), colour))
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) board.table.addEventListener(end, () => (colour = null))
  board.table.addEventListener("keydown", (event) => {
    if (!paintable() || event.key !== " ") return
    event.preventDefault()
    put(event.target, toggled(event.target))
  })
  return button
}
