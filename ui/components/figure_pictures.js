// How are pictures and kernels shown as an equation, with one row of every picture drawn as a profile below it?

const MARKER = 9  // the side of the square around the pixel that is computed, at least

function mountPictures(player) {
  const caption = make("p", "spoken")
  const equation = make("div", "equation pictures")
  const probe = make("span", "probe", { "aria-hidden": "true" })
  player.stage.append(caption, make("div", "board", {}, equation), probe)
  const picture = { kind: "pictures", photos: [], frame: null }
  const redraw = () => picture.frame && picture.photos.forEach((photo) => drawPhoto(photo, picture.frame))
  probe.ontransitionend = redraw
  const watch = new ResizeObserver(redraw)
  watch.observe(equation)
  picture.leave = () => watch.disconnect()
  picture.open = (figure) => {
    caption.textContent = figure.alt
    picture.photos = []
    equation.replaceChildren(...figure.parts.map((part, index) => {
      const sign = part.cells ? { operator: figure.operator, spoken: figure.spoken } : { operator: "=", spoken: player.labels.equals }
      const operator = index && part.sign !== "none" ? sign : null
      if (part.cells) return drawTerm({}, { operator, grid: { ...part, letter: part.role === "g" ? "g" : "" }, under: [], labels: player.labels }, index)
      const photo = { part, rows: rowsOf(part), canvas: make("canvas", "photo"), profile: make("canvas", "profile", { "aria-hidden": "true" }) }
      photo.canvas.onclick = ({ offsetY }) => go_to_row(player, (offsetY / photo.canvas.clientHeight) * part.height)
      picture.photos.push(photo)
      return termOfPhoto(photo, operator)
    }))
    equation.classList.toggle("over-four", figure.parts.some((part) => part.cells?.[0].length > 4 || part.cells?.length > 4))
  }
  picture.show = (frame) => {
    picture.frame = frame
    redraw()
  }
  return picture
}

function termOfPhoto({ part, canvas, profile }, operator) {
  canvas.setAttribute("role", "img")
  canvas.setAttribute("aria-label", `${part.name}. ${part.greys}`)
  canvas.style.aspectRatio = `${part.width} / ${part.height}`
  const head = make("div", "head")
  if (part.role === "f") head.append(make("span", "letter", {}, "f"))
  head.append(make("span", "name", {}, part.name), " ", make("span", "size", {}, `${part.width}×${part.height}`))
  const ramp = make("div", "ramp", { "aria-hidden": "true" }, ...[part.low, part.middle, part.high].map((value) => make("span", "", {}, short(value))))
  const figure = make("div", `figure ${part.role}`, {}, head, canvas, profile, make("div", "greys", { "aria-hidden": "true" }), ramp)
  const term = make("div", "term of-photo")
  if (operator) term.append(drawOperator(operator))
  term.append(figure)
  return term
}

const short = (value) => String(Number(Number(value).toPrecision(4))).replace("-", "−")

// The values of a picture, an array a row.
function rowsOf({ values, whole, width, height }) {
  const bytes = Uint8Array.from(atob(values), (letter) => letter.charCodeAt(0))
  const numbers = whole ? bytes : new Float32Array(bytes.buffer)
  return range(height).map((row) => numbers.subarray(row * width, (row + 1) * width))
}

function go_to_row(player, at) {
  const far = (frame) => Math.abs(frame.cell[0] + 0.5 - at)
  const { frames } = player.figure
  pause(player)
  go_to(player, frames.reduce((best, frame, index) => (far(frame) < far(frames[best]) ? index : best), 0))
}

function drawPhoto(photo, { cell: [row, column] }) {
  const { part, canvas, profile } = photo
  const look = lookOf(canvas)
  const colour = look[part.role]
  photo.grey ??= greyOf(photo)
  const brush = brushOf(canvas)
  const unit = canvas.clientWidth / part.width
  brush.imageSmoothingEnabled = false
  brush.drawImage(photo.grey, 0, 0, canvas.clientWidth, canvas.clientHeight)
  const y = (row + 0.5) * unit
  const side = Math.max(MARKER, unit)
  for (const [style, width] of [[look.paper, 3.5], [colour, 1.5]]) {
    Object.assign(brush, { strokeStyle: style, lineWidth: width })
    brush.beginPath()
    brush.moveTo(0, y)
    brush.lineTo((column + 0.5) * unit - side / 2, y)
    brush.moveTo((column + 0.5) * unit + side / 2, y)
    brush.lineTo(canvas.clientWidth, y)
    brush.rect((column + 0.5) * unit - side / 2, y - side / 2, side, side)
    brush.stroke()
  }
  drawProfile(profile, photo.rows[row], part, column, look)
}

function greyOf({ part, rows }) {
  const { width, height, low, high } = part
  const grey = make("canvas", "", { width, height })
  const image = new ImageData(width, height)
  rows.forEach((row, y) => row.forEach((value, x) => {
    const level = Math.round(((value - low) / (high - low)) * 255)  // the array clips what is beyond
    image.data.set([level, level, level, 255].map((part) => Math.min(255, Math.max(0, part))), (y * width + x) * 4)
  }))
  grey.getContext("2d").putImageData(image, 0, 0)
  return grey
}

// The values along the row, black at the bottom and white at the top; a quiet line where 0 is.
function drawProfile(canvas, row, { width, low, high, role }, column, look) {
  const brush = brushOf(canvas)
  const unit = canvas.clientWidth / width
  const [top, bottom] = [5, canvas.clientHeight - 5]
  const at = (value) => bottom - ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (bottom - top)
  Object.assign(brush, { strokeStyle: look.quiet, lineWidth: 1 })
  brush.beginPath()
  brush.moveTo(0, at(0))
  brush.lineTo(canvas.clientWidth, at(0))
  brush.stroke()
  Object.assign(brush, { strokeStyle: look[role], fillStyle: look[role], lineWidth: 2, lineJoin: "round" })
  brush.beginPath()
  row.forEach((value, x) => [x, x + 1].forEach((edge) => brush.lineTo(edge * unit, at(value))))
  brush.stroke()
  brush.beginPath()
  brush.arc((column + 0.5) * unit, at(row[column]), 4, 0, 2 * Math.PI)
  brush.fill()
}

function brushOf(canvas) {
  const scale = Math.max(SCALE, devicePixelRatio)
  const [width, height] = [Math.round(canvas.clientWidth * scale), Math.round(canvas.clientHeight * scale)]
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const brush = canvas.getContext("2d")
  brush.setTransform(scale, 0, 0, scale, 0, 0)
  brush.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight)
  return brush
}
