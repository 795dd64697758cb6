// How much time is left? Never red, never blinking; at one minute a word joins it.

const LAST_SECONDS = 60
const AGAIN_MS = 3000
const LAST_WORDS_MS = 3000  // the end waits no longer than this for them
const mounted = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  let clock = mounted.get(parentElement)
  if (!clock) {
    clock = mount(parentElement)
    mounted.set(parentElement, clock)
  }
  clearInterval(clock.timer)
  clock.tell = () => setTriggerValue("over", true)
  const begun = moment()
  if (data.seconds > 0) clock.again = 0
  const show = () => {
    const left = data.running ? Math.max(0, data.seconds - passed(begun)) : data.seconds
    const whole = Math.ceil(left)
    clock.time.textContent = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`
    clock.word.textContent = !data.running ? data.words.paused : whole <= LAST_SECONDS ? data.words.last : data.words.left
    if (data.running && left === 0 && performance.now() >= clock.again) end(clock)
  }
  show()
  if (data.running) clock.timer = setInterval(show, 250)
  return () => {
    clearInterval(clock.timer)
    clock.tell = () => {}
    fromTheTop()
  }
}

// The last words first, then the end: whoever hands some in adds a promise to the event, kept when they have arrived.
async function end(clock) {
  clock.again = Infinity
  const words = []
  document.dispatchEvent(new CustomEvent("flipside-hand-in", { detail: words }))
  await Promise.race([Promise.allSettled(words), new Promise((late) => setTimeout(late, LAST_WORDS_MS))])
  clock.again = performance.now() + AGAIN_MS
  clock.tell()
}

// The interview is over: what comes instead is read from its beginning.
const fromTheTop = () => document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0)

// One of these clocks stands still while the machine sleeps, the other one can be set; the record knows better in any
// case, and is only asked too early.
const moment = () => [performance.now(), Date.now()]
const passed = (begun) => Math.max(...moment().map((now, clock) => now - begun[clock])) / 1000

function mount(parentElement) {
  const box = document.createElement("div")
  box.className = "countdown"
  box.setAttribute("role", "timer")
  const time = document.createElement("b")
  const word = document.createElement("span")
  box.append(time, word)
  parentElement.append(box)
  return { time, word, timer: null, again: 0, tell: null }
}
