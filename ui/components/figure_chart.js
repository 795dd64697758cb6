// How does a chart's data become a picture by Plotly, in the colours of the page?

const MARGIN = { l: 46, r: 10, t: 10, b: 44 }
const [TALL, TALL_ON_A_PHONE, PHONE] = [460, 420, 480]
const TALLER = 150
const [TICK_ACROSS, TICK_UP] = [32, 20]  // the room that the number at a tick takes
const WIDTHS = { line: 3, dashed: 3, result: 3.5, thin: 1.5 }
let plotly = null

function loadPlotly() {
  plotly ??= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly)
    const script = document.createElement("script")
    script.src = new URL("plotly.min.js", document.baseURI).href
    script.onload = () => resolve(window.Plotly)
    script.onerror = () => {
      plotly = null
      reject(new Error("plotly.min.js did not load"))
    }
    document.head.append(script)
  })
  return plotly
}

function mountChart(player) {
  const plot = make("div", "plot")
  const probe = make("span", "probe", { "aria-hidden": "true" })  // tells when the theme changes: its colour glides
  const chart = make("div", "chart", { role: "img" }, plot)
  const trouble = make("p", "trouble", { role: "alert", hidden: "" })
  player.stage.append(chart, trouble, probe)
  const picture = { kind: "chart", plot, figure: null, frame: null, library: null, drawn: null }
  const redraw = () => picture.library && picture.figure && drawChart(picture)
  probe.ontransitionend = redraw
  const watch = new ResizeObserver(() => plot.clientWidth && plot.clientWidth !== picture.width && redraw())
  watch.observe(plot)
  picture.leave = () => watch.disconnect()
  picture.open = (figure) => {
    picture.figure = figure
    plot.style.height = `${height(plot, figure)}px`
    loadPlotly().then((library) => {
      picture.library = library
      trouble.hidden = true
      drawChart(picture)
    }, () => {
      trouble.hidden = false
      trouble.textContent = player.labels.trouble
    })
  }
  picture.show = (frame) => {
    picture.frame = frame
    const { frames, start = 0, alt } = picture.figure
    chart.setAttribute("aria-label", frame === frames[start] ? alt : frame.words)
    if (picture.drawn === picture.figure) moveChart(picture)
  }
  return picture
}

const height = (plot, { tall }) => (plot.clientWidth <= PHONE ? TALL_ON_A_PHONE : TALL) + (tall ? TALLER : 0)

// The figure as it stands at the present frame, and after that only what moves.
function drawChart(picture) {
  const { library, plot, figure, frame } = picture
  const look = lookOf(plot)
  picture.width = plot.clientWidth
  picture.look = look
  const traces = figure.marks.map((mark) => trace(moved(mark, frame), look, figure))
  library.react(plot, traces, layout(figure, look, plot), { staticPlot: true, displayModeBar: false })
  picture.drawn = figure
}

function moveChart({ library, plot, figure, frame, look }) {
  const numbers = figure.marks.flatMap((mark, index) => (frame.moves?.[mark.key] ? [index] : []))
  const data = numbers.map((index) => trace(moved(figure.marks[index], frame), look, figure))
  if (!numbers.length) return
  library.animate(plot, { data, traces: numbers }, { mode: "immediate", frame: { duration: 0, redraw: false }, transition: { duration: 0 } })
}

function moved(mark, frame) {
  const now = { ...mark, ...frame?.moves?.[mark.key] }
  if (now.shift) now.x = now.x.map((x) => x + now.shift)
  if (now.until !== undefined) [now.x, now.y] = [now.x.slice(0, now.until), now.y.slice(0, now.until)]
  return now
}

function lookOf(plot) {
  const style = getComputedStyle(plot)
  const colour = (name) => style.getPropertyValue(`--st-${name}`).trim()
  return {
    f: colour("red-color"),
    g: colour("blue-color"),
    result: colour("green-color"),
    ink: colour("text-color"),
    quiet: colour("gray-text-color"),
    paper: colour("background-color"),
    font: colour("font"),
    width: plot.clientWidth,
  }
}

function trace(mark, look, figure) {
  const colour = look[mark.role]
  const panel = mark.panel ?? 0
  const across = figure.panels[panel].x ? `x${panel + OWN}` : "x"
  const common = { type: "scatter", x: mark.x, y: mark.y, xaxis: across, yaxis: `y${nth(panel)}`, hoverinfo: "skip", cliponaxis: Boolean(figure.panels[panel].across) }
  const made = TRACES[mark.kind](mark, colour, look, figure)
  return { ...common, ...made }
}

const TRACES = {
  line: (mark, color) => ({
    mode: "lines",
    cliponaxis: true,
    line: { color, width: mark.thin ? WIDTHS.thin : WIDTHS[mark.role] ?? WIDTHS.line, dash: mark.dashed ? "7px,4px" : "solid", shape: mark.steps ? "hvh" : "linear" },
  }),
  area: (mark, color) => ({
    mode: "lines",
    cliponaxis: true,
    fill: "toself",
    opacity: mark.role === "quiet" ? 0.45 : 1,
    line: { color: "rgba(0,0,0,0)", width: 0, shape: mark.steps ? "hvh" : "linear" },
    ...(mark.filled ? { fillcolor: color } : { fillpattern: { shape: "/", size: 7, solidity: 0.28, fgcolor: color, bgcolor: "rgba(0,0,0,0)" } }),
  }),
  dots: (mark, color, look, figure) => ({
    mode: mark.text ? "markers+text" : "markers",
    marker: { color, size: mark.thin ? Math.min(7, unit(look, figure, mark)) : 13 },
    text: mark.text?.map((text) => `  ${text}  `),
    textposition: `${figure.whole ? "top" : "middle"} ${mark.x[0] > figure.x[0] + 0.8 * (figure.x[1] - figure.x[0]) ? "left" : "right"}`,
    textfont: { color, size: 18, family: look.font },
  }),
  stems: (mark, color, look) => ({
    mode: "lines+markers+text",
    x: mark.x.flatMap((x) => [x, x, null]),
    y: mark.y.flatMap((y) => [0, y, null]),
    line: { color, width: mark.thin ? WIDTHS.thin : WIDTHS.line },
    marker: { color, opacity: 1, size: mark.y.flatMap(() => [0, mark.thin ? 7 : 11, 0]), line: { width: 0 } },
    text: mark.y.flatMap((_, index) => ["", mark.text?.[index] ?? "", ""]),
    textposition: mark.y.flatMap((y) => ["top center", y < 0 ? "bottom center" : "top center", "top center"]),
    textfont: { color, size: 15, family: look.font },
  }),
  squares: (mark, color, look, figure) => ({
    mode: "markers",
    opacity: mark.role === "quiet" ? 0.45 : 1,
    marker: { color: mark.filled ? color : look.paper, size: unit(look, figure, mark), symbol: "square", line: { color, width: 1.5 } },
  }),
  label: (mark, color, look) => ({
    mode: "text",
    text: mark.text.map((text) => (mark.anchor ? ` <b>${text}</b> ` : `<b>${text}</b>`)),
    textposition: { start: "middle right", end: "middle left" }[mark.anchor] ?? "middle center",
    textfont: { color, size: mark.thin ? 13 : 16, family: look.font },
  }),
}

// At the left as much room as the longest name of a row takes; a letter of Hangul is as wide as two others.
function marginOf({ panels }) {
  const names = panels.flatMap((panel) => panel.names ?? []).map(([, name]) => [...name].reduce((sum, letter) => sum + (letter > "ᄀ" ? 14 : 7.4), 14))
  return { ...MARGIN, l: Math.max(MARGIN.l, ...names) }
}

const OWN = 11  // where the numbers of the panels' own x axes begin
const nth = (panel) => (panel ? panel + 1 : "")

// The side of a square that fills most of one unit of x.
function unit(look, figure, mark) {
  const [low, high] = figure.panels[mark.panel ?? 0].x ?? figure.x
  return Math.min(16, Math.max(4, (0.72 * (look.width - marginOf(figure).l - MARGIN.r)) / (high - low)))
}

function layout(figure, look, plot) {
  const font = { family: look.font, size: 14, color: look.ink }
  const axis = {
    fixedrange: true, showgrid: false, zeroline: false, showline: false, automargin: false,
    ticks: "outside", ticklen: 4, tickwidth: 1, tickcolor: look.ink, tickfont: font, exponentformat: "SI",
  }
  const [tall, margin] = [height(plot, figure), marginOf(figure)]
  const inner = { width: plot.clientWidth - margin.l - margin.r, height: tall - margin.t - margin.b }
  const made = {
    width: plot.clientWidth, height: tall, margin, font, showlegend: false, hovermode: false, dragmode: false,
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    xaxis: { ...axis, ...whole(figure.whole, figure.x, Math.min(12, inner.width / TICK_ACROSS)), tickangle: 0, range: figure.x, anchor: `y${nth(figure.panels.length - 1)}`, title: { text: figure.x_title, font, standoff: 6 } },
  }
  const total = figure.panels.reduce((sum, panel) => sum + (panel.share ?? 1), 0)
  const gap = figure.panels.length > 1 ? 0.12 : 0
  let top = 1
  figure.panels.forEach((panel, index) => {
    const part = ((panel.share ?? 1) / total) * (1 - gap * (figure.panels.length - 1))
    const room = Math.max(2, (part * inner.height) / TICK_UP)
    if (panel.x) made[`xaxis${index + OWN}`] = { ...axis, range: panel.x, anchor: `y${nth(index)}`, ticks: "", showticklabels: false }
    if (panel.across) Object.assign(made[`xaxis${index + OWN}`], { range: ofAMap(panel, part, made), ticks: "outside", showticklabels: true, zeroline: true, zerolinewidth: 1.5, zerolinecolor: look.ink, title: { text: panel.across, font, standoff: 4 } })
    made[`yaxis${nth(index)}`] = {
      ...axis, ...whole(panel.whole, [panel.low, panel.high], Math.min(6, room)), nticks: Math.min(5, Math.floor(room)), range: [panel.low, panel.high], domain: [Math.max(0, top - part), top],
      zeroline: !panel.names, zerolinewidth: 1.5, zerolinecolor: look.ink,
      ...(panel.names ? { ticks: "", tickvals: panel.names.map(([at]) => at), ticktext: panel.names.map(([, name]) => name) } : {}),
    }
    top -= part + gap
  })
  return made
}

// So much of x on each side of its middle that a unit across is as long as one up.
function ofAMap({ x: [left, right], low, high }, part, { width, height, margin }) {
  const half = ((high - low) / 2) * ((width - margin.l - margin.r) / (part * (height - margin.t - margin.b)))
  return [(left + right) / 2 - half, (left + right) / 2 + half]
}

// Whole numbers only: no tick at 2.5 cells.
const whole = (only, [low, high], most) => (only ? { tick0: 0, dtick: Math.max(1, [1, 2, 5, 10, 20, 50, 100].find((step) => (high - low) / step <= most) ?? 200) } : {})
