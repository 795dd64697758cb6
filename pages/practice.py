"""Practise: choose a kind, answer a problem with fresh numbers, understand what went wrong."""

from engine.links import parse_problem
from ui.choose import choose
from ui.desk import desk_for, last_params
from ui.multiple_choice import wants_choices
from ui.need import next_problem, show_why
from ui.own_numbers import own_numbers
from ui.practice_buttons import afterwards, tools
from ui.session import address, set_address
from ui.work import show_notes, show_prompt, work_on

params = address()
params_here = params if params else last_params()
link, notes = parse_problem(params_here)
if link.mix and "kind" not in params_here:
    link = next_problem(link)
if link.params().items() - params.items():
    set_address(link.params())

desk = desk_for(link, params.get("attempt"), choosing=wants_choices())
choose(desk)
show_notes(notes + desk.notes)
show_why(link)
show_prompt(desk)
own_numbers(desk)
work_on(desk, tools, afterwards)
