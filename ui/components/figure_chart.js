// How does a chart's data become a picture by Plotly, in the colours of the page?

const MARGIN = { l: 46, r: 10, t: 10, b: 44 }
const [TALL, TALL_ON_A_PHONE, PHONE] = [460, 420, 480]
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
    chart.setAttribute("aria-label", figure.alt)
    plot.style.height = `${height(plot)}px`
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
    if (picture.drawn === picture.figure) moveChart(picture)
  }
  return picture
}

const height = (plot) => (plot.clientWidth <= PHONE ? TALL_ON_A_PHONE : TALL)

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
  }
}

function trace(mark, look, figure) {
  const colour = look[mark.role]
  const axis = mark.panel ? `y${mark.panel + 1}` : "y"
  const common = { type: "scatter", x: mark.x, y: mark.y, yaxis: axis, hoverinfo: "skip", cliponaxis: false }
  const made = TRACES[mark.kind](mark, colour, look, figure)
  return { ...common, ...made }
}

const TRACES = {
  line: (mark, color) => ({
    mode: "lines",
    cliponaxis: true,
    line: { color, width: mark.thin ? WIDTHS.thin : WIDTHS[mark.role] ?? WIDTHS.line, dash: mark.dashed ? "7px,4px" : "solid" },
  }),
  area: (_, color) => ({
    mode: "lines",
    cliponaxis: true,
    fill: "toself",
    line: { color: "rgba(0,0,0,0)", width: 0 },
    fillpattern: { shape: "/", size: 7, solidity: 0.28, fgcolor: color, bgcolor: "rgba(0,0,0,0)" },
  }),
  dots: (mark, color, look, figure) => ({
    mode: mark.text ? "markers+text" : "markers",
    marker: { color, size: mark.thin ? 7 : 13 },
    text: mark.text?.map((text) => `  ${text}  `),
    textposition: mark.x[0] > figure.x[0] + 0.8 * (figure.x[1] - figure.x[0]) ? "middle left" : "middle right",
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
  squares: (mark, color, look) => ({
    mode: "markers",
    marker: { color: mark.filled ? color : look.paper, size: mark.thin ? 9 : 14, symbol: "square", line: { color, width: 1.5 } },
  }),
  label: (mark, color, look) => ({
    mode: "text",
    text: mark.text.map((text) => (mark.anchor ? ` <b>${text}</b> ` : `<b>${text}</b>`)),
    textposition: { start: "middle right", end: "middle left" }[mark.anchor] ?? "middle center",
    textfont: { color, size: 16, family: look.font },
  }),
}

function layout(figure, look, plot) {
  const font = { family: look.font, size: 14, color: look.ink }
  const axis = {
    fixedrange: true, showgrid: false, zeroline: false, showline: false, automargin: false,
    ticks: "outside", ticklen: 4, tickwidth: 1, tickcolor: look.ink, tickfont: font,
  }
  const made = {
    width: plot.clientWidth, height: height(plot), margin: MARGIN, font, showlegend: false, hovermode: false, dragmode: false,
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    xaxis: { ...axis, ...whole(figure.whole), range: figure.x, anchor: figure.panels.length > 1 ? `y${figure.panels.length}` : "y", title: { text: figure.x_title, font, standoff: 6 } },
  }
  const total = figure.panels.reduce((sum, panel) => sum + (panel.share ?? 1), 0)
  const gap = figure.panels.length > 1 ? 0.12 : 0
  let top = 1
  figure.panels.forEach((panel, index) => {
    const part = ((panel.share ?? 1) / total) * (1 - gap * (figure.panels.length - 1))
    made[index ? `yaxis${index + 1}` : "yaxis"] = {
      ...axis, ...whole(panel.whole), nticks: 5, range: [panel.low, panel.high], domain: [Math.max(0, top - part), top],
      zeroline: panel.ticks !== false, zerolinewidth: 1.5, zerolinecolor: look.ink,
      ...(panel.ticks === false ? { ticks: "", showticklabels: false } : {}),
    }
    top -= part + gap
  })
  return made
}

// Whole numbers only: no tick at 2.5 of an output's cells.
const whole = (only) => (only ? { tickformat: ",d", minallowed: undefined, tick0: 0, dtick: undefined } : {})
