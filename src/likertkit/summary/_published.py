"""The rows of a summary of printed means."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import attrs

from likertkit.bias import nonresponse_bounds
from likertkit.errors import PopulationError
from likertkit.published import PublishedTable, overlap_bounds
from likertkit.summary._conditions import choose_conditions, of_conditions
from likertkit.summary._row import BOUNDS_NOTE, SummaryRow

if TYPE_CHECKING:
    from collections.abc import Hashable

    from likertkit.summary._options import SummaryOptions


def published_rows(
    data: PublishedTable, options: SummaryOptions
) -> tuple[tuple[SummaryRow, ...], tuple[Hashable, ...], tuple[str, ...]]:
    """Return the rows, the conditions and the notes."""
    stated = choose_conditions(data.conditions, options.first, options.second)
    conditions = tuple(map(str, stated))
    known, data = data.conditions, _restricted(data, conditions)
    notes = [
        "Codes as answered; means as printed, the difference that of two columns, whoever answered."
    ]
    bounds, why = _bounds(data, known, options)
    both, said = _within(data, conditions, options)
    false = impossible_means(data)
    rows = tuple(
        attrs.evolve(
            _row(data, item, conditions, bounds, both), note=_note(data, item, conditions, false)
        )
        for item in data.items
    )
    return rows, conditions, (*notes, *why, *said)


def impossible_means(data: PublishedTable) -> dict[tuple[str, str], str]:
    """Return why the stated number of answers cannot have a mean, by condition and item."""
    found: dict[tuple[str, str], str] = {}
    for one in data.conditions:
        if one in data.n:
            alone = PublishedTable(
                means={one: data.means[one]}, instrument=data.instrument, n={one: data.n[one]}
            )
            # Whether there are bounds at all does not hang on how many were invited.
            rows = nonresponse_bounds(alone, invited=max(data.n[one].values()))
            found |= {(one, row.item): row.note for row in rows if row.note}
    return found


def _restricted(data: PublishedTable, conditions: tuple[str, ...]) -> PublishedTable:
    """Return the columns that are summarised."""
    return PublishedTable(
        means={one: data.means[one] for one in conditions},
        instrument=data.instrument,
        n={one: data.n[one] for one in conditions if one in data.n},
    )


def _numbers(data: PublishedTable) -> bool:
    """Return whether the table says how many stand behind every mean."""
    return all(one in data.n for one in data.conditions)


def _bounds(
    data: PublishedTable, known: tuple[str, ...], options: SummaryOptions
) -> tuple[dict[tuple[str, str], Any], list[str]]:
    """Return what the means can be once the silent are counted, by condition and item."""
    if not _numbers(data):
        return {}, [
            "The table does not state its n; `published.feasible_n` tells which the means allow."
        ]
    if options.invited is not None:
        invited: Any = of_conditions(options.invited, known, data.conditions)
        return _read_bounds(data, invited), [BOUNDS_NOTE]
    if options.design is None:
        return {}, []
    invited = {one: options.design.invited_to(one) for one in data.conditions}
    if None in invited.values():
        return {}, []
    try:
        return _read_bounds(data, invited), [BOUNDS_NOTE]
    except PopulationError as error:
        return {}, [f"Bounds on the means of all who were asked are not shown: {error.problem()}"]


def _read_bounds(data: PublishedTable, invited: Any) -> dict[tuple[str, str], Any]:
    table = nonresponse_bounds(data, invited=invited)
    return {(str(row.by[0][1]), row.item): row for row in table}


def _within(
    data: PublishedTable, conditions: tuple[str, ...], options: SummaryOptions
) -> tuple[dict[str, Any], list[str]]:
    """Return what the difference of those can be who rated both."""
    responded = None if options.design is None else options.design.responded
    if len(conditions) < 2 or responded is None or not _numbers(data):
        return {}, []
    first, second = conditions
    items = [item for item in data.items if all(item in data.means[one] for one in conditions)]
    most = max((data.n[one][item] for one in conditions for item in items), default=0)
    if most > responded:
        return {}, [
            (
                "Bounds on the difference of those who rated both are not shown: the table "
                f"has {most} answers to an item, more than the {responded} who are said to have "
                "answered."
            )
        ]
    if not items:
        return {}, []
    table = overlap_bounds(
        {item: data.mean(first, item) for item in items},
        {item: data.mean(second, item) for item in items},
        n_first={item: data.n[first][item] for item in items},
        n_second={item: data.n[second][item] for item in items},
        n_respondents=responded,
        scale=data.instrument,
    )
    return {row.item: row for row in table}, [
        (
            "within_low, within_high: bounds on the difference of those who rated both, as "
            f"the fewest that {responded} respondents allow; of more it lies within them."
        )
    ]


def _note(
    data: PublishedTable, item: str, conditions: tuple[str, ...], false: dict[tuple[str, str], str]
) -> str:
    """Say which mean of an item is not there, and which cannot be."""
    said = [
        f"no mean is printed under {one!r}" for one in conditions if item not in data.means[one]
    ]
    said += [f"under {one!r} {false[one, item]}" for one in conditions if (one, item) in false]
    return "; ".join(said)


def _row(
    data: PublishedTable,
    item: str,
    conditions: tuple[str, ...],
    bounds: dict[tuple[str, str], Any],
    both: dict[str, Any],
) -> SummaryRow:
    figures: dict[str, Any] = {"n_first": None, "mean_first": math.nan}
    for name, condition in zip(("first", "second"), conditions, strict=False):
        figures[f"n_{name}"] = data.n.get(condition, {}).get(item)
        if item in data.means[condition]:
            figures[f"mean_{name}"] = float(data.mean(condition, item))
        if (condition, item) in bounds:
            found = bounds[condition, item]
            figures |= {f"low_{name}": found.low, f"high_{name}": found.high}
    if item in both:
        figures |= {"within_low": both[item].low, "within_high": both[item].high}
    if len(conditions) == 2:
        figures["mean_difference"] = data.differences(*conditions)[item].naive_difference
    return SummaryRow(item=item, **figures)
