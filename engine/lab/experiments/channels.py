"""How do the channels of an image become the channels of a layer's output, and what does that cost?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from engine import boards
from engine.answers import Row
from engine.givens import BadGivens
from engine.lab.channel_sums import ChannelSums, Layer
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import MOST_FRAMES, Board
from engine.lab.grids import LARGEST_NUMBER, stack_in
from engine.lab.settings import Between, Longest
from engine.lab.variants import NAMES, SideBySide
from engine.numeric.grids import Matrix, Number
from engine.reading import Unread
from engine.text import Text

MOST_CHANNELS, LARGEST_IMAGE, LARGEST_KERNEL, MOST_COUNTED = 4, 6, 3, 12
Typed = Annotated[str, Longest(600)]
CHOICES = {
    **NAMES,
    "numbers": Text("one filter in numbers"),
    "layers": Text("five layers side by side"),
}
LABELS = {
    "view": Text("Show"),
    "layer": Text("Layer"),
    "filter": Text("Filter"),
    "groups": Text("Groups"),
    "in_channels": Text("Channels in"),
    "out_channels": Text("Channels out"),
    "kernel_size": Text("Kernel size"),
    "size": Text("Height and width of the map"),
    "stride": Text("Stride"),
    "padding": Text("Padding"),
    "image": Text("Channels of the image, with // between them"),
    "weights": Text("Kernels with // between them, filter by filter"),
    "bias": Text("Bias of each filter"),
}
FOUR = {
    "image": "1 2 / 0 1 // 0 1 / 2 1 // 2 0 / 1 1 // 1 1 / 0 3",
    "weights": " // ".join(("1", "2", "0", "-1", "0", "1", "3", "1", "2", "-1", "1", "0", "1", "1", "0", "2")),
    "bias": "0 0 0 0",
}
GROUPED = FOUR | {"layer": "grouped", "filter": 3}
COUNTED = {"view": "layers"}
NINE = {"in_channels": 9, "out_channels": 9, "groups": 3}


@dataclass(frozen=True)
class Channels(Experiment):
    view: Literal["numbers", "layers"] = "numbers"
    layer: Layer = "standard"
    filter: Annotated[int, Between(1, MOST_CHANNELS)] = 1
    in_channels: Annotated[int, Between(1, MOST_COUNTED)] = 6
    out_channels: Annotated[int, Between(1, MOST_COUNTED)] = 6
    groups: Annotated[int, Between(1, MOST_COUNTED)] = 2
    kernel_size: Annotated[int, Between(1, 11)] = 3
    size: Annotated[int, Between(1, 512)] = 32
    stride: Annotated[int, Between(1, 3)] = 1
    padding: Annotated[int, Between(0, 2)] = 0
    image: Typed = "1 2 0 / 0 1 3 / 2 0 1 // 0 1 2 / 1 0 1 / 3 1 0 // 2 0 1 / 0 2 0 / 1 1 2"
    weights: Typed = "1 0 / 0 1 // 0 2 / 1 0 // 1 1 / 0 -1 // 0 1 / 1 0 // 1 0 / 0 0 // -1 1 / 2 0"
    bias: Typed = "1 0"
    cell: Annotated[int, Between(1, MOST_FRAMES)] = 1
    yours: Typed = ""

    order = 5
    title = Text("Channels")
    about = Text("One kernel for each channel and their sum: standard, pointwise, depthwise, grouped and shuffled.")
    labels = LABELS
    choices = CHOICES
    beside = ("view", "layer", "filter", "groups", "in_channels", "out_channels", "kernel_size")
    cards = (
        "channels-of-a-layer",
        "pointwise-convolution",
        "depthwise-separable",
        "grouped-convolution",
        "channel-shuffle",
    )
    kinds = ("multi-channel-conv", "pointwise-conv", "depthwise-conv", "channel-shuffle")

    def position(self) -> str:
        return "cell"

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        compared = ("depthwise-separable", "grouped-convolution")
        return (
            Preset(Text("Three colours become one map"), {}, ("channels-of-a-layer",)),
            Preset(Text("Depthwise: the same without the sum"), {"layer": "depthwise"}, ("depthwise-separable",)),
            Preset(Text("A 1×1 kernel mixes the channels of a pixel"), FOUR, ("pointwise-convolution",)),
            Preset(Text("Two groups that never meet"), GROUPED, ("grouped-convolution",)),
            Preset(Text("A shuffle lets the groups meet"), GROUPED | {"layer": "shuffled"}, ("channel-shuffle",)),
            Preset(Text("Five layers and what they cost"), COUNTED, compared),
            Preset(Text("Nine channels shuffled"), COUNTED | NINE, ("channel-shuffle",)),
        )

    def idle(self) -> frozenset[str]:
        counted = {"in_channels", "out_channels", "kernel_size", "size"}
        if self.view == "layers":
            return frozenset({"layer", "filter", "stride", "padding", "image", "weights", "bias"})
        without_groups = set() if self._in_groups else {"groups"}
        return frozenset(counted | without_groups | ({"bias"} if self.layer == "depthwise" else set()))

    def check(self) -> None:
        if self.view == "layers":
            self._check_groups(self.in_channels, self.out_channels)
            return
        channels = len(self._image)
        if channels > MOST_CHANNELS:
            text = Text("The image has {n} channels; the lab shows at most {most}.", n=channels, most=MOST_CHANNELS)
            raise BadGivens("image", text)
        if not 1 <= len(self._filters) <= MOST_CHANNELS:
            text = Text(
                "{n:kernel|kernels} for {channels:channel|channels}: a filter has one for each, and the lab shows "
                "1 to {most} filters.",
                n=len(stack_in("weights", self.weights, LARGEST_KERNEL)),
                channels=channels,
                most=MOST_CHANNELS,
            )
            raise BadGivens("weights", text)
        if self.filter > len(self._filters):
            text = Text("There is no filter {n}: this layer has {m}.", n=self.filter, m=len(self._filters))
            raise BadGivens("filter", text)
        if self._in_groups:
            self._check_groups(channels, len(self._filters))
        rows, columns = self._sums.places  # raises where the bias is no row of numbers
        if not rows or not columns:
            text = Text("The kernel does not fit into the image with its padding.")
            raise BadGivens("padding" if self.padding else "image", text)
        if len(rows) * len(columns) > MOST_FRAMES:
            n = len(rows) * len(columns)
            text = Text("That makes {n} windows; the lab steps through at most {most}.", n=n, most=MOST_FRAMES)
            raise BadGivens("padding" if self.padding else "image", text)

    def _check_groups(self, in_channels: int, out_channels: int) -> None:
        if in_channels % self.groups or out_channels % self.groups:
            text = Text(
                "{groups:group|groups} must divide both the {n:channel|channels} in and the {m} out.",
                groups=self.groups,
                n=in_channels,
                m=out_channels,
            )
            raise BadGivens("groups", text)

    @property
    def _in_groups(self) -> bool:
        return self.layer in ("grouped", "shuffled")

    @cached_property
    def _image(self) -> tuple[Matrix, ...]:
        return stack_in("image", self.image, LARGEST_IMAGE)

    @cached_property
    def _filters(self) -> tuple[tuple[Matrix, ...], ...]:
        """Of each filter a kernel for each channel; kernels that make no whole filter are left out."""
        kernels, channels = stack_in("weights", self.weights, LARGEST_KERNEL), len(self._image)
        filters = len(kernels) // channels
        return tuple(kernels[at * channels : (at + 1) * channels] for at in range(filters))

    @cached_property
    def _biases(self) -> tuple[Number, ...]:
        """One for each filter; a missing one is 0."""
        try:
            typed = Row().read(self.bias)
        except Unread as unread:
            raise BadGivens("bias", Text("{field}: {why}", field="bias", why=unread.text)) from None
        if any(not -LARGEST_NUMBER <= number <= LARGEST_NUMBER for number in typed):
            raise BadGivens("bias", Text("{field} takes numbers from −{n} to {n}.", field="bias", n=LARGEST_NUMBER))
        boards.refuse_tiny_numbers(bias=(typed,))
        return (*typed, *(0 for _ in self._filters))[: len(self._filters)]

    @cached_property
    def _shown(self) -> ChannelSums | SideBySide:
        if self.view == "layers":
            channels = self.in_channels, self.out_channels
            return SideBySide(*channels, self.kernel_size, self.groups, self.size, self.yours)
        return self._sums

    @cached_property
    def _sums(self) -> ChannelSums:
        groups, layer = self.groups if self._in_groups else 1, (self._image, self._filters, self._biases)
        return ChannelSums(self.layer, *layer, self.filter - 1, groups, self.stride, self.padding, self.yours)

    def prediction(self) -> Prediction | None:
        return self._shown.prediction()

    def formula(self) -> tuple[str, ...]:
        return self._shown.formula()

    def look(self) -> tuple[Text, ...]:
        return self._shown.look()

    def figure(self) -> Board:
        return self._shown.board(self.cell)
