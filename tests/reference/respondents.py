"""Slow and plain figures of one respondent after another.

A row is the list of what each answer means: a level by its code, a label or None otherwise.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

Row = Sequence[Any]


def given(row: Row) -> list[int]:
    """Return the codes of the valid answers, in order."""
    return [one for one in row if isinstance(one, int)]


def styles(items: Sequence[Any], row: Row) -> dict[str, float]:
    """Return the response styles, counted level by level."""
    agree = disagree = ends = middle = Fraction(0)
    with_middle = 0
    sides: dict[str, list[Fraction]] = {"positive": [], "negative": []}
    for item, code in zip(items, row, strict=True):
        if not isinstance(code, int):
            continue
        levels = sorted(item.scale.codes, reverse=item.scale.positive == "low")
        half = len(levels) // 2
        worst, best = levels[:half], levels[len(levels) - half :]
        up = best.index(code) + 1 if code in best else 0
        down = half - worst.index(code) if code in worst else 0
        agree, disagree = agree + up, disagree + down
        ends += code in {levels[0], levels[-1]}
        if len(levels) % 2:
            with_middle += 1
            middle += code == levels[half]
        sides[item.keyed].append(Fraction(up - down))
    k = len(given(row))
    nan = math.nan
    balanced = nan
    if all(sides.values()):
        balanced = float(sum(sum(one) / len(one) for one in sides.values()) / 2)
    return {
        "acquiescence": float(agree / k) if k else nan,
        "disacquiescence": float(disagree / k) if k else nan,
        "net_acquiescence": float((agree - disagree) / k) if k else nan,
        "extreme": float(ends / k) if k else nan,
        "midpoint": float(middle / with_middle) if with_middle else nan,
        "balanced_acquiescence": balanced,
    }


def longstring(row: Row) -> int:
    """Return the longest run of equal codes among the answers that are there."""
    return max((len(list(run)) for _, run in groupby(given(row))), default=0)


def irv(row: Row) -> float:
    """Return the standard deviation of the codes."""
    codes = given(row)
    return statistics.stdev(codes) if len(codes) > 1 else math.nan


def correlation(first: Sequence[Fraction], second: Sequence[Fraction]) -> float:
    """Return the correlation of exact numbers; NaN with fewer than three or without spread."""
    n = len(first)
    if n < 3 or len(set(first)) == 1 or len(set(second)) == 1:
        return math.nan
    mean_x, mean_y = sum(first) / n, sum(second) / n
    xy = sum((x - mean_x) * (y - mean_y) for x, y in zip(first, second, strict=True))
    xx, yy = sum((x - mean_x) ** 2 for x in first), sum((y - mean_y) ** 2 for y in second)
    return float(xy) / math.sqrt(float(xx) * float(yy))


def keyed_share(item: Any, code: int) -> Fraction:
    """Return how far a keyed score lies from the lowest towards the highest."""
    low, high = min(item.scale.codes), max(item.scale.codes)
    share = Fraction(code - low, high - low)
    return 1 - share if item.keyed == "negative" else share


def even_odd(items: Sequence[Any], row: Row) -> float:
    """Return Jackson's consistency of the even and the odd items of each subscale."""
    subscales: dict[str, list[Fraction | None]] = {}
    for item, code in zip(items, row, strict=True):
        if item.subscale is not None:
            share = keyed_share(item, code) if isinstance(code, int) else None
            subscales.setdefault(item.subscale, []).append(share)
    odd, even = [], []
    for shares in subscales.values():
        halves = [[one for one in shares[start::2] if one is not None] for start in (0, 1)]
        if all(halves):
            for into, half in zip((odd, even), halves, strict=True):
                into.append(sum(half) / len(half))
    r = correlation(odd, even)
    return -1.0 if r <= -1 / 3 else 2 * r / (1 + r)


def synonyms(items: Sequence[Any], rows: Sequence[Row], least: float) -> list[float]:
    """Return each row's correlation over the pairs of items that correlate among the rows."""

    def agreed(i: int, row: Row) -> Fraction:
        return Fraction(row[i] if items[i].scale.positive == "high" else -row[i])

    def both(row: Row, i: int, j: int) -> bool:
        return isinstance(row[i], int) and isinstance(row[j], int)

    pairs = []
    for j in range(len(items)):
        for i in range(j):
            used = [row for row in rows if both(row, i, j)]
            if correlation([agreed(i, r) for r in used], [agreed(j, r) for r in used]) > least:
                pairs.append((i, j))
    found = []
    for row in rows:
        own = [(i, j) for i, j in pairs if both(row, i, j)]
        found.append(
            correlation([agreed(i, row) for i, _ in own], [agreed(j, row) for _, j in own])
        )
    return found


def extremes(items: Sequence[Any], rows: Sequence[Row]) -> tuple[int, int, int]:
    """Return complete rows, and those of them whose keyed total is the least and the most."""
    complete = [row for row in rows if len(given(row)) == len(items)]
    totals = [
        sum(
            min(item.scale.codes) + max(item.scale.codes) - code
            if item.keyed == "negative"
            else code
            for item, code in zip(items, row, strict=True)
        )
        for row in complete
    ]
    least = sum(min(item.scale.codes) for item in items)
    most = sum(max(item.scale.codes) for item in items)
    return len(complete), totals.count(least), totals.count(most)
