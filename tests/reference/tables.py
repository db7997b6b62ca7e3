"""Slow and plain ways to tables of pairs, of co-occurrences and of clusters: row by row.

Rows are dicts: an item's name with what its answer means (a code, a reason, or None for blank),
beside the columns of keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations_with_replacement, product
from typing import Any

import pandas as pd

Row = Mapping[str, Any]
# A group, an item and what it was answered, or not, under each condition.
Pairs = dict[tuple[Hashable, ...], list[float]]


def keyed(row: Row, names: Sequence[str]) -> tuple[Hashable, ...]:
    """Return a row's group along some columns."""
    return tuple(row[name] for name in names)


def pairs(
    rows: Sequence[Row],
    items: Sequence[str],
    *,
    first: Hashable,
    second: Hashable,
    names: Sequence[str] = (),
) -> Pairs:
    """Merge the rows of two conditions by respondent, whoever has none on one side with them.

    Return n, the sum of weights and of their squares for each group, item and two answers.
    """
    sides = [
        pd.DataFrame(
            [
                [row["respondent"], (keyed(row, names), row["weight"], [row[i] for i in items])]
                for row in rows
                if row["condition"] == condition
            ],
            columns=["respondent", "row"],
        ).astype(object)
        for condition in (first, second)
    ]
    merged = sides[0].merge(sides[1], on="respondent", how="outer", suffixes=("_first", "_second"))
    found: Pairs = defaultdict(lambda: [0, 0.0, 0.0])
    for one, other in zip(merged["row_first"], merged["row_second"], strict=True):
        present = [side for side in (one, other) if isinstance(side, tuple)]
        group, weight, _ = present[0]
        for place, item in enumerate(items):
            answers = [s[2][place] if isinstance(s, tuple) else "absent" for s in (one, other)]
            add(found[(group, item, *answers)], weight)
    return dict(found)


def add(into: list[float], weight: float) -> None:
    """Add a respondent to a cell."""
    for place, amount in enumerate((1, weight, weight**2)):
        into[place] += amount


def co_occurrences(
    rows: Iterable[Row], items: Sequence[str], *, names: Sequence[str] = ()
) -> dict[tuple[Hashable, ...], list[float]]:
    """Count every two items' answers, over all rows (0) and over the complete ones (1)."""
    found: Pairs = defaultdict(lambda: [0, 0.0, 0.0])
    for row in rows:
        complete = all(isinstance(row[item], int) for item in items)
        for one, other in product(items, items):
            for kind in [0, 1] if complete else [0]:
                key = (keyed(row, names), kind, one, other, row[one], row[other])
                add(found[key], row["weight"])
    return dict(found)


def cluster_products(
    rows: Iterable[Row], items: Sequence[str], *, names: Sequence[str] = ()
) -> dict[tuple[Hashable, ...], float]:
    """Sum the products of two totals of one cluster, for two groups and an item's two answers."""
    totals: dict[Hashable, dict[tuple[Hashable, ...], float]] = defaultdict(
        lambda: defaultdict(float)
    )
    for row in rows:
        for item in items:
            totals[row["cluster"]][keyed(row, names), item, row[item]] += row["weight"]
    found: dict[tuple[Hashable, ...], float] = defaultdict(float)
    for own in totals.values():
        for (one, item, a), (other, same, b) in product(own, own):
            if item == same:
                found[one, other, item, a, b] += own[one, item, a] * own[other, item, b]
    return dict(found)


def clusters_by(rows: Iterable[Row], names: Sequence[str]) -> dict[tuple[Hashable, ...], int]:
    """Return how many clusters each group has."""
    found: dict[tuple[Hashable, ...], set[Hashable]] = defaultdict(set)
    for row in rows:
        found[keyed(row, names)].add(row["cluster"])
    return {group: len(own) for group, own in found.items()}


def cross(
    rows: Sequence[tuple[int, ...]], summands: Sequence[Sequence[float]]
) -> dict[tuple[int, ...], float]:
    """Sum 1, then each summand, for each (group, first, second)."""
    found: dict[tuple[int, ...], float] = defaultdict(float)
    for place, row in enumerate(rows):
        for k, amount in enumerate([1.0, *(summand[place] for summand in summands)]):
            found[k, *row] += amount
    return dict(found)


def products_of_totals(
    rows: Sequence[tuple[int, int, Sequence[Sequence[float]]]],
) -> dict[tuple[int, int], list[list[list[float]]]]:
    """Sum the outer products of totals, for the two groups of each two rows of one cluster.

    A row is a cluster, a group and its totals, item by item.
    """
    found: dict[tuple[int, int], list[list[list[float]]]] = {}
    for one, other in combinations_with_replacement(sorted(rows, key=lambda row: row[1]), 2):
        if one[0] != other[0]:
            continue
        outer = [[[a * b for b in y] for a in x] for x, y in zip(one[2], other[2], strict=True)]
        into = found.setdefault((one[1], other[1]), [[[0.0 for _ in x] for x in y] for y in outer])
        for i, j, k in product(range(len(outer)), range(len(outer[0])), range(len(outer[0][0]))):
            into[i][j][k] += outer[i][j][k]
    return found
