"""Do layers, blocks and whole networks do what their model answers say? Compared with SciPy and with PyTorch's own."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from scipy import signal
from torch import nn
from torch.nn import functional as F

from tests.code_questions.asked import Asked, Check, check_of
from tests.code_questions.in_tensors import rand

CHECKS: dict[str, Check] = {}
of = partial(check_of, CHECKS)


def params(module: nn.Module) -> int:
    return sum(value.numel() for value in module.parameters())


def touched(gradient: torch.Tensor) -> list[int]:
    """Where along the last axis a gradient is not 0."""
    return gradient.reshape(-1, gradient.shape[-1]).any(dim=0).nonzero().flatten().tolist()


@of("cnn-overview/layers-in-a-list")
def layers_in_a_list(asked: Asked) -> None:
    def moved(net):
        """Whether the convolutions change in a step."""
        before = [conv.weight.clone() for conv in net.convs]
        net(rand(2, 3, 32, 32)).square().sum().backward()
        torch.optim.SGD(net.parameters(), lr=0.1).step()
        return [not torch.equal(old, conv.weight) for old, conv in zip(before, net.convs, strict=True)]

    code, mended = asked.code().Net(), asked.mended().Net()
    first, second = map(params, mended.convs)
    asked.asks(params(mended), params(code))
    asked.says(params(code), params(mended), first, second)
    assert params(mended) == params(code) + first + second and params(code) == params(code.head)
    assert set(code.state_dict()) == {"head.weight", "head.bias"}
    assert moved(code) == [False, False] and moved(mended) == [True, True]


@of("counting-a-block/state-dict-sum")
def state_dict_sum(asked: Asked) -> None:
    def resnet_50():
        layers, inside = [nn.Conv2d(3, 64, 7, bias=False), nn.BatchNorm2d(64)], 64
        for width, blocks in ((64, 3), (128, 4), (256, 6), (512, 3)):
            for block in range(blocks):
                shapes = [(inside, width, 1), (width, width, 3), (width, 4 * width, 1)]
                shapes += [(inside, 4 * width, 1)] if block == 0 else []
                for shape in shapes:
                    layers += [nn.Conv2d(*shape, bias=False), nn.BatchNorm2d(shape[1])]
                inside = 4 * width
        return nn.Sequential(*layers, nn.Linear(2048, 1000))

    with torch.device("meta"):
        model = resnet_50()
    wrong, right = asked.code().parameter_count, asked.mended().parameter_count
    norms = [layer for layer in model if isinstance(layer, nn.BatchNorm2d)]
    running = sum(2 * norm.num_features for norm in norms)
    assert wrong(model) - right(model) == running + len(norms)
    asked.asks(wrong(model), right(model), wrong(model) - right(model))
    asked.says(running, len(norms))
    tied = nn.Sequential(nn.Linear(3, 3, bias=False), nn.Linear(3, 3, bias=False))
    tied[1].weight = tied[0].weight
    assert (wrong(tied), right(tied)) == (18, 9)


@of("depthwise-separable/block-that-does-not-build")
def block_that_does_not_build(asked: Asked) -> None:
    code, mended = asked.code().Separable, asked.mended().Separable
    wrong, right = code(64, 128), mended(64, 128)
    asked.says(params(wrong), *map(params, wrong.children()), params(right), *map(params, right.children()))
    with pytest.raises(ValueError) as refused:
        code(64, 96)
    asked.says(str(refused.value))
    block, x = mended(2, 3), rand(1, 2, 5, 6)
    depth, point = block.depthwise.weight.detach().numpy()[:, 0], block.pointwise.weight.detach().numpy()[:, :, 0, 0]
    maps = [signal.correlate2d(channel, kernel, "same") for channel, kernel in zip(x[0].numpy(), depth, strict=True)]
    assert np.allclose(block(x)[0].detach(), np.einsum("oc,chw->ohw", point, maps), atol=1e-5)


@of("equivariance-and-invariance/test-that-fails")
def test_that_fails(asked: Asked) -> None:
    torch.manual_seed(0)
    code, mended = asked.code(), asked.mended()
    assert (code.printed, mended.printed) == ("False", "True")
    differing = ~torch.isclose(code.shifted, code.expected, atol=1e-5)
    assert touched(differing) == [0, 1, 15]
    asked.says(*touched(differing))
    inside = "torch.allclose(shifted[..., 2:-1], expected[..., 2:-1], atol=1e-5)"
    assert asked.otherwise("torch.allclose(shifted, expected, atol=1e-5)", inside).printed == "True"
    strided = nn.Conv2d(3, 8, 3, stride=2, padding=1, padding_mode="circular")
    assert torch.allclose(strided(mended.x.roll(2, 3)), strided(mended.x).roll(1, 3), atol=1e-5)


@of("inverted-residual/block-64-to-96")
def block_64_to_96(asked: Asked) -> None:
    code, mended = asked.code().InvertedResidual, asked.mended().InvertedResidual
    with pytest.raises(RuntimeError, match=r"64.*96|96.*64"):
        code(64, 96, 1)(rand(1, 64, 8, 8))
    assert mended(64, 96, 1)(rand(1, 64, 8, 8)).shape == (1, 96, 8, 8)
    blocks, inside = [], 32
    for t, out, times, stride in (
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    ):
        for place in range(times):
            blocks.append((inside, out, stride if place == 0 else 1, t))
            inside = out
    built = [mended(*block) for block in blocks]
    strided = sum(block[2] == 2 for block in blocks)
    changing = [block[:2] for block in blocks if block[2] == 1 and block[0] != block[1]]
    asked.says(len(blocks), sum(block.shortcut for block in built), strided, len(changing), *sum(changing, ()))
    stem = nn.Sequential(nn.Conv2d(3, 32, 3, bias=False), nn.BatchNorm2d(32))
    last = nn.Sequential(nn.Conv2d(320, 1280, 1, bias=False), nn.BatchNorm2d(1280), nn.Linear(1280, 1000))
    assert sum(map(params, (stem, *built, last))) == 3_504_872  # as torchvision documents MobileNetV2
    assert isinstance(code(64, 64, 1).body[-1], nn.ReLU6) and isinstance(mended(64, 64, 1).body[-1], nn.BatchNorm2d)
    same = mended(8, 8, 1)
    x = rand(1, 8, 4, 4)
    assert torch.allclose(same.eval()(x), x + same.body(x))


@of("network-in-network/wrong-axis")
def wrong_axis(asked: Asked) -> None:
    code, mended = asked.code().Mix(64), asked.mended().Mix(64)
    with pytest.raises(RuntimeError):
        code(rand(1, 64, 32, 32))
    square = rand(1, 64, 64, 64)
    moved = square.clone()
    moved[0, 5, 3, 7] += 1
    assert [axis.unique().tolist() for axis in (code(moved) != code(square)).nonzero().T[1:3]] == [[5], [3]]
    x = rand(2, 64, 5, 7)
    pointwise = F.conv2d(x, mended.linear.weight[:, :, None, None], mended.linear.bias)
    assert torch.allclose(mended(x), pointwise, atol=1e-5)


@of("one-and-three-dimensions/trimmed-the-wrong-end")
def trimmed_the_wrong_end(asked: Asked) -> None:
    def read(layer, at):
        x = torch.zeros(1, 1, 20, requires_grad=True)
        layer(x)[0, 0, at].backward()
        return [place - at for place in touched(x.grad)]

    def shown(layer):
        impulse = F.one_hot(torch.tensor(5), 8).float()[None, None]
        return touched(layer(impulse) - layer(torch.zeros(1, 1, 8)))

    code, mended = asked.code().Causal(1), asked.mended().Causal(1)
    assert read(code, 8) == [0, 2, 4] and read(mended, 8) == [-4, -2, 0]
    assert shown(code) == [1, 3, 5] and shown(mended) == [5, 7]
    x = rand(1, 1, 20)
    left = F.conv1d(F.pad(x, (4, 0)), mended.conv.weight, mended.conv.bias, dilation=2)
    assert torch.allclose(mended(x), left, atol=1e-6)
    assert asked.mended().Causal(1, kernel_size=1)(x).numel() == 0
    asked.says(mended.extra)


@of("output-size/view-hides-it")
def view_hides_it(asked: Asked) -> None:
    code, mended = asked.code().Net(), asked.mended().Net()
    predictions = code(rand(100, 1, 28, 28))
    with pytest.raises(ValueError, match="batch_size"):
        F.cross_entropy(predictions, torch.zeros(100, dtype=torch.long))
    with pytest.raises(RuntimeError):
        code(rand(32, 1, 28, 28))
    after_first = F.max_pool2d(code.conv1(rand(1, 1, 28, 28)), 2)
    after_second = F.max_pool2d(code.conv2(after_first), 2)
    left = after_second.numel()
    asked.says(len(predictions), after_first.shape[-1], after_second.shape[-1], left, 100 * left, 32 * left)
    assert mended(rand(100, 1, 28, 28)).shape == (100, 10)
    both = rand(2, 1, 28, 28)
    assert torch.allclose(mended(both)[1:], mended(both[1:]), atol=1e-5)
    with pytest.raises(RuntimeError):
        mended(rand(100, 1, 32, 32))


@of("pre-activation-block/negative-values-gone")
def negative_values_gone(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    assert code.block(code.x.clone()).flatten().tolist() == [0, 2]
    assert mended.block(mended.x).flatten().tolist() == [-1, 2]
    assert code.x.flatten().tolist() == [0, 2] and mended.x.flatten().tolist() == [-1, 2]
    for run, expected in ((code, [0, 1]), (mended, [1, 1])):
        leaf = torch.tensor([[[[-1.0, 2.0]]]], requires_grad=True)
        run.block(leaf * 1).sum().backward()
        assert leaf.grad.flatten().tolist() == expected
    x = rand(1, 1, 4, 4)
    nn.Sequential(nn.BatchNorm2d(1), nn.ReLU(inplace=True))(x)
    assert torch.equal(x, rand(1, 1, 4, 4))


@of("receptive-field-of-branches/field-by-gradient")
def field_by_gradient(asked: Asked) -> None:
    for run, field in ((asked.code, 21), (asked.mended, 5)):
        torch.manual_seed(0)
        assert run().printed == f"tensor({field})"
        asked.says(field)
    for norm in (nn.GroupNorm(2, 8), nn.InstanceNorm2d(8)):
        net = nn.Sequential(nn.Conv2d(1, 8, 3), norm, nn.ReLU(), nn.Conv2d(8, 1, 3)).eval()
        x = rand(1, 1, 21, 21).requires_grad_()
        net(x)[0, 0, 8, 8].backward()
        assert len(touched(x.grad)) == 21


@of("residual-downsampling/two-paths-two-sizes")
def two_paths_two_sizes(asked: Asked) -> None:
    code, mended = asked.code().Down(4, 4), asked.mended().Down(4, 4)

    def sizes(side):
        """Of both paths, block after block, as far as they agree."""
        found, x = [], rand(1, 4, side // 4, side // 4)
        for _ in range(3):
            found.append((code.main(x).shape[-1], code.shortcut(x).shape[-1]))
            if len(set(found[-1])) == 2:
                with pytest.raises(RuntimeError):
                    code(x)
                return found
            x = code(x)
        return found

    assert sizes(224) == [(28, 28), (14, 14), (7, 7)] and sizes(232) == [(29, 29), (15, 14)]
    asked.says(232 // 4, *sizes(232)[0], *sizes(232)[1], 224 // 4, 28, 14)
    x = rand(1, 4, 29, 29)
    assert mended(x).shape[-1] == 15
    pooled = mended.shortcut[0](x)
    assert torch.allclose(pooled[..., -1, -1], x[..., -1, -1])
    assert torch.allclose(pooled[..., 0, -1], x[..., :2, -1].mean(dim=-1))
    assert torch.allclose(mended.shortcut[0](x[..., :28, :28]), F.avg_pool2d(x[..., :28, :28], 2))


@of("same-padding/forgot-the-dilation")
def forgot_the_dilation(asked: Asked) -> None:
    code, mended = asked.code().Block, asked.mended().Block
    x = rand(1, 4, 32, 32)
    assert code(4)(x).shape == x.shape
    with pytest.raises(RuntimeError, match=r"32.*30"):
        code(4, dilation=2)(x)
    asked.says(*("x".join(map(str, code(4, dilation=dilation).conv(x).shape[2:])) for dilation in (2, 4)))
    for kernel_size in (1, 3, 5):
        for dilation in (1, 2, 4):
            conv = mended(4, kernel_size, dilation).conv
            same = F.conv2d(x, conv.weight, conv.bias, padding="same", dilation=dilation)
            assert torch.allclose(conv(x), same, atol=1e-5)


@of("squeeze-and-excitation/broadcast-that-fits")
def broadcast_that_fits(asked: Asked) -> None:
    block = SimpleNamespace(fc1=nn.Linear(16, 4), fc2=nn.Linear(4, 16))
    code, mended = (partial(run().forward, block) for run in (asked.code, asked.mended))

    def scales(x):
        return torch.sigmoid(block.fc2(F.relu(block.fc1(F.adaptive_avg_pool2d(x, 1).flatten(1)))))

    alone, sixteen, unlike = rand(1, 16, 16, 16), rand(16, 16, 16, 16), rand(2, 16, 5, 7)
    assert torch.allclose(code(alone), torch.einsum("nchw,w->nchw", alone, scales(alone)[0]))
    assert not torch.allclose(code(sixteen), mended(sixteen))
    for wrong in (rand(8, 16, 16, 16), unlike):
        with pytest.raises(RuntimeError):
            code(wrong)
    for x in (alone, sixteen, unlike):
        assert torch.allclose(mended(x), torch.einsum("nchw,nc->nchw", x, scales(x)), atol=1e-6)
    asked.says(str(tuple(unlike.shape)))


@of("sharing-and-sparsity/untied-in-code")
def untied_in_code(asked: Asked) -> None:
    with pytest.raises(AttributeError):
        asked.code().Untied(3, 8, 32, 32)(rand(1, 3, 32, 32))
    layer, x = asked.mended().Untied(3, 8, 32, 32), rand(2, 3, 32, 32)
    out = layer(x)
    for place in (0, 1, 31, 899):
        row, column = divmod(place, 30)
        window = x[:, :, row : row + 3, column : column + 3]
        own = F.conv2d(window, layer.weight[place].reshape(8, 3, 3, 3)).flatten(1)
        torch.testing.assert_close(out[:, :, row, column], own)
    asked.says(params(layer), layer.weight[0].numel())
    shared = asked.mended().Untied(3, 8, 32, 32)
    shared.weight = nn.Parameter(layer.weight[:1].expand(900, -1, -1))
    torch.testing.assert_close(shared(x), F.conv2d(x, layer.weight[0].reshape(8, 3, 3, 3)))
    with pytest.raises(RuntimeError):
        layer(rand(1, 3, 33, 33))
