"""How is an experiment of the lab shown: its question, its figure, its settings, and where to go from it?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from engine import catalog
from engine.answers import Grid
from engine.cards import cards
from engine.givens import BadGivens
from engine.lab.catalog import experiments, unseen_answer
from engine.lab.experiment import Experiment, Prediction
from engine.lab.experiments.filters import Filters
from engine.lab.figure import as_json, ready
from engine.lab.settings import Cells, Setting, Table, settings_of, write
from engine.text import Text, typeset
from ui.board_data import board_labels
from ui.components.board import board
from ui.components.figure import figure, moved_to
from ui.lab_upload import on_own_picture, show_upload
from ui.links import card_link, page_href
from ui.session import address, lang, markdown_escape, render, say, set_address
from ui.work import show_notes

GUESSED = "lab-guessed"  # by slug: the experiment as it was asked about, what is told about the guess
FAULT = "lab-fault"  # setting that could not be taken, why, and the address at which that was
FEW = 5
ROLES = {"kernel": "g", "h": "result"}  # of the grids that are typed; the others are f


def show_list(notes: list[Text]) -> None:
    """Every experiment as a link with a line of what can be tried in it."""
    st.title(say("Lab"), anchor=False)
    show_notes(notes)
    with st.container(key="cards"):
        st.markdown("\n".join(map(_line, experiments().values())))


def show_experiment(kind: type[Experiment]) -> None:
    """The page of one experiment."""
    title = render(kind.title)
    st.set_page_config(page_title=f"{title} · Flipside")
    st.title(title, anchor=False)
    _work(kind)
    st.markdown("\n\n".join(_onward(kind)), anchors=False)


@st.fragment
def _work(kind: type[Experiment]) -> None:
    """Question, figure and settings, without drawing the page anew."""
    experiment, notes = kind.parse(address())
    unseen = unseen_answer(experiment, lang())
    notes += [unseen] if unseen else []
    if isinstance(experiment, Filters):
        experiment = on_own_picture(experiment)
    show_notes(notes)
    if not _predicted(experiment):
        return
    figure(_data(experiment), _figure_key(kind))
    with st.container(key="lab-words"):
        formulas = " &emsp; ".join(rf"$\displaystyle {tex}$" for tex in experiment.formula())
        st.markdown(f"{formulas}\n\n{' '.join(map(render, experiment.look()))}")
    _settings(experiment)
    if isinstance(experiment, Filters):
        show_upload(experiment)


def _predicted(experiment: Experiment) -> bool:
    """Ask before the figure shows; whether it may. A learner's own answer is a prediction already."""
    guessed: dict[str, tuple[Experiment, tuple[Text, ...]]] = st.session_state.setdefault(GUESSED, {})
    if experiment.slug in guessed:
        about, told = guessed[experiment.slug]
        if told and about == experiment:
            st.markdown(" ".join(map(render, told)))
        return True
    asked = None if "yours" in experiment.params() else experiment.prediction()
    if asked:
        _ask(experiment, asked)
    return asked is None


def _ask(experiment: Experiment, asked: Prediction) -> None:
    with st.container(key="prompt"):
        st.markdown(render(asked.question))
    labels, key = dict(enumerate(map(render, asked.choices))), f"lab-guess-{experiment.slug}"

    def guess() -> None:
        choice = st.session_state.get(key)
        told: tuple[Text, ...] = ()
        if choice is not None:
            right = choice == asked.right
            told = Text("Right.") if right else Text("You said {choice}.", choice=asked.choices[choice]), asked.because
        st.session_state[GUESSED][experiment.slug] = experiment, told

    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.segmented_control(
            render(asked.question),
            list(labels),
            format_func=labels.__getitem__,
            key=key,
            label_visibility="collapsed",
            on_change=guess,
        )
        st.button(say("Show it without a guess"), type="tertiary", key="lab-skip", on_click=guess)


def _data(experiment: Experiment) -> bytes:
    """The figure and the words of its controls as JSON; the figure is ready, so this joins bytes."""
    labels = json.dumps(_labels(experiment), ensure_ascii=False).encode()
    drawn = as_json if isinstance(experiment, Filters) and experiment.own else ready  # nothing keeps an upload
    return b'{"labels":%b,"figure":%b}' % (labels, drawn(experiment, lang()))


def _labels(experiment: Experiment) -> dict[str, str]:
    return {
        "play": say("Play"),
        "pause": say("Pause"),
        "back": say("One step back"),
        "forward": say("One step forward"),
        "position": say("Position"),
        "png": say("Save as a picture"),
        "csv": say("Save its numbers"),
        "link": say("Copy link"),
        "copied": say("Link copied"),
        "uncopied": say("Copy it from the address bar"),
        "trouble": say("The chart could not be loaded; reload the page to try again."),
        "equals": say("equals"),
        "plus": say("plus"),
        "sum": say("added up"),
        "file": experiment.slug,
        **board_labels(),
    }


def _settings(experiment: Experiment) -> None:
    """The settings that the picture needs stand open, the others are folded."""
    kind, idle = type(experiment), experiment.idle()
    offered = [setting for name, setting in settings_of(kind).items() if name in kind.labels and name not in idle]
    beside = [setting for setting in offered if setting.name in kind.beside]
    with st.container(key="lab-beside"):
        _fields(experiment, beside)
    grids = [setting for setting in offered if isinstance(setting.longest, Cells)]
    folded = [setting for setting in offered if setting not in (*beside, *grids)]
    if grids:
        with st.expander(say("Your own numbers")):
            _grids(experiment, grids)
    if folded:
        with st.expander(say("More settings")):
            _fields(experiment, folded)


def _grids(experiment: Experiment, grids: list[Setting]) -> None:
    """Grids are typed, pasted or drawn cell by cell, and used together; an empty cell is 0."""
    kind = type(experiment)
    keys = {setting.name: f"lab-{kind.slug}-{setting.name}" for setting in grids}

    def use() -> None:
        typed = {}
        for name, key in keys.items():
            rows = (st.session_state.get(key) or {}).get("cells")
            if rows:
                typed[name] = " / ".join(" ".join(cell.replace(" ", "") or "0" for cell in row) for row in rows)
        _take(kind, next(iter(keys)), typed)

    with st.form(f"lab-{kind.slug}-grids", border=False):
        for setting, column in zip(grids, st.columns(len(grids)), strict=True):
            with column:
                role = ROLES.get(setting.name, "f")
                board(_editor(experiment, setting, role), key=keys[setting.name])
        st.form_submit_button(say("Use these numbers"), on_click=use)
    _show_fault(keys)


def _editor(experiment: Experiment, setting: Setting, role: str) -> dict[str, Any]:
    values = [[typeset(number) for number in row] for row in Grid().read(getattr(experiment, setting.name))]
    is_table = isinstance(setting.longest, Table)
    grid = {
        "name": render(experiment.label(setting.name)),
        "letter": "" if is_table else role,
        "role": role,
        "rows": len(values),
        "columns": len(values[0]),
        "values": values,
        "mode": "edit",
        "resizable": True,
        "paint": not is_table,
    }
    return {"parts": [], "answer": grid, "labels": board_labels()}


def _fields(experiment: Experiment, offered: Iterable[Setting]) -> None:
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        for setting in offered:
            _field(experiment, setting)
    _show_fault([setting.name for setting in offered])


def _show_fault(names: Iterable[str]) -> None:
    """Why what was typed under one of these names was not taken."""
    name, fault = _fault()
    if fault and name in names:
        st.markdown(f":material/error: {fault.render(lang(), markdown_escape)}")


def _fault() -> tuple[str, Text | None]:
    """The setting that could not be taken, and why; another address has left that behind."""
    name, fault, where = st.session_state.get(FAULT) or ("", None, {})
    return (name, fault) if where == address() else ("", None)


def _field(experiment: Experiment, setting: Setting) -> None:
    key, value = f"lab-{experiment.slug}-{setting.name}", getattr(experiment, setting.name)
    if not (_fault()[0] == setting.name and setting.longest):  # what was typed stays, to be mended
        st.session_state[key] = value
    label, change = render(experiment.label(setting.name)), _change(type(experiment), setting.name, key)
    if setting.kind == "bool":
        st.toggle(label, key=key, on_change=change, width="stretch")
    elif setting.limits and setting.kind == "int" and setting.limits.high - setting.limits.low < FEW:
        st.segmented_control(
            label,
            range(int(setting.limits.low), int(setting.limits.high) + 1),
            key=key,
            required=True,
            on_change=change,
            width="content",
        )
    elif setting.choices:
        names = {choice: _choice_name(experiment, choice) for choice in setting.choices}
        name_of = names.__getitem__
        if len(names) <= FEW:
            st.pills(label, list(names), format_func=name_of, key=key, required=True, on_change=change, wrap=True)
        else:
            st.selectbox(label, list(names), format_func=name_of, key=key, on_change=change, width=200)
    elif setting.longest:
        st.text_input(label, key=key, max_chars=setting.longest.characters, on_change=change, width="stretch")
    elif setting.limits:
        # Without its limits: a field of Streamlit's that knows them turns red, says nothing, and empty is the lowest.
        of, shape = (int, None) if setting.kind == "int" else (float, "%0.4g")
        step = of(setting.limits.step)
        st.number_input(label, step=step, key=key, on_change=change, width=160, format=shape)


def _choice_name(experiment: Experiment, choice: str) -> str:
    named = experiment.choices.get(choice)
    return render(named) if named else choice


def _change(kind: type[Experiment], name: str, key: str) -> Callable[[], None]:
    """What a field does when it was changed: the address follows, or a sentence says why not."""

    def change() -> None:
        typed = st.session_state[key]
        _take(kind, name, {name: "" if typed is None else write(typed)})

    return change


def _take(kind: type[Experiment], name: str, typed: dict[str, str]) -> None:
    """Put what was typed into the address, for the very picture that the learner has moved to."""
    experiment, _ = kind.parse(address())
    position = experiment.position()
    at = moved_to(_figure_key(kind), write(getattr(experiment, position)))
    if at is not None and position not in typed:
        experiment, _ = kind.parse(experiment.params() | {position: at})
    try:
        changed = experiment.with_settings(typed)
    except BadGivens as fault:
        st.session_state[FAULT] = name, fault.text, address()
        return
    st.session_state[FAULT] = None
    set_address(changed.params())


def _figure_key(kind: type[Experiment]) -> str:
    return f"figure-{kind.slug}"


def _onward(kind: type[Experiment]) -> Iterable[str]:
    yield f"## {say('Try this')}"
    presets = (kind(**preset.settings).params() for preset in kind.presets())
    yield "\n".join(
        f"- [{render(preset.name)}]({page_href('lab', params)})"
        for preset, params in zip(kind.presets(), presets, strict=True)
    )
    yield f"## {say('Around this experiment')}"
    titles = ((slug, render(catalog.kinds()[slug].title)) for slug in kind.kinds)
    practice = ", ".join(f"[{title}]({page_href('practice', {'kind': slug})})" for slug, title in titles)
    read = ", ".join(card_link(cards()[card]) for card in kind.cards)
    around = {say("Read"): read, say("Practise"): practice}
    yield "\n".join(f"- {name}: {found}" for name, found in around.items() if found)
    yield f":small[[{say('All experiments')}]({page_href('lab', {})})]"


def _line(experiment: type[Experiment]) -> str:
    link = page_href("lab", {"exp": experiment.slug})
    return f"- [{render(experiment.title)}]({link})  \n  {render(experiment.about)}"
