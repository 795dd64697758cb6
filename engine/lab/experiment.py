"""What is an experiment of the lab, and what does every one of them promise?

A subclass of `Experiment` is an experiment, an instance is the experiment with its settings: the frozen fields,
each with a default and its limits (`engine.lab.settings`). All it shows is a pure method of those fields.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from engine.givens import BadGivens
from engine.lab.figure import Figure
from engine.lab.settings import nearest, params_of, read, settings_of
from engine.text import Quoted, Text


@dataclass(frozen=True)
class Preset:
    """Settings that make a point; `cards` are the cards that teach it."""

    name: Text
    settings: Mapping[str, Any] = field(default_factory=dict)
    cards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prediction:
    """What is asked before the figure shows: the choices, which of them is right, and why."""

    question: Text
    choices: tuple[Text, ...]
    right: int
    because: Text


class Experiment(ABC):
    """One experiment with its settings; subclasses are frozen dataclasses."""

    slug: ClassVar[str]
    order: ClassVar[int]  # its place in the list of experiments
    title: ClassVar[Text]
    about: ClassVar[Text]  # what can be tried, in a sentence
    labels: ClassVar[Mapping[str, Text]]  # what each setting is called on the screen
    choices: ClassVar[Mapping[str, Text]] = {}  # what each value of a choice is called, where not by itself
    beside: ClassVar[tuple[str, ...]]  # the settings that stand beside the picture; the others are folded
    cards: ClassVar[tuple[str, ...]]
    kinds: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls) -> None:
        cls.slug = cls.__module__.rpartition(".")[2].replace("_", "-")

    @classmethod
    @abstractmethod
    def presets(cls) -> tuple[Preset, ...]:
        """Settings that make a point; the first is the default."""

    @classmethod
    def parse(cls, params: Mapping[str, str]) -> tuple[Self, list[Text]]:
        """The experiment that an address means, and a sentence for each setting that had to be replaced. Total."""
        values, notes = {}, []
        for name, setting in settings_of(cls).items():
            if name in params:
                try:
                    values[name] = read(setting, params[name])
                except BadGivens as fault:
                    values[name] = nearest(setting, params[name])
                    notes.append(replaced(fault.text))
        while True:
            experiment = cls(**values)
            try:
                experiment.check()
                return experiment, notes
            except BadGivens as fault:
                notes.append(replaced(fault.text))
                values = (
                    {name: value for name, value in values.items() if name != fault.field}
                    if fault.field in values
                    else {}
                )

    def with_settings(self, typed: Mapping[str, str]) -> Self:
        """The experiment with some settings as they were typed. Raises BadGivens with a sentence."""
        settings = settings_of(type(self))
        values = {name: getattr(self, name) for name in settings}
        experiment = type(self)(**values | {name: read(settings[name], text) for name, text in typed.items()})
        experiment.check()
        return experiment

    def params(self) -> dict[str, str]:
        """The address's parameters; `parse` reads them back."""
        return {"exp": self.slug, **params_of(self)}

    def check(self) -> None:  # noqa: B027  (some experiments have no rule across settings)
        """Raise BadGivens, with the setting to change, when the settings are no picture together."""

    @abstractmethod
    def position(self) -> str:
        """The setting that playing moves."""

    def label(self, name: str) -> Text:
        """What a setting is called, as the others stand."""
        return self.labels[name]

    def idle(self) -> frozenset[str]:
        """The settings that change nothing as the others stand; they are not offered."""
        return frozenset()

    @abstractmethod
    def prediction(self) -> Prediction | None:
        """What to ask before the figure shows, with these settings; nothing where they have no such question."""

    @abstractmethod
    def formula(self) -> tuple[str, ...]:
        """The formula with the current numbers, as one or more pieces of TeX that stand beside each other."""

    @abstractmethod
    def look(self) -> tuple[Text, ...]:
        """What to look at with these settings, in two or three sentences."""

    @abstractmethod
    def figure(self) -> Figure:
        """What is drawn; its numbers come from engine.numeric."""


def replaced(fault: Text) -> Text:
    """The sentence of a setting that had to be replaced."""
    return Text("{fault} Another value was taken.", fault=fault)


def no_such_experiment(slug: str) -> Text:
    return Text("There is no experiment “{name}”; here are those there are.", name=Quoted(slug))
