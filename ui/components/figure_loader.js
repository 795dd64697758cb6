// The script of the figures, from the server. A module that did not load is not asked for again under the same address.
const load = (again) => import(new URL(`figure.js?version=VERSION${again}`, document.baseURI).href)
const { default: figure } = await load("").catch(() => load("&again"))
export default figure
