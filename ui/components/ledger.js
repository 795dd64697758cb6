// How is a table of named cells drawn, typed and marked? (ledger.py joins pieces of the board to this module.)

const ledgers = new WeakMap()

export default function ({ parentElement, data, setStateValue }) {
  let ledger = ledgers.get(parentElement)
  if (!ledger) {
    ledger = { host: parentElement.host, sheet: make("div", "sheet") }
    parentElement.append(ledger.sheet)
    ledgers.set(parentElement, ledger)
  }
  ledger.emit = setStateValue
  const { unread, typed, ...lasting } = data
  const signature = JSON.stringify(lasting)
  if (signature !== ledger.signature) {  // else what is being typed stays, with its focus
    draw(ledger, data)
    if (data.mode === "edit" && !isTyping()) ledger.inputs.flat().find((input) => isTyped(input) && !input.value)?.focus()
  }
  ledger.signature = signature
  showUnread(ledger, unread)
}

function draw(ledger, data) {
  const heading = make("div", "name", { id: "name" }, data.name)
  const table = make("div", "table", { role: "table", "aria-labelledby": "name" })
  table.style.setProperty("--columns", data.columns.length)
  const titles = data.columns.map((title) => make("div", "title", { role: "columnheader" }, title))
  table.append(make("div", "row titles", { role: "row" }, make("div", "corner", { role: "cell" }), ...titles))
  const written = ledger.inputs?.map((line) => line.map((input) => input?.value))  // before the language changed
  const cells = data.rows.map((_, row) => data.columns.map((_, column) => drawCell(ledger, data, row, column, written)))
  cells.forEach((line, row) => {
    const title = make("div", "title", { role: "rowheader" }, data.rows[row])
    table.append(make("div", "row", { role: "row" }, title, ...line))
  })
  ledger.inputs = cells.map((line) => line.map((cell) => cell.querySelector("input")))
  ledger.sheet.replaceChildren(heading, make("div", "scroll", {}, table))
}

function drawCell(ledger, data, row, column, written) {
  const given = data.values[row]?.[column]
  const name = data.labels.cell.replace("{column}", data.columns[column]).replace("{row}", data.rows[row])
  if (data.mode === "edit") {
    const input = typedCell(ledger, name, row, column)
    input.value = given ?? (written ?? data.typed)?.[row]?.[column] ?? ""
    input.disabled = given != null  // nothing belongs here
    return make("div", "cell", { role: "cell" }, input)
  }
  const box = make("div", "cell", { role: "cell" }, given)
  if (data.mode === "marked") {
    const mark = data.marks[row][column] ? "right" : "wrong"
    const tick = drawing("mark", 11, MARKS[mark])
    tick.setAttribute("aria-hidden", "true")
    box.classList.add(mark)
    box.prepend(tick)
    box.append(make("span", "spoken", {}, `, ${data.labels[mark]}`))
  }
  return box
}

function typedCell(ledger, name, row, column) {
  const input = make("input", "answer", {
    type: "text",
    autocomplete: "off",
    autocapitalize: "off",
    autocorrect: "off",
    spellcheck: "false",
    enterkeyhint: "next",
    "aria-label": name,
  })
  input.oninput = () => emitTyped(ledger)
  input.onkeydown = (event) => moveInLedger(ledger, event, row, column)
  input.onpaste = (event) => pasteInLedger(ledger, event, row, column)
  return input
}

const emitTyped = (ledger) => ledger.emit("cells", ledger.inputs.map((line) => line.map((input) => input.value)))

const isTyped = (input) => !input.disabled

// Enter goes to the next cell, up and down stay in the column; left, right and Tab are the browser's own.
function moveInLedger(ledger, event, row, column) {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  const above = ledger.inputs.slice(0, row).reverse()
  const toward = { ArrowUp: above, ArrowDown: ledger.inputs.slice(row + 1) }[event.key]
  const after = ledger.inputs.flat().slice(row * ledger.inputs[0].length + column + 1)
  if (toward) go(event, toward.map((line) => line[column]).find(isTyped))
  else if (event.key === "Enter") go(event, after.find(isTyped) ?? focusableAfter(ledger.host))
}

// One value is pasted as the browser does it; a block fills the cells from this one on.
function pasteInLedger(ledger, event, row, column) {
  const block = blockOf(event.clipboardData.getData("text"))
  if (!block) return
  event.preventDefault()
  block.forEach((line, down) =>
    line.forEach((text, across) => {
      const input = ledger.inputs[row + down]?.[column + across]
      if (input && isTyped(input)) input.value = text
    }),
  )
  emitTyped(ledger)
}

function showUnread(ledger, unread) {
  const place = JSON.stringify(unread ?? null)
  ledger.inputs.forEach((line, row) =>
    line.forEach((input, column) => {
      const is = unread?.[0] === row && unread?.[1] === column
      input?.parentElement.classList.toggle("unread", is)
      input?.setAttribute("aria-invalid", is)
      if (is && place !== ledger.unread) input?.focus()
    }),
  )
  ledger.unread = place
}
