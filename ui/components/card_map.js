// How are the cards and the lines from what is needed to what needs it drawn?

const [WIDTH, HEIGHT, GAP, LEADING] = [152, 60, 32, 12]
const MANY = 40 // cards: then the lines step back, but for those of the card one looks at
const SVG = "http://www.w3.org/2000/svg"
const drawn = new WeakMap()

export default function ({ parentElement, data }) {
  const signature = JSON.stringify(data)
  if (drawn.get(parentElement)?.signature === signature) return
  drawn.get(parentElement)?.map.remove()
  const map = draw(data)
  parentElement.append(map)
  drawn.set(parentElement, { signature, map })
}

function draw({ nodes, edges, label }) {
  const box = make("div", { class: nodes.length > MANY ? "map many" : "map", role: "group", "aria-label": label })
  const sheet = make("div", { class: "sheet" })
  const place = new Map(nodes.map((node) => [node.id, { x: node.column * (WIDTH + GAP), y: node.row * (HEIGHT + LEADING) }]))
  const right = Math.max(...[...place.values()].map(({ x }) => x)) + WIDTH
  const bottom = Math.max(...[...place.values()].map(({ y }) => y)) + HEIGHT
  sheet.style.width = `${right}px`
  sheet.style.height = `${bottom}px`
  const lines = document.createElementNS(SVG, "svg")
  for (const [name, value] of Object.entries({ width: right, height: bottom, "aria-hidden": "true" })) lines.setAttribute(name, value)
  const paths = edges.map(([from, to]) => {
    const path = document.createElementNS(SVG, "path")
    path.setAttribute("d", curve(place.get(from), place.get(to)))
    return { from, to, path }
  })
  lines.append(...paths.map(({ path }) => path))
  sheet.append(lines)
  for (const { id, title, href, aside } of nodes) {
    const link = make("a", { href, class: aside ? "aside" : "" })
    link.textContent = title
    link.style.left = `${place.get(id).x}px`
    link.style.top = `${place.get(id).y}px`
    const mark = (on) => () => paths.forEach(({ from, to, path }) => path.classList.toggle("near", on && (from === id || to === id)))
    for (const event of ["pointerenter", "focus"]) link.addEventListener(event, mark(true))
    for (const event of ["pointerleave", "blur"]) link.addEventListener(event, mark(false))
    sheet.append(link)
  }
  box.append(sheet)
  return box
}

function curve(from, to) {
  const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2]
  return `M${x1} ${y1}C${x1 + GAP / 2} ${y1} ${x2 - GAP / 2} ${y2} ${x2} ${y2}`
}

function make(tag, attributes) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return element
}
