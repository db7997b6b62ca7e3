"""Figures of paired answers from the raw pairs, plainly; and data that hold such pairs.

A pair is (first, second), the codes of one respondent; None is no valid answer, and ABSENT no row.
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from tests.reference.ranks import flip_pvalue, midranks

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ABSENT = "absent"
Pair = tuple[Any, Any]


def valid(pairs: Sequence[Pair]) -> list[tuple[int, int]]:
    """Return the pairs of two valid answers."""
    return [pair for pair in pairs if not {None, ABSENT} & set(pair)]


def differences(pairs: Sequence[Pair]) -> list[int]:
    """Return first less second of the pairs of two valid answers."""
    return [one - other for one, other in valid(pairs)]


def signs(values: Sequence[int]) -> list[int]:
    """Return -1, 0 or 1 for each value."""
    return [(value > 0) - (value < 0) for value in values]


def superiority(pairs: Sequence[Pair]) -> Fraction:
    """Return the share of pairs of which the first is higher, and half of the equal ones."""
    found = signs(differences(pairs))
    return Fraction(sum(1 + sign for sign in found), 2 * len(found))


def marginal_superiority(pairs: Sequence[Pair]) -> Fraction:
    """Return the same for every first beside every second answer of the same pairs."""
    kept = valid(pairs)
    found = signs([one - other for (one, _), (_, other) in product(kept, kept)])
    return Fraction(sum(1 + sign for sign in found), 2 * len(found))


def sum_of_signs_pvalue(values: Sequence[Any], alternative: str) -> Fraction:
    """Return the share of all choices of signs whose sum is as extreme as that of some values."""
    moved = [Fraction(value) for value in values if value]
    up = sum((value for value in moved if value > 0), Fraction(0))
    return flip_pvalue([abs(value) for value in moved], up, alternative)


def t_of(pairs: Sequence[Pair]) -> float:
    """Return Student's t of the differences."""
    found = differences(pairs)
    mean = sum(found) / len(found)
    variance = sum((one - mean) ** 2 for one in found) / (len(found) - 1)
    return mean / math.sqrt(variance / len(found))


def signed_midranks(values: Sequence[int], zeros: str) -> list[Fraction]:
    """Return the midranks of the sizes of all values with their signs, 0 for a value of 0."""
    kept = [k for k, value in enumerate(values) if value or zeros != "wilcoxon"]
    ranks = dict(zip(kept, midranks([abs(values[k]) for k in kept]), strict=True))
    return [
        sign * ranks.get(k, Fraction(0)) if sign else Fraction(0)
        for k, sign in enumerate(signs(values))
    ]


def step_down(columns: Sequence[Sequence[Any]], alternative: str) -> list[float]:
    """Return Westfall and Young's adjusted p-values from every choice of signs.

    A column holds what each respondent adds to the sum of an item.
    """
    turn = {"two-sided": abs, "greater": lambda x: x, "less": lambda x: -x}[alternative]
    norms = [math.sqrt(sum(float(one) ** 2 for one in column)) for column in columns]
    used = [k for k, norm in enumerate(norms) if norm]

    def statistic(k: int, chosen: Sequence[int]) -> float:
        added = sum(sign * float(one) for sign, one in zip(chosen, columns[k], strict=True))
        return turn(added / norms[k])

    n = len(columns[0])
    found = {k: statistic(k, (1,) * n) for k in used}
    order = sorted(used, key=lambda k: -found[k])
    reached = dict.fromkeys(used, 0)
    for chosen in product((1, -1), repeat=n):
        now = {k: statistic(k, chosen) for k in used}
        for place, k in enumerate(order):
            reached[k] += max(now[one] for one in order[place:]) >= found[k] - 1e-9
    adjusted = [1.0] * len(columns)
    least = 0.0
    for k in order:
        least = max(least, reached[k] / 2**n)
        adjusted[k] = least
    return adjusted


def tally_of(
    pairs: Sequence[Pair], codes: Sequence[int] = (1, 2, 3, 4, 5), view: Any = "as_answered"
) -> lk.PairTally:
    """Return the pairs of one item, called 'item', before and after."""
    table: dict[object, dict[object, int]] = {}
    for one, other in pairs:
        row = table.setdefault(one, {})
        row[other] = row.get(other, 0) + 1
    made = lk.PairTally.from_table(table, lk.LikertScale(codes), first="before", second="after")
    return made.scored(view)


def answers_of(
    items: Mapping[str, Sequence[Pair]], codes: Sequence[int] = (1, 2, 3, 4, 5), **columns: Any
) -> lk.Responses:
    """Return a row for each respondent and condition, shuffled, with columns of respondents.

    Who is absent from a condition in one item must be so in all.  Columns called stratum, cluster
    or weight are declared as such.
    """
    n = len(next(iter(items.values())))
    rows = []
    for side, when in enumerate(("before", "after")):
        for k in range(n):
            answers = {name: pairs[k][side] for name, pairs in items.items()}
            if ABSENT not in answers.values():
                own = {name: values[k] for name, values in columns.items()}
                rows.append({"who": f"r{k}", "when": when, **answers, **own})
    frame = pd.DataFrame(rows, columns=["who", "when", *items, *columns])
    frame = frame.iloc[np.random.default_rng(n).permutation(len(frame))]
    for name in items:
        frame[name] = frame[name].astype("Int64")
    scale = lk.LikertScale(codes)
    roles = {name: name for name in columns if name in {"stratum", "cluster", "weight"}}
    trial = lk.Instrument("trial", [lk.Item(name, scale) for name in items])
    return lk.Responses(frame, trial, respondent="who", condition="when", **roles)


def row_of(data: Any, item: str = "item", **options: Any) -> Any:
    """Return an item's row of the comparison of before and after."""
    return lk.compare_paired(data, "before", "after", **options)[item]
