// How is a marked answer shown, and how does the learner choose one of its cells?

const MARKS = { right: "M1 6l3 3 6-7", wrong: "M2 2l7 7M9 2L2 9" }

function markedTable(board, grid, labels) {
  board.cells = range(grid.rows).map((row) =>
    range(grid.columns).map((column) => {
      const value = grid.values[row]?.[column] ?? ""
      const mark = grid.marks?.[row]?.[column] === false ? "wrong" : "right"
      const name = `${cellName(labels, row, column)}: ${value}, ${labels[mark]}`
      const button = make("button", "answer", { type: "button", tabindex: "-1", "aria-label": name }, value)
      button.dataset.mark = mark
      button.onclick = () => {
        board.data.answer.chosen = [row, column]
        showState(board)
        board.emit("chosen", [row, column])
      }
      button.onkeydown = (event) => {
        const [down, across] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] ?? []
        if (down !== undefined) go(event, board.cells[row + down]?.[column + across])
      }
      button.onfocus = () => rove(board, button)
      return button
    }),
  )
  const table = make("div", "grid", { role: "grid" }, ...board.cells.map((line) => rowOf(line, "gridcell")))
  board.cells.flat().forEach((button) => {
    fit(button.parentElement, button.textContent)
    button.parentElement.classList.add(button.dataset.mark)
    const tick = drawing("mark", 11, MARKS[button.dataset.mark])
    tick.setAttribute("aria-hidden", "true")
    button.parentElement.append(tick)
  })
  rove(board, board.cells[0][0])
  return table
}

const rove = (board, button) => board.cells.flat().forEach((other) => (other.tabIndex = other === button ? 0 : -1))

function shownTable(board, grid) {
  board.cells = range(grid.rows).map((row) =>
    range(grid.columns).map((column) => make("span", "", {}, grid.values?.[row]?.[column] ?? "")),
  )
  const table = make("div", "grid", { role: "table" }, ...board.cells.map((line) => rowOf(line, "cell")))
  board.cells.flat().forEach((text) => fit(text.parentElement, text.textContent))
  return table
}

// What changes without a new drawing: the cell being computed, the chosen one, the one that could not be read.
function showState(board) {
  const { answer, result_cell } = board.data
  if (!answer) return
  board.cells.forEach((line, row) =>
    line.forEach((element, column) => {
      const is = (place) => place?.[0] === row && place?.[1] === column
      const { classList } = element.parentElement
      classList.toggle("current", is(result_cell))
      classList.toggle("chosen", is(answer.chosen))
      classList.toggle("unread", is(answer.unread))
      if (board.mode === "edit") element.setAttribute("aria-invalid", is(answer.unread))
      if (board.mode === "marked") element.setAttribute("aria-pressed", is(answer.chosen))
      if (board.mode === "marked" && is(answer.chosen)) rove(board, element)
    }),
  )
}

function focusAnswer(board) {
  const { answer } = board.data
  const [row, column] = answer?.unread ?? answer?.chosen ?? [-1, -1]
  const inputs = board.cells.flat().filter((cell) => cell.matches(".answer"))
  const target = board.cells[row]?.[column] ?? inputs.find((cell) => cell.value === "") ?? inputs[0]
  target?.focus({ preventScroll: true })
}
