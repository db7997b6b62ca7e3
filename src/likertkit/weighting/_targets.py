"""Known totals of margins, as arrays beside the cells of a sample."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._checks import as_float, as_mapping, as_names, is_number, shown
from likertkit._text import join_words
from likertkit.errors import ArgumentError, ArgumentTypeError, CalibrationError, PopulationError
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

# Totals of two margins are of the same people; published ones are rounded.
_NEAR = 1e-6


@attrs.frozen(eq=False, kw_only=True)
class Target:
    """The known totals of one margin.

    Attributes
    ----------
    columns : tuple of str
        The margin's columns.
    levels : tuple of tuple
        Its levels.
    totals : array of shape (n_levels,)
        The known total of each: numbers of people, or proportions.
    """

    columns: tuple[str, ...]
    levels: tuple[tuple[Hashable, ...], ...]
    totals: NDArray[np.float64]

    @property
    def name(self) -> str:
        """The margin as it is spoken of."""
        return " × ".join(map(repr, self.columns))

    def spoken(self, level: int) -> str:
        """Return a level as it is spoken of."""
        return ", ".join(map(repr, self.levels[level]))


def _total(value: object, name: str, level: object) -> float:
    if not is_number(value):
        raise ArgumentTypeError(
            f"margin {name}: level {level!r} has the total {value!r}, which is not a number.",
            "give numbers of people, or proportions that add up to 1.",
        )
    total = as_float(value)
    if not (math.isfinite(total) and total >= 0):
        raise PopulationError(
            f"margin {name}: level {level!r} has the total {shown(value)}; expected 0 or more.",
            "give numbers of people, or proportions that add up to 1.",
        )
    return total


def read_target(totals: object, columns: tuple[str, ...]) -> Target:
    """Return known totals, level → total, where the level of several columns is a tuple."""
    name = " × ".join(map(repr, columns))
    if not isinstance(totals, Mapping) or not totals:
        raise ArgumentTypeError(
            f"margin {name}: {totals!r} has no totals; expected level → number or proportion.",
            "write {'female': 30, 'male': 27}.",
        )
    levels: list[tuple[Hashable, ...]] = []
    for level in totals:
        values = level if len(columns) > 1 else (level,)
        if not isinstance(values, tuple) or len(values) != len(columns):
            raise ArgumentError(
                f"margin {name}: level {level!r} does not have one value for each of the "
                f"{len(columns)} columns.",
                "write a level of several columns as a tuple of values.",
            )
        levels.append(tuple(plain_key(value) for value in values))
    numbers = np.array([_total(total, name, level) for level, total in totals.items()])
    if not numbers.sum() > 0:
        raise PopulationError(
            f"margin {name}: all totals are 0; expected a positive sum.",
            "give numbers of people, or proportions that add up to 1.",
        )
    return Target(columns=columns, levels=tuple(levels), totals=numbers)


def read_margins(margins: object) -> tuple[Target, ...]:
    """Return the margins of column → level → total."""
    margins = as_mapping(margins)
    if not isinstance(margins, Mapping) or not margins:
        raise ArgumentTypeError(
            f"margins={margins!r} has no margin; expected column → level → number or proportion.",
            "write margins={'gender': {'female': 30, 'male': 27}, 'grade': {...}}.",
        )
    return tuple(
        read_target(totals, as_names(columns, "margins")) for columns, totals in margins.items()
    )


def common_total(targets: Sequence[Target], designed: float) -> float:
    """Return the total that all margins add up to: that of the design where they are proportions.

    Raises
    ------
    CalibrationError
        If two margins are not of the same people.
    """
    totals = [math.fsum(target.totals) for target in targets]
    if max(totals) - min(totals) > _NEAR * max(totals):
        sums = join_words(
            [f"{t.name} to {total:g}" for t, total in zip(targets, totals, strict=True)]
        )
        raise CalibrationError(
            f"the margins have different totals: {sums}; expected the same total for all margins.",
            "give numbers of the same population, or proportions that add up to 1 in every margin.",
        )
    return designed if abs(totals[0] - 1) <= _NEAR else totals[0]


def place_levels(
    target: Target,
    columns: Sequence[str],
    keys: Sequence[tuple[Hashable, ...]],
    counts: NDArray[np.int64],
    where: str,
) -> NDArray[np.intp]:
    """Return the level of the margin that each cell lies in.

    Raises
    ------
    CalibrationError
        If the sample has a level that the margin lacks, or the margin has people at a level that
        the sample lacks.
    """
    places = [list(columns).index(name) for name in target.columns]
    number = {level: k for k, level in enumerate(target.levels)}
    sampled = [tuple(key[place] for place in places) for key in keys]
    total = dict(zip(target.levels, target.totals.tolist(), strict=True))
    unknown = {
        level: sum(
            int(n)
            for level_of_cell, n in zip(sampled, counts, strict=True)
            if level_of_cell == level
        )
        for level in dict.fromkeys(sampled)
        if not total.get(level, 0.0) > 0
    }
    if unknown:
        named = join_words(
            [f"{', '.join(map(repr, level))} ({n} rows)" for level, n in unknown.items()]
        )
        raise CalibrationError(
            f"margin {target.name}: the sample{where} has the level {named}, but the margin has no "
            f"people at this level.",
            "give the total of this level, or merge the level with another level in the data.",
        )
    present = set(sampled)
    empty = [
        target.spoken(k)
        for k, level in enumerate(target.levels)
        if target.totals[k] > 0 and level not in present
    ]
    if empty:
        raise CalibrationError(
            f"margin {target.name}: the sample{where} has no respondents at the level "
            f"{join_words(empty)}, so no weights can represent it.",
            "merge this level with another level, in the data and in the margin.",
        )
    return np.array([number[level] for level in sampled], dtype=np.intp)
