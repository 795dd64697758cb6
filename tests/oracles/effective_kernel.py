"""How many inputs are there from the first to the last that a dilated kernel touches, counted and by PyTorch?"""


def by_definition(kernel_size: int, dilation: int) -> int:
    taps = [tap * dilation for tap in range(kernel_size)]
    return len(range(taps[0], taps[-1] + 1))


def by_torch(kernel_size: int, dilation: int) -> int:
    import torch

    signal = torch.zeros(1, 1, kernel_size * dilation, requires_grad=True)
    output = torch.nn.functional.conv1d(signal, torch.ones(1, 1, kernel_size), dilation=dilation)
    output[0, 0, 0].backward()
    assert signal.grad is not None
    touched = signal.grad[0, 0].nonzero()
    return int(touched[-1] - touched[0]) + 1
