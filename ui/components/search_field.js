// What is a learner looking for, letter by letter? A letter of a syllable that is not finished counts too.

const PAUSE_MS = 150
const mounted = new WeakMap()

export default function ({ parentElement, data, setStateValue }) {
  let search = mounted.get(parentElement)
  if (!search) {
    search = mount(data.typed)
    mounted.set(parentElement, search)
    parentElement.append(search.field)
  }
  search.field.placeholder = data.label
  search.field.setAttribute("aria-label", data.label)
  search.tell = () => {
    clearTimeout(search.timer)
    if (search.told !== search.field.value) setStateValue("query", (search.told = search.field.value))
  }
  return () => clearTimeout(search.timer)
}

function mount(typed) {
  const field = document.createElement("input")
  Object.assign(field, { type: "search", value: typed, autocomplete: "off", spellcheck: false, enterKeyHint: "search" })
  const search = { field, told: typed, timer: null, tell: null }
  field.addEventListener("input", () => {
    clearTimeout(search.timer)
    search.timer = setTimeout(() => search.tell(), PAUSE_MS)
  })
  field.addEventListener("change", () => search.tell())
  return search
}
