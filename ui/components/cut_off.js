// A recorder that goes while it records says what it has, and nobody but this is there to hand it in. Draws nothing.
// (cut_off.py puts no_room.js before this.)

const mounted = new WeakMap()

export default function ({ parentElement, setTriggerValue }) {
  let box = mounted.get(parentElement)
  if (!box) {
    takeNoRoom(parentElement)
    box = { listening: new AbortController() }
    mounted.set(parentElement, box)
    document.addEventListener("flipside-cut-off", ({ detail }) => box.send(detail), { signal: box.listening.signal })
  }
  box.send = (spoken) => setTriggerValue("sound", spoken)
  return () => box.listening.abort()
}
