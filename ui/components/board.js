// How does the board reach the page? (board.py joins the board_*.js files to this one module.)

const boards = new WeakMap()

export default function ({ parentElement, data, setStateValue }) {
  let board = boards.get(parentElement)
  if (!board) {
    board = mountBoard(parentElement)
    board.listening = new AbortController()
    const heard = ({ detail }) => follow(board, detail)
    document.addEventListener("flipside-resized", heard, { signal: board.listening.signal })
    boards.set(parentElement, board)
  }
  board.emit = setStateValue
  board.data = data
  draw(board)
  return () => {
    board.watch.disconnect()
    board.listening.abort()
  }
}
