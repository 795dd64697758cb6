// How is a figure of the lab shown and moved? (figure.py joins the figure_*.js and board_*.js files to this one module.)

const SWEEP_MS = 4000   // playing a chart from end to end
const CELL_MS = 700     // one cell of a board
const CALM_STEPS = 10   // under reduced motion a chart is played in so many steps
const REST_MS = 400
const players = new WeakMap()

export default function ({ parentElement, data, setStateValue }) {
  let player = players.get(parentElement)
  if (!player) {
    player = mountPlayer(parentElement)
    players.set(parentElement, player)
  }
  player.tell = (moved) => setStateValue("moved", moved)
  const text = new TextDecoder().decode(data)
  if (text !== player.text) {
    player.text = text
    open(player, JSON.parse(text))
  }
  const tell = (event) => tellWhereItStands(player, event)
  for (const kind of ["pointerdown", "focusin"]) document.addEventListener(kind, tell, true)
  return () => {
    pause(player)
    player.picture?.leave()
    for (const kind of ["pointerdown", "focusin"]) document.removeEventListener(kind, tell, true)
  }
}

function mountPlayer(parentElement) {
  const player = { at: 0, told: true, timer: null, text: null, picture: null, host: parentElement.host }
  const button = (className, action) => {
    const made = make("button", className, { type: "button" })
    made.onclick = action
    return made
  }
  player.stage = make("div", "stage")
  player.line = make("p", "line")
  player.play = button("play", () => (player.timer ? pause(player) : play(player)))
  player.back = button("step", () => step(player, -1))
  player.forward = button("step", () => step(player, 1))
  player.slider = make("input", "", { type: "range", min: 0, step: 1 })
  player.slider.oninput = () => {
    pause(player)
    go_to(player, Number(player.slider.value))
  }
  player.thumb = make("output", "thumb", { "aria-hidden": "true" })
  player.controls = make("div", "controls", {}, player.play, player.back, player.forward, make("div", "track", {}, player.thumb, player.slider))
  player.png = button("quiet", () => savePicture(player))
  player.csv = button("quiet", () => saveNumbers(player))
  player.link = button("quiet", () => copyLink(player))
  player.said = make("span", "spoken", { role: "status" })
  const files = make("div", "files", {}, player.png, player.csv, player.link, player.said)
  player.box = make("div", "figure-box", {}, player.stage, player.line, player.controls, files)
  parentElement.append(player.box)
  return player
}

function open(player, { figure, labels }) {
  pause(player)
  Object.assign(player, { figure, labels, at: figure.start ?? 0, told: true })
  player.play.textContent = labels.play
  player.back.textContent = "‹"
  player.forward.textContent = "›"
  player.back.setAttribute("aria-label", labels.back)
  player.forward.setAttribute("aria-label", labels.forward)
  player.png.textContent = labels.png
  player.csv.textContent = labels.csv
  player.link.textContent = labels.link
  player.slider.max = figure.frames.length - 1
  player.slider.setAttribute("aria-label", labels.position)
  player.controls.hidden = figure.frames.length < 2
  if (player.picture?.kind !== figure.kind) {
    player.picture?.leave()
    player.stage.replaceChildren()
    player.picture = { chart: mountChart, board: mountStage, pictures: mountPictures }[figure.kind](player)
  }
  player.box.classList.toggle("of-board", figure.kind !== "chart")
  player.picture.open(figure)
  show(player)
}

function show(player) {
  const { figure, at } = player
  const frame = figure.frames[at]
  player.slider.value = at
  player.slider.setAttribute("aria-valuetext", frame.words)
  player.thumb.textContent = frame.label
  const part = at / Math.max(1, figure.frames.length - 1)
  player.thumb.style.left = `calc(8px + ${part} * (100% - 16px))`
  player.thumb.style.transform = `translateX(${-Math.round(part * 100)}%)`
  player.slider.style.setProperty("--part", `${part * 100}%`)
  player.back.disabled = at === 0
  player.forward.disabled = at === figure.frames.length - 1
  player.line.replaceChildren(...spans(frame.line ?? ""))
  player.picture.show(frame)
}

function go_to(player, at) {
  const last = player.figure.frames.length - 1
  player.at = Math.min(Math.max(at, 0), last)
  player.told = false
  show(player)
  clearTimeout(player.rest)
  player.rest = setTimeout(() => remember(player), REST_MS)
}

function step(player, by) {
  pause(player)
  go_to(player, player.at + by)
}

function play(player) {
  const { frames, kind } = player.figure
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
  const stride = calm && kind !== "board" ? Math.ceil(frames.length / CALM_STEPS) : 1
  const pace = kind === "board" ? CELL_MS : Math.max(60, (SWEEP_MS / frames.length) * stride)
  if (player.at === frames.length - 1) go_to(player, 0)
  player.play.textContent = player.labels.pause
  player.timer = setInterval(() => {
    go_to(player, player.at + stride)
    if (player.at === frames.length - 1) pause(player)
  }, calm ? Math.max(pace, 900) : pace)
}

function pause(player) {
  clearInterval(player.timer)
  player.timer = null
  if (player.labels) player.play.textContent = player.labels.play
}

// Moving says nothing to the server. Only when the learner turns to something else, such as a setting, is it told where
// the figure stands, so that the other setting changes this very picture.
function tellWhereItStands(player, event) {
  if (player.told || event.composedPath().includes(player.host)) return
  player.told = true
  const { frames, start = 0 } = player.figure
  player.tell([frames[start].at, frames[player.at].at])
}

// The address bar follows without a round trip, so that what is copied from it is this very picture.
function remember(player) {
  if (player.figure.position) history.replaceState(history.state, "", address(player))
}

function address(player) {
  const url = new URL(location.href)
  if (player.figure.position) url.searchParams.set(player.figure.position, player.figure.frames[player.at].at)
  return url.href
}

// f{3}·g{−1} = r{−3} in the colours of f, g and the result; a negative factor in brackets.
function spans(line) {
  return line.split(/([fgr]\{[^}]*\})/).filter(Boolean).map((part, index, parts) => {
    const [, role, number] = part.match(/^([fgr])\{([^}]*)\}$/) ?? []
    if (!role) return part
    const bare = number.startsWith("−") && /[·+−] ?$/.test(parts[index - 1] ?? "") ? `(${number})` : number
    return make("b", { f: "f", g: "g", r: "result" }[role], {}, bare)
  })
}
