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
  sheet.addEventListener("pointerover", point)
  sheet.addEventListener("click", point)
  return picture
}

// Of a stacked board wider than the page, the cell that is computed.
function keepInSight(equation) {
  const cell = equation.querySelector(".current")?.getBoundingClientRect()
  if (cell) equation.scrollLeft += cell.left - equation.getBoundingClientRect().left - equation.clientWidth / 2
}

function dataAt({ figure, order }, frame, player) {
  const under = Math.min(...(frame.window ?? []).map(([, column]) => column)) + (figure.grids[0].sides?.[3] ?? 0)
  const grids = figure.grids.map((grid) => ({
    ...grid,
    at: grid.follows ? under : grid.at,
    letter: grid.role === "result" ? "" : grid.role,
    cells: grid.grows ? grid.cells.map((line, row) => line.map((cell, column) => (order.get(`${row},${column}`) <= player.at ? cell : ""))) : grid.cells,
    compared: !grid.grows,
  }))
  const [operator, equals] = [{ operator: figure.operator, spoken: figure.spoken }, { operator: "=", spoken: player.labels.equals }]
  const parts = grids.flatMap((grid, index) => (index === 0 ? [grid] : [index === 1 ? operator : grid.grows ? equals : null, grid].filter(Boolean)))
  return { parts, answer: null, window: frame.window ?? [], result_cell: frame.cell, stacked: figure.stacked, labels: player.labels }
}
