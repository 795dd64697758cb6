"""Do functions of tensors do what their model answers say? Compared with SciPy and with PyTorch's own layers."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pytest
import torch
from scipy import ndimage, signal, special, stats
from torch import nn
from torch.nn import functional as F

from tests.code_questions.asked import Asked, Check, check_of, numbers

CHECKS: dict[str, Check] = {}
of = partial(check_of, CHECKS)


def rand(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@of("blur-before-sampling/blur-in-one-line")
def blur_in_one_line(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    ones = torch.ones(1, 64, 8, 8)
    dark = code.blur_pool(ones)
    assert (dark == dark[:, :1]).all()
    asked.says(int(dark[0, 0, 1, 1]), int(dark[0, 0, 0, 0]), "9/16")
    assert dark[0, 0, 0, 0] / dark[0, 0, 1, 1] == 9 / 16
    assert torch.allclose(mended.blur_pool(ones), torch.ones(1, 64, 4, 4))
    x = rand(1, 3, 8, 8)
    kernel = np.outer([1, 2, 1], [1, 2, 1]) / 16
    blurred = np.stack([ndimage.correlate(channel, kernel, mode="mirror")[::2, ::2] for channel in x[0].numpy()])
    assert np.allclose(mended.blur_pool(x)[0], blurred, atol=1e-5)


@of("channel-shuffle/complete-the-line")
def complete_the_line(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    channels = torch.arange(6).view(1, 6, 1, 1)
    assert (code.shuffle(channels, 3) == channels).all()
    shuffled = mended.shuffle(channels, 3)
    asked.says(" ".join(map(str, shuffled.flatten().tolist())))
    assert (mended.shuffle(shuffled, 6 // 3) == channels).all()
    x = rand(2, 12, 3, 5)
    assert (mended.shuffle(x, 4) == F.channel_shuffle(x, 4)).all()
    with pytest.raises(RuntimeError, match="view"):
        x.view(2, 4, 3, 3, 5).transpose(1, 2).view(2, 12, 3, 5)


@of("generalized-mean-pooling/nan-after-an-hour")
def nan_after_an_hour(asked: Asked) -> None:
    def trained(gem):
        """One step with a channel that the ReLU makes 0 everywhere; the outputs before it and after."""
        layer, p = nn.Conv2d(1, 2, 1), nn.Parameter(torch.tensor(3.0))
        with torch.no_grad():
            layer.weight.fill_(1)
            layer.bias.copy_(torch.tensor([-100.0, 0]))
        before = gem(F.relu(layer(rand(1, 1, 4, 4))), p)
        before.sum().backward()
        torch.optim.SGD([p, *layer.parameters()], lr=0.01).step()
        return before, p, layer, gem(F.relu(layer(rand(1, 1, 4, 4))), p)

    before, p, layer, after = trained(asked.code().gem)
    assert before[0, 0] == 0 and before.isfinite().all()
    assert p.isnan() and after.isnan().all() and layer.weight.isfinite().all()
    before, p, layer, after = trained(asked.mended().gem)
    assert p.isfinite() and after.isfinite().all()
    maps = rand(1, 2, 4, 4).abs() + 0.1
    assert np.allclose(asked.mended().gem(maps, 3.0)[0], stats.pmean(maps[0].numpy(), 3, axis=(1, 2)))
    below_zero = torch.full((1, 1, 2, 2), -1.0)
    assert asked.code().gem(below_zero, 2.9).isnan() and asked.mended().gem(below_zero, 2.9).isfinite()


@of("knowledge-distillation/log-first")
def log_first(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    (wrong,), (right,) = numbers(code.printed), numbers(mended.printed)
    asked.says(f"{wrong:.1f}")
    assert right == pytest.approx(0, abs=1e-5)
    student, teacher = rand(5, 4), rand(5, 4, seed=1)
    p, q = (special.softmax(logits.numpy() / 4, axis=1) for logits in (student, teacher))
    assert mended.distill(student, teacher) == pytest.approx(16 * stats.entropy(q, p, axis=1).mean(), rel=1e-4)
    assert code.distill(student, teacher) == pytest.approx(16 * (q * (np.log(q) - p)).sum(1).mean(), rel=1e-4)
    asked.says(f"{F.softmax(code.logits / 4, dim=1).max():.3f}")
    learned = code.logits.clone().requires_grad_()
    optimizer = torch.optim.SGD([learned], lr=1)
    for _ in range(500):
        optimizer.zero_grad()
        code.distill(learned, code.logits).backward()
        optimizer.step()
    assert F.softmax(learned / 4, dim=1)[0, 0] > 0.99


@of("leaky-relu-and-relatives/nan-beside-the-branch")
def nan_beside_the_branch(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    for one, text in ((code, asked.question.code), (mended, asked.question.mended)):
        assert " ".join(one.printed.split()) in text
        x = one.x.detach().requires_grad_()
        expected = F.elu(x)
        expected.sum().backward()
        assert torch.allclose(one.elu(one.x), expected)
        known = one.x.grad.isfinite()
        assert torch.allclose(one.x.grad[known], x.grad[known]) and known.all() == (one is mended)
    asked.says(f"{mended.x.grad[0]:.4f}", 1)


@of("loss-not-accuracy/argmax-over-which-axis")
def argmax_over_which_axis(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    (wrong,), (right,) = numbers(code.printed), numbers(mended.printed)
    asked.says(f"{wrong:.3f}", int(right), ", ".join(map(str, code.logits.argmax(0).tolist())))
    logits, labels = rand(5, 3), torch.tensor([0, 1, 2, 1, 0])
    with pytest.raises(RuntimeError):
        code.accuracy(logits, labels)
    hits = [max(range(3), key=row.__getitem__) == label for row, label in zip(logits.tolist(), labels, strict=True)]
    assert mended.accuracy(logits, labels) == pytest.approx(np.mean(hits))
    code.accuracy(logits[:1], labels[:1])


@of("nchw-or-nhwc/colours-scrambled")
def colours_scrambled(asked: Asked) -> None:
    image = np.array([[[1, 2, 3], [4, 5, 6]]], dtype=np.uint8)
    for run in (asked.code(), asked.mended()):
        channels = (run.load(image) * 255).round().int()
        asked.says(*(" ".join(map(str, channel.flatten().tolist())) for channel in channels))
    assert (asked.code().load(image) * 255).round().flatten().tolist() == [1, 2, 3, 4, 5, 6]
    right = asked.mended().load(image)
    assert torch.allclose(right * 255, torch.from_numpy(np.moveaxis(image, -1, 0)).float())
    photo = torch.from_numpy(np.zeros((4, 5, 3), np.uint8)).permute(2, 0, 1)
    assert photo[None].is_contiguous(memory_format=torch.channels_last)


@of("mixing-images/a-quarter-or-a-sixteenth")
def a_quarter_or_a_sixteenth(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    white, *soft = numbers(code.printed)
    assert white == 4 / 64
    asked.says(white, f"({soft[0]}, {soft[1]})")
    assert numbers(mended.printed) == [0.25, 0.75, 0.25]
    for size in (7, 8, 32):
        images = torch.stack([torch.zeros(1, size, size), torch.ones(1, size, size)])
        mixed, labels = mended.cutmix(images, torch.eye(2), 0.75)
        assert mixed[0].mean() == pytest.approx(labels[0, 1].item())
        if size == 7:
            asked.says(round(mixed[0].sum().item()), mixed[0].numel(), f"{labels[0, 1]:.3f}")


@of("nchw-or-nhwc/dense-after-flatten")
def dense_after_flatten(asked: Asked) -> None:
    kernel, maps = rand(400, 120), rand(3, 16, 5, 5, seed=1)
    keras = maps.permute(0, 2, 3, 1).flatten(1) @ kernel
    wrong, right = nn.Linear(400, 120, bias=False), nn.Linear(400, 120, bias=False)
    asked.code().port_dense(kernel.numpy(), wrong)
    asked.mended().port_dense(kernel.numpy(), right)
    assert not torch.allclose(wrong(maps.flatten(1)), keras, atol=1e-3)
    assert torch.allclose(right(maps.flatten(1)), keras, atol=1e-4)
    c, h, w = 3, 1, 4
    assert (right.weight[:, 25 * c + 5 * h + w] == kernel[16 * (5 * h + w) + c]).all()
    assert torch.allclose(wrong.weight, kernel.T)


@of("pooling-backward/the-mask-and-the-overlap")
def the_mask_and_the_overlap(asked: Asked) -> None:
    code, mended = (run().max_pool_backward for run in (asked.code, asked.mended))

    def by_autograd(x, upstream, k, stride):
        leaf = torch.tensor(x, dtype=torch.float64, requires_grad=True)
        F.max_pool2d(leaf[None], k, stride)[0].backward(torch.tensor(upstream, dtype=torch.float64))
        return leaf.grad.numpy()

    at_random = rand(6, 6).numpy(), rand(3, 3, seed=1).numpy(), 2, 2
    ties = np.zeros((2, 2)), np.array([[8.0]]), 2, 2
    overlap = np.array([[1.0, 2, 1], [2, 9, 2], [1, 2, 1]]), np.ones((2, 2)), 2, 1
    assert np.allclose(code(*at_random), by_autograd(*at_random))
    for case in (at_random, ties, overlap):
        assert np.allclose(mended(*case), by_autograd(*case))
    assert code(*ties).sum() == 32 and code(*overlap)[1, 1] == 1
    asked.says(int(code(*ties).sum()), int(code(*overlap)[1, 1]), int(mended(*overlap)[1, 1]))


@of("same-padding/four-numbers")
def four_numbers(asked: Asked) -> None:
    code, mended = (run().same_conv for run in (asked.code, asked.mended))
    x, weight = rand(1, 1, 224, 225), rand(1, 1, 3, 3, seed=1)
    padded = np.pad(x[0, 0].numpy(), ((0, 1), (1, 1)))
    same = signal.correlate2d(padded, weight[0, 0].numpy(), "valid")[::2, ::2]
    assert np.allclose(mended(x, weight, 2)[0, 0], same, atol=1e-4)
    for run in (code, mended):
        asked.says("x".join(map(str, run(x, weight, 2).shape[2:])))
    assert code(x, weight, 2).shape[2:] == (112, 112)
    square = rand(1, 1, 8, 8)
    assert torch.equal(code(square, weight, 2), mended(square, weight, 2))


@of("sizes-that-fit/pad-to-a-multiple")
def pad_to_a_multiple(asked: Asked) -> None:
    code, mended = (run().pad_to_multiple for run in (asked.code, asked.mended))
    photo, square = torch.ones(1, 1, 375, 500), torch.ones(1, 1, 512, 512)
    assert code(photo).shape[2:] == mended(photo).shape[2:] == (384, 512)
    asked.says(code(square).shape[-1], f"{code(square).numel() / square.numel() - 1:.0%}")
    for size in range(1, 100):
        padded = mended(torch.ones(1, size, size))
        assert padded.shape[-1] == padded.shape[-2] == math.ceil(size / 32) * 32
        assert padded[0, :size, :size].sum() == padded.sum() == size**2
    asked.says(-500 % 32, -375 % 32, -512 % 32)


@of("transposed-convolution-size/thirty-one")
def thirty_one(asked: Asked) -> None:
    with pytest.raises(RuntimeError, match="31"):
        asked.code()
    mended = asked.mended()
    assert mended.printed == "torch.Size([1, 19, 32, 32])"
    assert mended.forward(torch.zeros(1, 3, 31, 31)).shape == (1, 19, 31, 31)
    asked.says(mended.down(torch.zeros(1, 3, 31, 31)).shape[-1], mended.up(torch.zeros(1, 16, 16, 16)).shape[-1])
    other = asked.otherwise("16, 16, 3, stride=2, padding=1", "16, 16, 3, stride=2, padding=1, output_padding=1")
    assert other.printed == mended.printed
    with pytest.raises(RuntimeError, match="32"):
        other.forward(torch.zeros(1, 3, 31, 31))


@of("u-net/one-row-short")
def one_row_short(asked: Asked) -> None:
    with pytest.raises(TypeError):
        asked.code().step(nn.Upsample(scale_factor=2), nn.Identity(), rand(1, 2, 4, 4), rand(1, 2, 8, 8))
    without, mended = asked.otherwise("    x = ...\n", ""), asked.mended()

    def decoded(step, size):
        skips = [torch.zeros(1, 1, size, size)]
        for _ in range(4):
            skips.append(F.max_pool2d(skips[-1], 2))
        x = skips.pop()
        while skips:
            x = step(nn.Upsample(scale_factor=2), lambda both: both[:, :1], x, skips.pop())
        return x.shape[-1]

    sizes = [500, 250, 125, 62, 31]
    assert [size // 2 for size in sizes[:-1]] == sizes[1:]
    asked.says(*sizes[1:], 2 * 62)
    assert decoded(without.step, 512) == 512 and decoded(mended.step, 500) == 500 and 512 % 16 == 0
    with pytest.raises(RuntimeError, match=r"125.*124|124.*125"):
        decoded(without.step, 500)
    skip, x = rand(1, 1, 9, 7), rand(1, 1, 4, 2, seed=1)
    upper = mended.step(nn.Upsample(scale_factor=2), nn.Identity(), x, skip)[0, 1]
    assert np.allclose(upper, np.pad(np.kron(x[0, 0], np.ones((2, 2))), ((0, 1), (1, 2))))


@of("vit-or-cnn/patches-by-reshape")
def patches_by_reshape(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    x = rand(1, 3, 224, 224)
    first = code.embed(x, nn.Identity())[0, 0]
    assert torch.equal(first, torch.cat([x[0, 0, :3].flatten(), x[0, 0, 3, :96]])) and len(first) == 768
    asked.says(len(first), 96)
    red = torch.zeros(1, 3, 224, 224)
    red[:, 0] = 1
    only_red = code.embed(red, nn.Identity())[0].all(dim=1).float().mean()
    assert only_red == pytest.approx(1 / 3, abs=0.01)
    linear = nn.Linear(768, 768)
    conv = F.conv2d(x, linear.weight.view(768, 3, 16, 16), linear.bias, stride=16).flatten(2).movedim(1, 2)
    assert torch.allclose(mended.embed(x, linear), conv, atol=1e-4)
    bright = torch.zeros(1, 3, 224, 224)
    bright[:, :, 16:32, 48:64] = 1
    assert mended.embed(bright, nn.Identity())[0].any(dim=1).sum() == 1
    assert code.embed(bright, nn.Identity())[0].any(dim=1).sum() > 1
