// How is the last grid of the equation answered: typed, pasted and resized?

const LARGEST = 32

function answerTable(board, grid, labels) {
  board.mode = grid.mode
  if (grid.mode === "edit") {
    loadStore(board, grid)
    board.table = make("div", "grid", { role: "table" })
    layInputs(board, labels)
    return board.table
  }
  board.rows = grid.rows
  board.columns = grid.columns
  return grid.mode === "marked" ? markedTable(board, grid, labels) : shownTable(board, grid)
}

// New values from Python win; otherwise what was typed stays, also where a smaller size hides it.
function loadStore(board, grid) {
  const given = JSON.stringify(grid.values ?? null)
  const first = !board.store
  const opened = first || board.closed  // closed while the reply was typed as text
  if (opened || given !== board.given) {
    const values = (opened && board.data.typed) || grid.values
    if (first || values) board.store = values ? values.map((row) => row.map((value) => value ?? "")) : []
    board.rows = grid.resizable && values ? values.length : grid.rows
    board.columns = grid.resizable && values ? values[0].length : grid.columns
    if (!first && values) emitCells(board)
  } else if (!grid.resizable) {
    board.rows = grid.rows
    board.columns = grid.columns
  }
  board.given = given
  board.closed = false
}

const range = (count) => Array.from({ length: count }, (_, index) => index)

function visibleCells(board) {
  return range(board.rows).map((row) => range(board.columns).map((column) => board.store[row]?.[column] ?? ""))
}

const emitCells = (board) => board.emit("cells", visibleCells(board))

function keep(board, row, column, text) {
  board.store[row] ??= []
  board.store[row][column] = text
}

function layInputs(board, labels) {
  board.cells = visibleCells(board).map((line, row) =>
    line.map((text, column) => {
      const input = make("input", "answer", {
        type: "text",
        inputmode: "text",
        autocomplete: "off",
        autocapitalize: "off",
        autocorrect: "off",
        spellcheck: "false",
        enterkeyhint: "next",
        "aria-label": cellName(labels, row, column),
      })
      input.value = text
      input.oninput = () => {
        keep(board, row, column, input.value)
        fit(input.parentElement, input.value)
        emitCells(board)
      }
      input.onkeydown = (event) => moveByKey(board, event, row, column)
      input.onpaste = (event) => paste(board, event, row, column)
      return input
    }),
  )
  board.table.replaceChildren(...board.cells.map((line) => rowOf(line, "cell")))
  board.cells.flat().forEach((input) => fit(input.parentElement, input.value))
}

function rowOf(line, role) {
  return make("div", "row", { role: "row" }, ...line.map((child) => make("div", "cell", { role }, child)))
}

const cellName = (labels, row, column) => labels.cell.replace("{row}", row + 1).replace("{column}", column + 1)

function moveByKey(board, event, row, column) {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  const input = event.target
  const all = input.selectionStart === 0 && input.selectionEnd === input.value.length
  const atStart = all || input.selectionEnd === 0
  const atEnd = all || input.selectionStart === input.value.length
  const place = row * board.columns + column
  if (event.key === "ArrowUp") go(event, board.cells[row - 1]?.[column])
  else if (event.key === "ArrowDown") go(event, board.cells[row + 1]?.[column])
  else if (event.key === "ArrowLeft" && atStart) go(event, board.cells.flat()[place - 1])
  else if (event.key === "ArrowRight" && atEnd) go(event, board.cells.flat()[place + 1])
  else if (event.key === "Enter") go(event, board.cells.flat()[place + 1] ?? focusableAfter(board.host))
}

const isTyping = () => document.activeElement?.matches("input, textarea")

function go(event, target) {
  event.preventDefault()
  target?.focus()
  target?.select?.()
}

function focusableAfter(host) {
  const candidates = document.querySelectorAll("button, input, select, textarea, a[href], [tabindex], [data-board]")
  return [...candidates]
    .filter((element) => host.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
    .map((element) => element.shadowRoot?.querySelector("input.answer") ?? element)
    .find((element) => element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true }))
}

// One value is pasted as the browser does it; a block fills the grid, or starts in this cell when it is another size.
function paste(board, event, row, column) {
  const block = blockOf(event.clipboardData.getData("text"))
  if (!block) return
  event.preventDefault()
  const { resizable } = board.data.answer
  const rows = Math.min(block.length, LARGEST)
  const columns = Math.min(Math.max(...block.map((line) => line.length)), LARGEST)
  const fromFirst = resizable || (rows === board.rows && columns === board.columns)
  const [top, left] = fromFirst ? [0, 0] : [row, column]
  block.forEach((line, down) =>
    line.forEach((text, across) => {
      if (resizable || (top + down < board.rows && left + across < board.columns)) keep(board, top + down, left + across, text)
    }),
  )
  if (resizable) [board.rows, board.columns] = [rows, columns]
  relay(board)
  tellTheOthers(board)
  const [bottom, right] = [Math.min(top + rows, board.rows) - 1, Math.min(left + columns, board.columns) - 1]
  board.cells[bottom][right].focus()
}

// Tabs and newlines from a spreadsheet, `1 2 3 / 4 5 6`, `1 2; 3 4`, or the JSON [[1,2],[3,4]]; a lone `/` is a fraction.
function blockOf(text) {
  const lines = text
    .replace(/\]\s*,?\s*\[/g, "\n")
    .replace(/[[\]]/g, " ")
    .split(/\r?\n|;|[ \t]\/[ \t]/)
    .filter((line) => line.trim())
    .map((line) => (line.includes("\t") ? line.split("\t").map((cell) => cell.trim()) : line.trim().split(/[\s,]+/).filter(Boolean)))
  return lines.length > 1 || lines[0]?.length > 1 ? lines : null
}

function relay(board) {
  layInputs(board, board.data.labels)
  board.adjust?.()
  showState(board)
  resizeCells(board)
  emitCells(board)
}

// The grids of a stack are of one size: where one is resized, the others follow.
function tellTheOthers(board) {
  if (!board.data.answer.together) return
  const { rows, columns } = board
  document.dispatchEvent(new CustomEvent("flipside-resized", { detail: { from: board, rows, columns } }))
}

function follow(board, { from, rows, columns }) {
  const { answer } = board.data
  if (from === board || !answer?.together || board.mode !== "edit" || !answer.resizable) return
  if (board.rows === rows && board.columns === columns) return
  Object.assign(board, { rows, columns })
  relay(board)
}

function steppers(board, labels) {
  const lines = [["rows", labels.rows], ["columns", labels.columns]].map(([side, label]) => {
    const field = make("input", "", { id: side, type: "text", inputmode: "numeric", autocomplete: "off" })
    const turnTo = (size) => {
      if (Number.isInteger(size) && size >= 1 && size <= LARGEST && size !== board[side]) {
        board[side] = size
        relay(board)
        tellTheOthers(board)
      } else show()
    }
    const step = (by) => {
      const button = make("button", "", { type: "button", "aria-label": `${label} ${by < 0 ? "−" : "+"}1` }, by < 0 ? "−" : "+")
      button.onclick = () => turnTo(board[side] + by)
      return button
    }
    const [fewer, more] = [step(-1), step(1)]
    const show = () => {
      field.value = board[side]
      fewer.disabled = board[side] === 1
      more.disabled = board[side] === LARGEST
    }
    field.onchange = () => turnTo(Number(field.value))
    field.onkeydown = (event) => {
      const by = { ArrowUp: 1, ArrowDown: -1 }[event.key]
      if (by) turnTo(board[side] + by)
      if (event.key === "Enter") turnTo(Number(field.value))
      if (by || event.key === "Enter") event.preventDefault()
    }
    return { show, nodes: [make("label", "", { for: side }, label), make("div", "stepper", {}, fewer, field, more)] }
  })
  board.adjust = () => lines.forEach(({ show }) => show())
  board.adjust()
  return make("div", "steppers", {}, ...lines.flatMap(({ nodes }) => nodes))
}
