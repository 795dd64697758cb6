"""Where does a network pay: the weights, multiply-accumulates and outputs of its layers, one column a layer?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.lab.bars import MEBIBYTE, box, brief, brief_bytes, outline, paid_line, percent, tex
from engine.lab.experiment import Prediction
from engine.lab.figure import Chart, Frame, Mark, Panel
from engine.lab.layer_costs import Network, Work, macs, memory, network, product, weights
from engine.lab.settings import shown
from engine.text import Text


@dataclass(frozen=True)
class NetworkCosts:
    """The layers of a network, called `name` on the screen."""

    of: Network
    name: Text

    @cached_property
    def layers(self) -> tuple[Work, ...]:
        return network(self.of)

    def prediction(self) -> Prediction:
        layers = self.layers
        most = max(layers, key=lambda layer: layer.weights)
        busy = max(layers, key=lambda layer: layer.macs)
        named = [layer for layer in layers if layer in (layers[0], busy, most, layers[-1])]
        total = weights(layers)
        because = Text(
            "{layer} has {n} of {total} weights: {percent}%.",
            layer=most.name,
            n=f"{most.weights:,}",
            total=f"{total:,}",
            percent=shown(percent(most.weights, total)),
        )
        choices = tuple(Text("{layer}", layer=layer.name) for layer in named)
        question = Text("Which layer of {network} has the most weights?", network=self.name)
        return Prediction(question, choices, named.index(most), because)

    def formula(self) -> tuple[str, ...]:
        each = r"W = K^2\, \tfrac{C_\text{in}}{G}\, C_\text{out},\quad M = W \cdot N^2"
        return each, rf"\sum W = {tex(weights(self.layers))}", rf"\sum M = {tex(macs(self.layers))}"

    def look(self) -> tuple[Text, ...]:
        if self.of == "alexnet-note":
            right = network("alexnet")[5].weights
            return (
                Text("fc6 has 177,209,344 weights only if 13×13 is flattened, before the last pooling."),
                Text("The layer stands behind it, on 6×6: :green[{n}] weights.", n=f"{right:,}"),
            )
        dense = tuple(layer for layer in self.layers if not layer.kernel)
        worked = Text(
            "The dense layers hold {weights}% of the weights and do {macs}% of the work.",
            weights=shown(float(f"{percent(weights(dense), weights(self.layers)):.2g}")),
            macs=shown(float(f"{percent(macs(dense), macs(self.layers)):.2g}")),
        )
        return worked, Text("Maps are largest at the start: there the outputs fill the memory.")

    def figure(self, at: int) -> Chart:
        """With layer `at` in ink: three panels with a column for each layer of the network."""
        layers, start = self.layers, min(at, len(self.layers)) - 1
        measures = _measures(layers)
        total = f"{sum(measures[0][0]):,}", f"{sum(measures[1][0]):,}", brief_bytes(memory(layers))
        titles = (
            Text("weights: {total} in all", total=total[0]),
            Text("MACs: {total} in all", total=total[1]),
            Text("outputs: {total} in all", total=total[2]),
        )
        names = Text("weights"), Text("MACs"), Text("outputs in MiB")
        ends = 0.4, len(layers) + 0.6
        marks, panels = [], []
        for at, ((values, _), title, name) in enumerate(zip(measures, titles, names, strict=True)):
            top = max(values)
            drawn = outline([box(n - 0.36, n + 0.36, 0, value) for n, value in enumerate(values, 1)])
            places, unsaid = range(1, len(values) + 1), [""] * len(values)
            panels.append(Panel(0, 1.4 * top))
            marks += [
                Mark("area", "quiet", drawn["x"], drawn["y"], panel=at, filled=True),
                Mark("area", "ink", [], [], key=f"now{at}", panel=at, filled=True),
                Mark("label", "ink", places, values, name, panel=at, text=unsaid),  # for the table of numbers
                Mark("label", "ink", [ends[0]], [1.27 * top], panel=at, anchor="start", text=[title]),
                Mark("label", "ink", [ends[1]], [1.27 * top], key=f"value{at}", panel=at, anchor="end"),
            ]
        if self.of == "alexnet-note":
            marks += self._as_it_is()
        most = max(layers, key=lambda layer: layer.weights)
        alt = Text(
            "{network}: {n} layers with {total} weights; {layer} has the most, {most}.",
            network=self.name,
            n=len(layers),
            total=total[0],
            layer=most.name,
            most=f"{most.weights:,}",
        )
        frames = tuple(self._column(n, layer, measures) for n, layer in enumerate(layers, 1))
        return Chart(alt, ends, Text("layer"), tuple(panels), tuple(marks), frames, start, whole=True)

    def _as_it_is(self) -> list[Mark]:
        """Where fc6 really ends: 9216 inputs, not 43264."""
        right = network("alexnet")[5].weights
        said = Text("as it is: {n}", n=brief(right))
        return [
            Mark("line", "result", [5.5, 6.5], [right, right]),
            Mark("label", "result", [5.5], [right], anchor="end", text=[said]),
        ]

    def _column(self, n: int, layer: Work, measures: Sequence[tuple[list[float], list[str]]]) -> Frame:
        moves: dict[str, dict[str, Any]] = {}
        for at, (values, said) in enumerate(measures):
            moves[f"now{at}"] = outline([box(n - 0.36, n + 0.36, 0, values[n - 1])])
            moves[f"value{at}"] = {"text": [said[n - 1]]}
        label = Text("{layer}, {n} of {count}", layer=layer.name, n=n, count=len(self.layers))
        words = Text(
            "{layer}: {weights} weights, {macs} MACs.",
            layer=layer.name,
            weights=f"{layer.weights:,}",
            macs=f"{layer.macs:,}",
        )
        return Frame(f"{n}", label, words, paid_line(product(layer), layer.weights, layer.macs, layer.side), moves)


def _measures(layers: Sequence[Work]) -> tuple[tuple[list[float], list[str]], ...]:
    """Weights, MACs and the memory of the outputs in MiB of each layer, each also as it is said."""
    return (
        ([layer.weights for layer in layers], [brief(layer.weights) for layer in layers]),
        ([layer.macs for layer in layers], [brief(layer.macs) for layer in layers]),
        ([layer.memory / MEBIBYTE for layer in layers], [brief_bytes(layer.memory) for layer in layers]),
    )
