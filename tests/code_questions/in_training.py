"""Do modes, losses, optimizers and schedules do what their model answers say? Compared with their formulas."""

from __future__ import annotations

import math
from functools import partial
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from scipy import special
from torch import nn
from torch.nn import functional as F
from torch.optim.optimizer import register_optimizer_step_post_hook

from tests.code_questions.asked import Asked, Check, check_of, numbers
from tests.code_questions.in_tensors import rand

CHECKS: dict[str, Check] = {}
of = partial(check_of, CHECKS)


@of("batch-norm-train-and-eval/no-grad-still-moves")
def no_grad_still_moves(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    (moved,), (kept,) = numbers(code.printed), numbers(mended.printed)
    assert moved == pytest.approx(0.9 * 0 + 0.1 * code.validation.mean().item())
    asked.says(moved, round(kept), round(code.validation.mean().item()))
    values = code.validation.numpy()
    assert np.allclose(code.y, (values - values.mean()) / values.std(), atol=1e-4)
    assert np.allclose(mended.y, values, atol=1e-4) and mended.model.training


@of("dropout/another-answer-each-time")
def another_answer_each_time(asked: Asked) -> None:
    torch.manual_seed(0)
    code, mended = asked.code(), asked.mended()
    assert numbers(mended.printed) == [20, 20]
    masked = [2 * float(np.dot(mask, [2, 4, 6, 8])) for mask in product((0, 1), repeat=4)]
    drawn = [code.predict(code.x).item() for _ in range(300)]
    assert set(drawn) == set(masked)
    assert {4, 28} <= set(masked)
    asked.says(4, 28, int(min(masked)), int(max(masked)), int(np.mean(masked)), f"{np.std(masked):.0f}")


@of("gradient-clipping/clip-then-unscale")
def clip_then_unscale(asked: Asked) -> None:
    norm, step = numbers(asked.code().printed)
    w, scale = np.array([3.0, 4.0]), 65536
    gradient = w / 10
    asked.says(round(norm), scale)
    assert norm == np.linalg.norm(gradient * scale)
    assert step == pytest.approx(0.1 * 1 / scale, rel=0.2)  # next to 3 float32 is that coarse
    asked.says(f"{0.1 / scale * 1e6:.1f} · 10⁻⁶")
    norm, step = numbers(asked.mended().printed)
    assert norm == pytest.approx(np.linalg.norm(gradient)) and step == pytest.approx(0.1 * norm, rel=1e-4)
    asked.says(f"{norm:.1f}", f"{step:.2f}")


@of("learning-rate-and-descent/does-not-settle")
def does_not_settle(asked: Asked) -> None:
    def losses(printed):
        return numbers(printed)[1::2]

    w, velocity, heavy_ball = np.array([3.0, 4.0]), np.zeros(2), []
    for _ in range(10):
        heavy_ball.append((w**2).sum())
        velocity = velocity + 2 * w
        w = w - 0.1 * velocity
    code, mended = losses(asked.code().printed), losses(asked.mended().printed)
    assert code == pytest.approx(heavy_ball, rel=1e-4)
    asked.asks(*(f"{loss:.3g}" for loss in (*code[:3], *code[4:7])), f"{code[3]:.1g}")
    assert mended == pytest.approx([25 * 0.64**step for step in range(10)], rel=1e-4)
    asked.says(*(f"{loss:.4g}" for loss in mended[:3]), f"{mended[-1] * 0.64:.3f}")


@of("learning-rate-schedule/the-rate-that-never-falls")
def the_rate_that_never_falls(asked: Asked) -> None:
    given = {"model": nn.Linear(2, 3), "loader": [(rand(1, 2), torch.tensor([0]))] * 100}

    def rates(run):
        """What was logged after each epoch, and the rate of every batch."""
        used: list[float] = []
        hook = register_optimizer_step_post_hook(lambda optimizer, *_: used.append(optimizer.param_groups[0]["lr"]))
        try:
            return numbers(run(**given).printed)[1::2], used
        finally:
            hook.remove()

    def cosine(step, length):
        return 0.05 * (1 + math.cos(math.pi * step / length))

    logged, used = rates(asked.code)
    assert logged == pytest.approx([0.1] * 10)
    assert used == pytest.approx([cosine(step, 10) for step in range(1000)], abs=1e-6)
    assert (used[10], used[20], used[100]) == pytest.approx((0, 0.1, 0.1), abs=1e-6)
    logged, used = rates(asked.mended)
    assert logged == pytest.approx([cosine(epoch, 10) for epoch in range(1, 11)], abs=1e-6)
    asked.says(*(f"{rate:.4f}" for rate in logged[:2]))
    _, used = rates(partial(asked.otherwise, "T_max=10", "T_max=10 * len(loader)"))
    assert used == pytest.approx([cosine(step, 1000) for step in range(1000)], abs=1e-5)


@of("shape-before-the-head/trace-of-a-dry-run")
def trace_of_a_dry_run(asked: Asked) -> None:
    code, mended = asked.code().Net(), asked.mended().Net()
    conv, norm = code.features[:2]
    assert code.head.in_features == mended.head.in_features
    asked.asks(code.head.in_features)
    asked.says(f"{norm.running_var[0]:.1f}", f"{0.9**50:.1%}")
    assert torch.allclose(norm.running_var, torch.full((16,), 0.9))
    assert torch.allclose(norm.running_mean, conv.bias / 10)
    fresh = mended.features[1]
    assert (fresh.running_mean == 0).all() and (fresh.running_var == 1).all()
    assert all(module.training for module in mended.modules())


@of("softmax-and-cross-entropy/stuck-above-one")
def stuck_above_one(asked: Asked) -> None:
    given = {"images": rand(50, 1, 28, 28), "labels": torch.arange(50) % 10}
    code, mended = asked.code(**given), asked.mended(**given)
    perfect = F.one_hot(given["labels"], 10).float()
    least = code.loss_fn(perfect, given["labels"])
    asked.says(f"{math.e / (math.e + 9):.3f}", f"{least:.3f}")
    asked.asks(f"{least:.2f}")
    assert code.loss > least == pytest.approx(-math.log(math.e / (math.e + 9)))
    mended.model.load_state_dict(code.model[:4].state_dict())
    logits = mended.model(given["images"]).detach()
    probabilities = code.model(given["images"]).detach()
    assert np.allclose(probabilities, special.softmax(logits.numpy(), axis=1), atol=1e-6)
    assert torch.equal(probabilities.argmax(1), logits.argmax(1))
    right = -special.log_softmax(logits.numpy(), axis=1)[range(50), given["labels"]].mean()
    assert mended.loss_fn(logits, given["labels"]).item() == pytest.approx(right, rel=1e-5)
    assert mended.loss_fn(100 * perfect, given["labels"]) < 1e-6


@of("transfer-learning/a-head-that-does-not-move")
def a_head_that_does_not_move(asked: Asked) -> None:
    class Backbone(nn.Sequential):
        """In place of ResNet-50, whose weights would have to be fetched."""

        def __init__(self):
            super().__init__()
            self.trunk, self.fc = nn.Linear(4, 2048), nn.Linear(2048, 1000)

    torchvision = SimpleNamespace(models=SimpleNamespace(resnet50=lambda weights: Backbone()))

    def trained(run, steps):
        torch.manual_seed(0)
        return run(torchvision=torchvision, loader=[(rand(8, 4), torch.arange(8))] * steps)

    fresh, code, mended = trained(asked.code, 0), trained(asked.code, 1), trained(asked.mended, 1)
    held = [id(p) for group in code.optimizer.param_groups for p in group["params"]]
    assert not {id(p) for p in code.model.fc.parameters()} & set(held)
    assert torch.equal(code.model.fc.weight, fresh.model.fc.weight)
    gradient, threefold = code.model.fc.weight.grad, trained(asked.code, 3).model.fc.weight.grad
    assert gradient.any() and torch.allclose(threefold, 3 * gradient, atol=1e-6)
    learning = [p for group in mended.optimizer.param_groups for p in group["params"]]
    asked.says(sum(p.numel() for p in learning))
    assert torch.allclose(mended.model.fc.weight, fresh.model.fc.weight - 0.1 * gradient, atol=1e-6)
    assert trained(asked.mended, 50).loss < trained(asked.code, 50).loss
