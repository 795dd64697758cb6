// How is an equation of grids drawn, and drawn anew where it changed?

const GLIDE_MS = 180
const MOST_HEAT = 36   // percent of ink that the hottest cell is tinted with; digits must stay readable on it

function mountBoard(parent) {
  const equation = make("div", "equation")
  parent.append(make("div", "board", {}, equation))
  const board = { host: parent.getRootNode().host, equation, drawn: [], cells: [], store: null, given: undefined }
  board.host.dataset.board = ""  // where the Enter key finds the next one
  board.watch = new ResizeObserver(() => makeScrollersReachable(board))
  board.watch.observe(equation)
  return board
}

// A term that stayed the same stays in the page: replacing it would take the focus and the caret with it.
function draw(board) {
  const terms = termsOf(board.data)
  const { answer } = board.data
  const opened = board.mode !== answer?.mode
  board.closed ||= !answer
  let focus = false
  const outdated = board.drawn.splice(terms.length)
  outdated.forEach(({ element }) => element.remove())
  terms.forEach((term, index) => {
    const old = board.drawn[index]
    const signature = JSON.stringify(term)
    if (old?.signature === signature) return
    const held = term.grid.mode && old?.element.contains(board.host.shadowRoot.activeElement)
    const element = drawTerm(board, term, index)
    if (old) old.element.replaceWith(element)
    else board.equation.append(element)
    board.drawn[index] = { signature, element }
    if (index === 0) glide(board, element)
    focus ||= held || (opened && term.grid.autofocus && term.grid.mode === "edit" && !isTyping())
  })
  showState(board)
  resizeCells(board)
  const unread = JSON.stringify(answer?.unread ?? null)
  focus ||= answer?.mode === "edit" && answer.unread && unread !== board.unread
  board.unread = unread
  if (focus) focusAnswer(board)
}

function termsOf({ parts, answer, window, result_cell, labels }) {
  const terms = []
  let operator = null
  for (const part of parts) {
    if (part.operator) {
      operator = part
      continue
    }
    const under = (window ?? []).filter(([, , , place = 0]) => place === terms.length)
    const current = part.role === "result" && !answer && !part.compared ? result_cell : null
    terms.push({ operator, grid: part, under, current, labels })
    operator = null
  }
  if (answer) {
    const { chosen, unread, ...grid } = answer
    terms.push({ operator, grid: { ...grid, role: grid.role ?? "result", letter: grid.letter ?? "" }, labels })
  }
  return terms
}

function drawTerm(board, { operator, grid, under, current, labels }, index) {
  const heading = `heading-${index}`
  const table = grid.mode ? answerTable(board, grid, labels) : givenTable(grid, under, current, labels)
  table.setAttribute("aria-labelledby", heading)
  const sheet = make("div", "sheet", {}, table)
  const [top, , , left] = sidesOf(grid)
  if (under?.length) sheet.append(frameAround(under, top, left))
  const head = make("div", "head", { id: heading })
  if (grid.letter) head.append(make("span", "letter", {}, grid.letter))
  head.append(make("span", "name", {}, grid.name))
  const figure = make("div", `figure ${grid.role}`, {}, head)
  if (grid.mode === "edit" && grid.resizable) figure.append(steppers(board, labels))
  if (grid.mode === "edit" && grid.paint) figure.append(painting(board, labels))
  if (!(grid.mode === "edit" && grid.resizable)) head.append(" ", make("span", "size", {}, sizeOf(board, grid)))
  const scroll = make("div", "scroll", { role: "group", "aria-labelledby": heading }, sheet)
  if (grid.heads) scroll.prepend(make("div", "heads", { "aria-hidden": "true" }, ...grid.heads.map((text) => make("span", "", {}, text))))
  if (grid.at) figure.style.marginLeft = `calc(var(--cell) * ${grid.at})`
  figure.append(scroll)
  const term = make("div", grid.resizable && grid.mode === "edit" ? "term resizable" : "term")
  if (operator) term.append(drawOperator(operator))
  for (const note of grid.notes ?? []) figure.append(make("div", "note", {}, note))
  term.append(figure)
  return grid.fresh ? make("div", "fresh", {}, make("div", "break"), term) : term
}

function sizeOf(board, grid) {
  if (grid.mode) return `${board.rows}×${board.columns}`
  return `${grid.cells.length}×${grid.cells[0].length}`
}

// How many cells of padding there are above, to the right, below and to the left.
const sidesOf = ({ sides, padding = 0 }) => sides ?? [padding, padding, padding, padding]

// Whether a cell is one of the zeros that a stride has put between others.
const isBetween = ({ spread = 1 }, row, column) => row % spread !== 0 || column % spread !== 0

function givenTable(grid, under, current, labels) {
  const [top, right, bottom, left] = sidesOf(grid)
  const factors = new Map(under.map(([row, column, factor]) => [`${row},${column}`, factor]))
  const rows = []
  for (let row = -top; row < grid.cells.length + bottom; row++) {
    const line = make("div", "row", { role: "row" })
    for (let column = -left; column < grid.cells[0].length + right; column++) {
      const given = grid.cells[row]?.[column]
      const cell = make("div", "cell", { role: "cell" })
      write(cell, given ?? grid.around?.[row + top][column + left] ?? "0")
      if (grid.grows) cell.dataset.cell = `${row},${column}`
      if (grid.wrong?.[row][column]) markWrong(cell, labels)
      if (given === undefined || isBetween(grid, row, column)) {
        cell.classList.add("padding")
        cell.append(make("span", "spoken", {}, ` ${labels.padding}`))
      }
      const factor = factors.get(`${row},${column}`)
      if (factor !== undefined) {
        cell.classList.add("under")
        if (factor) cell.append(" ", make("span", "times", {}, factor))
      }
      if (grid.heat) cell.style.setProperty("--heat", `${(MOST_HEAT * Number(given)) / grid.heat}%`)
      if (current?.[0] === row && current?.[1] === column) cell.classList.add("current")
      line.append(cell)
    }
    rows.push(line)
  }
  return make("div", "grid", { role: "table" }, ...rows)
}

function markWrong(cell, labels) {
  const cross = drawing("mark", 11, MARKS.wrong)
  cross.setAttribute("aria-hidden", "true")
  cell.classList.add("wrong")
  cell.append(make("span", "spoken", {}, ` ${labels.wrong}`), cross)
}

function frameAround(under, above, before) {
  const rows = under.map(([row]) => row + above)
  const columns = under.map(([, column]) => column + before)
  const [top, left] = [Math.min(...rows), Math.min(...columns)]
  const frame = make("div", "frame", { "aria-hidden": "true" })
  Object.assign(frame.style, {
    top: `calc(var(--cell) * ${top})`,
    left: `calc(var(--cell) * ${left})`,
    height: `calc(var(--cell) * ${Math.max(...rows) - top + 1} + 4px)`,
    width: `calc(var(--cell) * ${Math.max(...columns) - left + 1} + 4px)`,
  })
  return frame
}

function glide(board, term) {
  const frame = term.querySelector(".frame")
  const place = frame && { top: frame.style.top, left: frame.style.left, height: frame.style.height, width: frame.style.width }
  if (place && board.place && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
    frame.animate([board.place, place], { duration: GLIDE_MS, easing: "ease-in-out" })
  }
  board.place = place
}

function resizeCells(board) {
  const grids = board.data.parts.filter((part) => part.cells)
  const widths = grids.map((part) => part.cells[0].length + sidesOf(part)[1] + sidesOf(part)[3])
  if (board.data.answer) widths.push(board.columns)
  const { classList, style } = board.equation
  style.setProperty("--columns", Math.max(...widths.map((width, index) => width + (grids[index]?.at ?? 0))))
  classList.toggle("stacked", Boolean(board.data.stacked))
  for (const size of ["small", "tiny"]) classList.toggle(size, board.data.cells === size)
  classList.toggle("many", widths.reduce((sum, width) => sum + width, 0) > 9)
  classList.toggle("over-four", widths.some((width) => width > 4))
  classList.toggle("over-eight", widths.some((width) => width > 8))
  makeScrollersReachable(board)
}

// A grid wider than the column scrolls in its own box; without a cell to focus in it, the box itself takes the focus.
function makeScrollersReachable(board) {
  for (const box of [board.equation, ...board.equation.querySelectorAll(".scroll")]) {
    const reachable = box.scrollWidth > box.clientWidth && !box.querySelector(".answer")
    box.toggleAttribute("tabindex", reachable)
    if (reachable) box.tabIndex = 0
  }
}
