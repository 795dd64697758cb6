// How is an equation of grids drawn? (board.py joins the board_*.js files to this one module.)

const GLIDE_MS = 180
const boards = new WeakMap()

export default function ({ parentElement, data, setStateValue }) {
  let board = boards.get(parentElement)
  if (!board) {
    board = mount(parentElement)
    boards.set(parentElement, board)
  }
  board.emit = setStateValue
  board.data = data
  draw(board)
  return () => {
    board.watch.disconnect()
    board.listening.abort()
  }
}

function mount(parentElement) {
  const equation = make("div", "equation")
  parentElement.append(make("div", "board", {}, equation))
  parentElement.host.dataset.board = ""  // where the Enter key finds the next one
  const board = { host: parentElement.host, equation, drawn: [], cells: [], store: null, given: undefined }
  board.listening = new AbortController()
  document.addEventListener("flipside-resized", ({ detail }) => follow(board, detail), { signal: board.listening.signal })
  board.watch = new ResizeObserver(() => makeScrollersReachable(board))
  board.watch.observe(equation)
  return board
}

// A term that stayed the same stays in the page: replacing it would take the focus and the caret with it.
function draw(board) {
  const terms = termsOf(board.data)
  const { answer } = board.data
  const opened = board.mode !== answer?.mode
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
    const under = terms.length === 0 ? window ?? [] : []
    const current = part.role === "result" && !answer ? result_cell : null
    terms.push({ operator, grid: part, under, current, labels })
    operator = null
  }
  if (answer) {
    const { chosen, unread, ...grid } = answer
    terms.push({ operator, grid: { ...grid, role: "result", letter: "" }, labels })
  }
  return terms
}

function drawTerm(board, { operator, grid, under, current, labels }, index) {
  const heading = `heading-${index}`
  const table = grid.mode ? answerTable(board, grid, labels) : givenTable(grid, under, current, labels)
  table.setAttribute("aria-labelledby", heading)
  const sheet = make("div", "sheet", {}, table)
  if (under?.length) sheet.append(frameAround(under, grid.padding ?? 0))
  const head = make("div", "head", { id: heading })
  if (grid.letter) head.append(make("span", "letter", {}, grid.letter))
  head.append(make("span", "name", {}, grid.name))
  const figure = make("div", `figure ${grid.role}`, {}, head)
  if (grid.mode === "edit" && grid.resizable) figure.append(steppers(board, labels))
  else head.append(" ", make("span", "size", {}, sizeOf(board, grid)))
  figure.append(make("div", "scroll", { role: "group", "aria-labelledby": heading }, sheet))
  const term = make("div", grid.resizable && grid.mode === "edit" ? "term resizable" : "term")
  if (operator) term.append(drawOperator(operator))
  term.append(figure)
  return term
}

function sizeOf(board, grid) {
  if (grid.mode) return `${board.rows}×${board.columns}`
  return `${grid.cells.length}×${grid.cells[0].length}`
}

function givenTable(grid, under, current, labels) {
  const ring = grid.padding ?? 0
  const factors = new Map(under.map(([row, column, factor]) => [`${row},${column}`, factor]))
  const rows = []
  for (let row = -ring; row < grid.cells.length + ring; row++) {
    const line = make("div", "row", { role: "row" })
    for (let column = -ring; column < grid.cells[0].length + ring; column++) {
      const given = grid.cells[row]?.[column]
      const cell = make("div", "cell", { role: "cell" })
      write(cell, given ?? grid.pad_value ?? "0")
      if (given === undefined) {
        cell.classList.add("padding")
        cell.append(make("span", "spoken", {}, ` ${labels.padding}`))
      }
      const factor = factors.get(`${row},${column}`)
      if (factor !== undefined) {
        cell.classList.add("under")
        cell.append(" ", make("span", "times", {}, factor))
      }
      if (current?.[0] === row && current?.[1] === column) cell.classList.add("current")
      line.append(cell)
    }
    rows.push(line)
  }
  return make("div", "grid", { role: "table" }, ...rows)
}

function frameAround(under, ring) {
  const rows = under.map(([row]) => row + ring)
  const columns = under.map(([, column]) => column + ring)
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
  const widths = board.data.parts.filter((part) => part.cells).map((part) => part.cells[0].length + 2 * (part.padding ?? 0))
  if (board.data.answer) widths.push(board.columns)
  const { classList } = board.equation
  classList.toggle("many", widths.reduce((sum, width) => sum + width, 0) > 9)
  classList.toggle("over-four", widths.some((width) => width > 4))
  classList.toggle("over-eight", widths.some((width) => width > 8))
  makeScrollersReachable(board)
}

// A grid wider than the column scrolls in its own box; without a cell to focus in it, the box itself takes the focus.
function makeScrollersReachable(board) {
  for (const box of board.equation.querySelectorAll(".scroll")) {
    const reachable = box.scrollWidth > box.clientWidth && !box.querySelector(".answer")
    box.toggleAttribute("tabindex", reachable)
    if (reachable) box.tabIndex = 0
  }
}
