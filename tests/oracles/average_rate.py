"""What is the slope between two readings of a table?"""

from __future__ import annotations

from fractions import Fraction


def by_definition(times: list[float], distances: list[float], interval: list[float]) -> float:
    table = {Fraction(str(time)): Fraction(str(distance)) for time, distance in zip(times, distances, strict=True)}
    start, end = (Fraction(str(moment)) for moment in interval)
    return float((table[end] - table[start]) / (end - start))
