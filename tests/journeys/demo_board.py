"""What do the components look like and hand back? One case of this demo a journey: `?case=slip`."""

import streamlit as st

from ui.components.attempt import attempt
from ui.components.board import board
from ui.components.copy_button import copy_button

LABELS = {
    "rows": "Rows",
    "columns": "Columns",
    "cell": "row {row}, column {column}",
    "right": "right",
    "wrong": "wrong",
    "padding": "padding",
}
IMAGE = {"letter": "f", "role": "f", "name": "image", "padding": 0}
IMAGE |= {"cells": [list("1201"), list("3110"), list("0221"), list("1013")]}
KERNEL = {"letter": "g", "role": "g", "name": "kernel", "cells": [["1", "−1"], ["0", "2"]], "padding": 0}
STAR = {"operator": "⋆", "spoken": "cross-correlated with"}
EQUALS = {"operator": "=", "spoken": "equals"}
PARTS = [IMAGE, STAR, KERNEL, EQUALS]
ANSWER = {"name": "your answer", "rows": 3, "columns": 3, "mode": "edit", "values": None}

st.session_state.runs = st.session_state.get("runs", 0) + 1
case = st.query_params.get("case", "fresh")


def form(answer: dict, parts: list[dict] = PARTS) -> None:
    """A board in a form, as on the practice page."""
    with st.form("answer", border=False):
        st.markdown("What comes out?")
        state = board({"parts": parts, "answer": answer, "labels": LABELS}, key="board")
        attempt("attempt", focus=".st-key-board", nonce=f"runs {st.session_state.runs}")
        st.form_submit_button("Check", type="primary", key="check")
    st.text(f"cells {state.cells}")
    st.text(f"id {(st.session_state.get('attempt') or {}).get('id')}")


if case == "fresh":
    form({**ANSWER, "autofocus": True})
elif case == "retry":
    form({**ANSWER, "values": [["1", "4", "-1"], ["8", "l2", "1"], ["", "", ""]], "unread": [1, 1]})
elif case == "resize":
    form({**ANSWER, "rows": 1, "columns": 1, "resizable": True})
elif case == "wide":
    row = {**IMAGE, "cells": [[str(number) for number in range(16)]]}
    form({**ANSWER, "rows": 12, "columns": 12}, [row, EQUALS])
elif case == "slip":
    chosen = st.session_state.get("board", {}).get("chosen") or [0, 0]
    row, column = chosen
    window = [[row, column, "×1"], [row, column + 1, "×−1"], [row + 1, column, "×0"], [row + 1, column + 1, "×2"]]
    answer = {**ANSWER, "mode": "marked", "values": [["0", "4", "−1"], ["8", "2", "1"], ["−1", "5", "6"]]}
    answer |= {"marks": [[False, True, True], [False] * 3, [False] * 3], "chosen": chosen}
    state = board({"parts": PARTS, "answer": answer, "window": window, "labels": LABELS}, key="board")
    st.text(f"chosen {state.chosen}")
elif case == "lab":
    padded = {**IMAGE, "name": "image, padded", "cells": [list("201"), list("130"), list("012")], "padding": 1}
    kernel = {**KERNEL, "cells": [["1", "0", "−1"], ["2", "0", "−2"], ["1", "0", "−1"]]}
    result = {"letter": "", "role": "result", "name": "result", "cells": [["−3", "3"], ["−2.5", "11/16"]]}
    step = st.segmented_control("Cell", [0, 1], default=0)
    factors = ["×1", "×0", "×−1", "×2", "×0", "×−2", "×1", "×0", "×−1"]
    window = [[cell // 3 - 1, cell % 3 - 1 + 2 * (step or 0), factor] for cell, factor in enumerate(factors)]
    parts = [padded, {**STAR, "operator": "∗", "spoken": "convolved with"}, kernel, EQUALS, result]
    board({"parts": parts, "answer": None, "window": window, "result_cell": [0, step], "labels": LABELS}, key="board")
elif case == "markup":
    markup = "<img src=x onerror=alert(1)>"
    form({**ANSWER, "name": markup, "values": [[markup]]}, [{**IMAGE, "name": markup, "cells": [[markup]]}, EQUALS])
elif case == "copy":
    with st.container(horizontal=True):
        st.button("Type it as text", type="tertiary")
        copy_button("Copy link", "http://localhost/practice?seed=7", "Link copied", key="copy")
        st.button("Try your own numbers", type="tertiary")

st.text(f"runs {st.session_state.runs}")
