"""The rows of a summary of printed means."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import attrs

from likertkit.bias import nonresponse_bounds
from likertkit.errors import PopulationError
from likertkit.published import PublishedTable, overlap_bounds
from likertkit.summary._conditions import choose_conditions, of_conditions
from likertkit.summary._row import BOUNDS_NOTE, NO_BOUNDS, SummaryRow

if TYPE_CHECKING:
    from collections.abc import Hashable

    from likertkit.summary._options import SummaryOptions


def published_rows(
    data: PublishedTable, options: SummaryOptions
) -> tuple[tuple[SummaryRow, ...], tuple[Hashable, ...], tuple[str, ...]]:
    """Return the rows, the conditions and the notes."""
    chosen = choose_conditions(data.conditions, options.first, options.second)
    conditions = tuple(map(str, chosen))
    known, data = data.conditions, _restricted(data, conditions)
    notes = [
        (
            "Codes as answered. Means as printed; the difference is that of the two printed means, "
            "which may have different raters."
        )
    ]
    bounds, why = _bounds(data, known, options)
    both, about_both = _within(data, conditions, options)
    impossible = impossible_means(data)
    rows = tuple(
        attrs.evolve(
            _row(data, item, conditions, bounds, both),
            note=_note(data, item, conditions, impossible),
        )
        for item in data.items
    )
    return rows, conditions, (*notes, *why, *about_both)


def impossible_means(data: PublishedTable) -> dict[tuple[str, str], str]:
    """Return why the stated number of answers cannot have a mean, by condition and item."""
    reasons: dict[tuple[str, str], str] = {}
    for name in data.conditions:
        if name in data.n:
            alone = PublishedTable(
                means={name: data.means[name]}, instrument=data.instrument, n={name: data.n[name]}
            )
            # Whether there are bounds does not depend on the number of people invited.
            rows = nonresponse_bounds(alone, invited=max(data.n[name].values()))
            reasons |= {(name, row.item): row.note for row in rows if row.note}
    return reasons


def _restricted(data: PublishedTable, conditions: tuple[str, ...]) -> PublishedTable:
    """Return the columns that are summarised."""
    return PublishedTable(
        means={name: data.means[name] for name in conditions},
        instrument=data.instrument,
        n={name: data.n[name] for name in conditions if name in data.n},
    )


def _numbers(data: PublishedTable) -> bool:
    """Return whether the table states the number of answers of every mean."""
    return all(name in data.n for name in data.conditions)


def _bounds(
    data: PublishedTable, known: tuple[str, ...], options: SummaryOptions
) -> tuple[dict[tuple[str, str], Any], list[str]]:
    """Return the bounds on the means of everybody who was asked, by condition and item."""
    if not _numbers(data):
        return {}, [
            (
                "The table does not state its n; `published.feasible_n` finds the n that the means "
                "allow."
            )
        ]
    if options.invited is not None:
        invited: Any = of_conditions(options.invited, known, data.conditions)
        return _read_bounds(data, invited), [BOUNDS_NOTE]
    if options.design is None:
        return {}, []
    invited = {name: options.design.invited_to(name) for name in data.conditions}
    if None in invited.values():
        return {}, []
    try:
        return _read_bounds(data, invited), [BOUNDS_NOTE]
    except PopulationError as error:
        return {}, [f"{NO_BOUNDS}{error.problem()}"]


def _read_bounds(data: PublishedTable, invited: Any) -> dict[tuple[str, str], Any]:
    table = nonresponse_bounds(data, invited=invited)
    return {(str(row.by[0][1]), row.item): row for row in table}


def _within(
    data: PublishedTable, conditions: tuple[str, ...], options: SummaryOptions
) -> tuple[dict[str, Any], list[str]]:
    """Return the bounds on the mean difference among people who rated both."""
    responded = None if options.design is None else options.design.responded
    if len(conditions) < 2 or responded is None or not _numbers(data):
        return {}, []
    first, second = conditions
    items = [item for item in data.items if all(item in data.means[name] for name in conditions)]
    most = max((data.n[name][item] for name in conditions for item in items), default=0)
    if most > responded:
        return {}, [
            (
                "Bounds on the difference among people who rated both are not shown: the table "
                f"has {most} answers to an item, more than the {responded} respondents of the "
                "design."
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
            "within_low, within_high: bounds on the mean difference among people who rated both, "
            f"for the smallest number of people that {responded} respondents allow; for more "
            "people the difference lies within these bounds too."
        )
    ]


def _note(
    data: PublishedTable,
    item: str,
    conditions: tuple[str, ...],
    impossible: dict[tuple[str, str], str],
) -> str:
    """Say which mean of an item is missing, and which is impossible."""
    reasons = [
        f"no mean is printed under {name!r}" for name in conditions if item not in data.means[name]
    ]
    reasons += [
        f"under {name!r} {impossible[name, item]}"
        for name in conditions
        if (name, item) in impossible
    ]
    return "; ".join(reasons)


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
            ends = bounds[condition, item]
            figures |= {f"low_{name}": ends.low, f"high_{name}": ends.high}
    if item in both:
        figures |= {"within_low": both[item].low, "within_high": both[item].high}
    if len(conditions) == 2:
        figures["mean_difference"] = data.differences(*conditions)[item].naive_difference
    return SummaryRow(item=item, **figures)
