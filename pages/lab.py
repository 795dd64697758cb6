"""The lab: pick an experiment, say what you expect, and see it move."""

from engine.lab.catalog import experiments
from engine.lab.experiment import no_such_experiment
from ui.lab import show_experiment, show_list
from ui.session import address

asked = address().get("exp")
if asked in experiments():
    show_experiment(experiments()[asked])
else:
    show_list([no_such_experiment(asked)] if asked else [])
