"""How many zeros does SAME add: the fewest with which every window that begins in the input has room?"""


def by_definition(size: int, kernel_size: int, stride: int, dilation: int) -> list[int]:
    wanted = len(range(0, size, stride))
    zeros = 0
    while len(range(0, size + zeros - dilation * (kernel_size - 1), stride)) < wanted:
        zeros += 1
    return [zeros // 2, zeros - zeros // 2]
