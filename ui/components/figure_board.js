// How does a board of grids follow the window from cell to cell?

function mountStage(player) {
  const caption = make("p", "spoken")
  const sheet = make("div", "board-stage")
  player.stage.append(caption, sheet)
  const board = mountBoard(sheet)
  board.emit = () => {}
  const picture = { kind: "board", figure: null, board }
  picture.leave = () => board.watch.disconnect()
  picture.open = (figure) => {
    picture.figure = figure
    picture.order = new Map(figure.frames.map((frame, index) => [String(frame.cell), index]))
    caption.textContent = figure.alt
  }
  picture.show = (frame) => {
    board.data = dataAt(picture, frame, player)
    draw(board)
    keepInSight(board.equation)
  }
  const point = (event) => {
    const index = picture.order.get(event.target.closest?.("[data-cell]")?.dataset.cell)
    if (index === undefined || index === player.at) return
    pause(player)
    go_to(player, index)
  }
  sheet.addEventListener("pointermove", point)  // pointerover comes to a resting pointer, too, when cells are drawn anew
  sheet.addEventListener("click", point)
  return picture
}

// Of a stacked board wider than the page, the cell that is computed.
function keepInSight(equation) {
  const cell = equation.querySelector(".current")?.getBoundingClientRect()
  if (cell) equation.scrollLeft += cell.left - equation.getBoundingClientRect().left - equation.clientWidth / 2
}

function dataAt({ figure, order }, frame, player) {
  const reached = (grid, row, column) => (grid.since ? grid.since[row][column] : order.get(`${row},${column}`)) <= player.at
  const under = Math.min(...(frame.window ?? []).map(([, column]) => column)) + (figure.grids[0].sides?.[3] ?? 0)
  const grids = figure.grids.map((grid) => ({ ...grid, ...frame.moves?.[grid.key] })).map((grid) => ({
    ...grid,
    at: grid.follows ? under : grid.at,
    letter: ["f", "g"].includes(grid.role) ? grid.role : "",
    cells: grid.grows ? grid.cells.map((line, row) => line.map((cell, column) => (reached(grid, row, column) ? cell : ""))) : grid.cells,
    compared: !grid.grows || Boolean(grid.since),
  }))
  const spoken = { "=": player.labels.equals, "+": player.labels.plus, "Σ": player.labels.sum, [figure.operator]: figure.spoken }
  const parts = grids.flatMap((grid, index) => {
    const operator = grid.sign === "none" ? "" : grid.sign || (index === 1 ? figure.operator : index && grid.grows ? "=" : "")
    return operator ? [{ operator, spoken: spoken[operator] }, grid] : [grid]
  })
  const { cells, stacked } = figure
  return { parts, answer: null, window: frame.window ?? [], result_cell: frame.cell, cells, stacked, labels: player.labels }
}
