// How does a text get onto the clipboard, or at least under the learner's own copy key?

const DONE_MS = 2000
const mounted = new WeakMap()

export default function ({ parentElement, data }) {
  let copy = mounted.get(parentElement)
  if (!copy) {
    copy = mount(parentElement)
    mounted.set(parentElement, copy)
  }
  const changed = copy.text !== data.text
  copy.text = data.text
  copy.field.value = data.text
  copy.field.setAttribute("aria-label", data.label)
  if (changed) show(copy, data.label)
  else if (!copy.timer) copy.button.textContent = data.label
  copy.button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.text)
      copy.button.textContent = data.done
      clearTimeout(copy.timer)
      copy.timer = setTimeout(() => show(copy, data.label), DONE_MS)
    } catch {
      copy.button.hidden = true
      copy.field.hidden = false
      copy.field.focus()
      copy.field.select()
    }
  }
  return () => clearTimeout(copy.timer)
}

function mount(parentElement) {
  const button = document.createElement("button")
  button.type = "button"
  button.setAttribute("aria-live", "polite")
  const field = document.createElement("input")
  field.readOnly = true
  field.onfocus = () => field.select()
  const box = document.createElement("div")
  box.className = "copy"
  box.append(button, field)
  parentElement.append(box)
  return { button, field, text: null, timer: null }
}

function show(copy, label) {
  clearTimeout(copy.timer)
  copy.timer = null
  copy.button.textContent = label
  copy.button.hidden = false
  copy.field.hidden = true
}
