// What are the small pieces of the board made of?

const STROKES = {
  "=": "M1 8h20M1 14h20",
  "+": "M1 11h20M11 1v20",
  "Σ": "M18 6V2H4l8 9-8 9h14v-4",
  "⊗": "M11 2a9 9 0 1 0 0 18a9 9 0 1 0 0 -18M4.6 4.6l12.8 12.8M17.4 4.6l-12.8 12.8",
  "·": "M10 10h2v2h-2z",
  "∗": "M11 3v16M4 7l14 8M18 7L4 15",
  "?": "M6 7.5C6 4.5 8.2 2.5 11 2.5s5 2 5 4.7c0 3.6-5 4-5 7.8M11 18v2",
  "→": "M1 11h19M13 4l7 7-7 7",
  "⋆": "M11 2.5l2.5 6 6.5.5-5 4.2 1.6 6.3-5.6-3.5-5.6 3.5 1.6-6.3-5-4.2 6.5-.5z",
}

function drawOperator({ operator, spoken }) {
  const svg = drawing("operator", 22, STROKES[operator])
  svg.setAttribute("role", "img")
  svg.setAttribute("aria-label", spoken)
  if (operator === "⋆") svg.firstChild.setAttribute("fill", "currentColor")
  return svg
}

function drawing(className, size, strokes) {
  const name = "http://www.w3.org/2000/svg"
  const svg = document.createElementNS(name, "svg")
  const path = document.createElementNS(name, "path")
  for (const [key, value] of Object.entries({ class: className, viewBox: `0 0 ${size} ${size}`, fill: "none", stroke: "currentColor" })) {
    svg.setAttribute(key, value)
  }
  svg.setAttribute("stroke-width", "2")
  path.setAttribute("d", strokes)
  svg.append(path)
  return svg
}

function write(cell, text) {
  cell.append(text)
  fit(cell, text)
}

function fit(cell, text) {
  cell.style.setProperty("--length", Math.max(1, text.length))
}

function make(tag, className, attributes = {}, ...children) {
  const element = document.createElement(tag)
  element.className = className
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}
