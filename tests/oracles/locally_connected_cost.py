"""What does a layer cost, by PyTorch's counter, and with a weight of its own for each patch that unfold finds?"""


def by_torch(input_shape: list[int], out_channels: int, kernel_size: int) -> list[list[int]]:
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    channels, *sides = input_shape
    image = torch.empty(1, *input_shape, device="meta")
    layer = getattr(torch.nn, f"Conv{len(sides)}d")(channels, out_channels, kernel_size, bias=False, device="meta")
    with FlopCounterMode(display=False) as counter:
        layer(image)
    patches = image
    for axis in range(2, 2 + len(sides)):
        patches = patches.unfold(axis, kernel_size, 1)
    untied = torch.broadcast_to(patches, (out_channels, *patches.shape[1:]))
    return [[layer.weight.numel(), counter.get_total_flops() // 2], [untied.numel(), untied.numel()]]
