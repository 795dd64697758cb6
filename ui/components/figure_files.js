// How does a learner take a figure along: as a picture, as its numbers, as a link?

const SCALE = 2

async function savePicture(player) {
  const { figure, picture } = player
  const name = `${player.labels.file}.png`
  if (figure.kind !== "chart") return paintBoard(player.stage, (blob) => save(name, blob))
  if (!picture.library) return
  const look = lookOf(picture.plot)
  const width = picture.plot.clientWidth
  const painted = { data: picture.plot.data, layout: { ...picture.plot.layout, paper_bgcolor: look.paper } }
  const url = await picture.library.toImage(painted, { format: "png", width, height: height(picture.plot, figure), scale: SCALE })
  const bytes = Uint8Array.from(atob(url.split(",")[1]), (byte) => byte.charCodeAt(0))  // the page may not fetch data:
  save(name, new Blob([bytes], { type: "image/png" }))
}

function saveNumbers(player) {
  const { figure, at } = player
  const rows = { board: boardRows, pictures: pictureRows, chart: chartRows }[figure.kind](figure, figure.frames[at])
  const text = rows.map((row) => row.map(quoted).join(",")).join("\r\n")
  save(`${player.labels.file}.csv`, new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }))
}

// One line a point, of every mark that has a name, as the present frame shows it.
function chartRows(figure, frame) {
  const named = figure.marks.filter((mark) => mark.name).map((mark) => moved(mark, frame))
  return [["name", "x", "y"], ...named.flatMap((mark) => mark.x.map((x, index) => [mark.name, x, mark.y[index]]))]
}

function boardRows(figure) {
  return figure.grids.flatMap((grid) => [[grid.name, ...(grid.notes ?? [])], ...grid.cells, []])
}

function pictureRows(figure) {
  return figure.parts.flatMap((part) => [[part.name], ...(part.cells ?? rowsOf(part).map((row) => [...row].map((value) => Number(value.toPrecision(6))))), []])
}

function quoted(value) {
  const text = String(value ?? "").replace(/^−/, "-")  // a gap in a line is an empty field
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function save(name, blob) {
  const link = make("a", "", { href: URL.createObjectURL(blob), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}

async function copyLink(player) {
  remember(player)
  const told = (text) => {
    player.link.textContent = text
    player.said.textContent = text
    setTimeout(() => (player.link.textContent = player.labels.link), 2000)
  }
  try {
    await navigator.clipboard.writeText(address(player))
    told(player.labels.copied)
  } catch {
    told(player.labels.uncopied)
  }
}

// The board's cells painted where they stand on the page.
function paintBoard(stage, done) {
  const box = stage.querySelector(".equation")
  const from = box.getBoundingClientRect()
  const canvas = document.createElement("canvas")
  const [width, height] = [box.scrollWidth + 16, box.scrollHeight + 16]
  Object.assign(canvas, { width: width * SCALE, height: height * SCALE })
  const brush = canvas.getContext("2d")
  brush.scale(SCALE, SCALE)
  brush.fillStyle = lookOf(box).paper
  brush.fillRect(0, 0, width, height)
  brush.translate(8 - from.left, 8 - from.top)
  const cells = ".cell, .grid, .frame, .letter, .name, .size, .note, .heads > span, .times, .operator"
  for (const element of box.querySelectorAll(`${cells}, canvas, .greys, .ramp span`)) paint(brush, element)
  canvas.toBlob(done)
}

function paint(brush, element) {
  const style = getComputedStyle(element)
  const { left, top, width, height } = element.getBoundingClientRect()
  if (element.matches("canvas")) return brush.drawImage(element, left, top, width, height)
  if (element.matches(".greys")) {
    brush.fillStyle = brush.createLinearGradient(left, 0, left + width, 0)
    brush.fillStyle.addColorStop(0, "#000")
    brush.fillStyle.addColorStop(1, "#fff")
    return brush.fillRect(left, top, width, height)
  }
  if (element.matches(".operator")) return paintOperator(brush, element, style, left, top, width)
  if (element.matches(".cell")) {
    brush.fillStyle = element.matches(".padding") ? lookOf(element).quiet + "22" : style.backgroundColor
    brush.fillRect(left, top, width, height)
    brush.strokeStyle = style.borderColor
    brush.lineWidth = 0.5
    brush.strokeRect(left, top, width, height)
  }
  if (element.matches(".grid, .frame")) {
    brush.strokeStyle = style.borderTopColor
    brush.lineWidth = parseFloat(style.borderTopWidth)
    brush.strokeRect(left + brush.lineWidth / 2, top + brush.lineWidth / 2, width - brush.lineWidth, height - brush.lineWidth)
  }
  const text = [...element.childNodes].find((node) => node.nodeType === Node.TEXT_NODE)?.data.trim()
  if (!text || element.matches(".grid, .frame")) return
  brush.fillStyle = style.color
  brush.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
  brush.textAlign = "center"
  brush.textBaseline = "middle"
  brush.fillText(text, left + width / 2, top + height / 2)
}

function paintOperator(brush, element, style, left, top, width) {
  brush.save()
  brush.translate(left, top)
  brush.scale(width / 22, width / 22)
  const path = new Path2D(element.firstChild.getAttribute("d"))
  brush.strokeStyle = brush.fillStyle = style.color
  brush.lineWidth = 2
  brush.stroke(path)
  if (element.firstChild.getAttribute("fill")) brush.fill(path)
  brush.restore()
}
