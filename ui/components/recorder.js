// An answer that is spoken: recorded in the browser, handed in when it is stopped, and nowhere else. (recorder.py puts
// holding.js before this.)

const BITS = 24000  // a second: speech is clear, and three minutes are about half a megabyte
const AGAIN_MS = 3000  // what was handed in and did not arrive is handed in again
const WAIT_MS = 6000  // a press waits no longer than this for a recording to arrive
const mounted = new WeakMap()
// reconnect.js says so: the server does not know this page yet.
const isUnserved = () => document.documentElement.hasAttribute("data-unserved")

export default function ({ parentElement, data, setTriggerValue }) {
  let box = mounted.get(parentElement)
  if (!box) {
    box = mount(parentElement)
    mounted.set(parentElement, box)
  }
  if (box.data && data.heard !== box.data.heard) arrived(box)
  box.data = data
  box.deadline = performance.now() + 1000 * data.left
  box.send = (sound) => setTriggerValue("sound", sound)
  show(box)
  return () => gone(box)
}

function mount(parentElement) {
  const element = document.createElement("div")
  element.className = "recorder"
  const button = document.createElement("button")
  button.type = "button"
  const [dot, label, time, told] = ["i", "span", "b", "p"].map((tag) => document.createElement(tag))
  told.setAttribute("role", "status")
  button.append(dot, label, time)
  element.append(button, told)
  parentElement.append(element)
  const listening = new AbortController()
  const box = { button, label, time, told, listening, state: "idle", chunks: [], waiting: null }
  button.onclick = () => (box.state === "recording" ? stop(box) : box.state === "idle" && start(box))
  const { signal } = listening
  document.addEventListener("click", (event) => hold(box, event), { signal, capture: true })
  document.addEventListener("flipside-hand-in", ({ detail }) => stopLast(box, detail), { signal })
  window.addEventListener("beforeunload", (event) => box.state !== "idle" && event.preventDefault(), { signal })
  return box
}

function show(box) {
  const { words } = box.data
  const on = box.state === "recording"
  box.button.classList.toggle("on", on)
  box.label.textContent = on ? words.stop : words.record
  box.told.textContent = box.state === "sending" ? words.sending : words[box.trouble] ?? words.hint
  const seconds = on ? Math.floor((performance.now() - box.began) / 1000) : 0
  box.time.textContent = on ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : ""
  if (on && performance.now() >= Math.min(box.began + 1000 * box.data.longest, box.deadline)) stop(box)
}

async function start(box) {
  box.state = "asking"
  box.trouble = null
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } })
    if (box.listening.signal.aborted) return release(stream)  // the question went while leave was asked for
    box.recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS })
  } catch (error) {
    box.state = "idle"
    box.trouble = ["NotAllowedError", "SecurityError"].includes(error.name) ? "refused" : "none"
    return show(box)
  }
  box.chunks = []
  box.recorder.ondataavailable = ({ data }) => box.chunks.push(data)
  box.recorder.onstop = () => deliver(box)
  box.recorder.start()
  box.state = "recording"
  box.began = performance.now()
  box.timer = setInterval(() => show(box), 250)
  show(box)
}

function stop(box) {
  if (box.state !== "recording") return
  clearInterval(box.timer)
  box.state = "sending"
  box.recorder.stop()
  show(box)
}

// The time is up: the end waits until the recording has arrived.
function stopLast(box, waits) {
  stop(box)
  if (box.state === "sending") waits.push(new Promise((arrived) => (box.isIn = arrived)))
}

function deliver(box) {
  release(box.recorder.stream)
  const reader = new FileReader()
  reader.onload = () => {
    box.sound = reader.result.slice(reader.result.indexOf(",") + 1)
    if (box.isGone) tellCutOff(box)
    else handIn(box)
  }
  reader.readAsDataURL(new Blob(box.chunks, { type: box.recorder.mimeType }))
}

function handIn(box) {
  if (!isUnserved()) box.send(box.sound)
  box.again = setTimeout(() => box.state === "sending" && handIn(box), AGAIN_MS)
}

function arrived(box) {
  clearTimeout(box.again)
  box.isIn?.()
  box.sound = null
  if (box.state === "sending") box.state = "idle"
  const pressed = box.waiting
  box.waiting = null
  if (pressed) setTimeout(pressed.press)
}

// A press of another button would take the page away from under the recording: it waits until that has arrived.
function hold(box, event) {
  const button = event.target.closest?.("[data-testid=stMain] button, [data-testid=stMain] [role=menuitem]")
  if (!button || !["recording", "sending"].includes(box.state)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  const waiting = (box.waiting = held(button))
  stop(box)
  setTimeout(() => box.waiting === waiting && arrived(box), WAIT_MS)
}

// Another tab may answer the question while it is spoken: cut_off.js hands in what was recorded so far.
function tellCutOff({ data, sound }) {
  document.dispatchEvent(new CustomEvent("flipside-cut-off", { detail: { place: data.place, sound } }))
}

function gone(box) {
  box.isGone = true
  box.listening.abort()
  clearTimeout(box.again)
  stop(box)
}

const release = (stream) => stream.getTracks().forEach((track) => track.stop())
