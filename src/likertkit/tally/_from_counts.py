"""Counts that were published, or made elsewhere, as a tally."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from likertkit.errors import (
    ArgumentError,
    BlankKeyError,
    CountsError,
    FrameError,
    MissingColumnError,
    Sighting,
    UnknownItemError,
)
from likertkit.instrument._instrument import check_instrument
from likertkit.instrument._placing import check_spellings, place_values
from likertkit.results._arrays import check_total
from likertkit.tally._axes import Axis, plain_key, sorted_groups
from likertkit.tally._to_frame import WEIGHTLESS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from likertkit.instrument import Instrument
    from likertkit.instrument._layout import Placement
    from likertkit.tally._axes import Group, Role

_CELL_COLUMNS = ("item", "code", "count")
_OTHER_COLUMNS = ("label", "kind", "weighted_count", "squared_weight")
_BLANK = "blank"


class ReadCounts(NamedTuple):
    """What a tally is made of, read from counts.

    Attributes
    ----------
    axes, groups, counts, sums, squares, zeros
        As in a tally.
    """

    axes: tuple[Axis, ...]
    groups: tuple[Group, ...]
    counts: NDArray[np.int64]
    sums: NDArray[np.float64] | None
    squares: NDArray[np.float64] | None
    zeros: NDArray[np.int64] | None


class _Cell(NamedTuple):
    group: Group
    item: str
    answer: object
    number: object
    weight: object = None
    square: object = None
    kind: object = None


def _cells_of_mapping(counts: Mapping[str, Mapping[object, object]]) -> list[_Cell]:
    cells = []
    for item, answers in counts.items():
        if not isinstance(answers, Mapping):
            raise CountsError(
                f"item {item!r} has {answers!r} instead of a mapping of answers to counts.",
                "write the counts as {'item': {code: count}}.",
            )
        cells += [_Cell((), item, answer, count) for answer, count in answers.items()]
    return cells


def _cells_of_frame(frame: object) -> tuple[tuple[str, ...], bool, list[_Cell]]:
    """Return the names of the axes, whether there are weights, and the cells."""
    import narwhals as nw
    from narwhals.exceptions import DuplicateError

    try:
        data = nw.from_native(frame, eager_only=True)  # type: ignore[call-overload]
    except DuplicateError as error:
        raise FrameError(
            "the table of counts has several columns with the same name; expected different names.",
            "rename the columns.",
        ) from error
    except TypeError as error:
        raise FrameError(
            f"counts is a {type(frame).__name__}; expected a mapping or a data frame.",
            "pass {'item': {code: count}}, or a data frame with item, code and count.",
        ) from error
    odd = [name for name in data.columns if not isinstance(name, str)]
    if odd:
        raise FrameError(
            f"the table of counts has column names that are not text: {odd[:5]}; expected texts.",
            "rename the columns.",
        )
    missing = tuple(name for name in _CELL_COLUMNS if name not in data.columns)
    if missing:
        raise MissingColumnError(missing, tuple(data.columns), "table of counts")
    axes = tuple(n for n in data.columns if n not in (*_CELL_COLUMNS, *_OTHER_COLUMNS))
    sums = [name for name in ("weighted_count", "squared_weight") if name in data.columns]
    if len(sums) == 1:
        other = {"weighted_count": "squared_weight"}.get(sums[0], "weighted_count")
        raise MissingColumnError((other,), tuple(data.columns), "weights")
    weighted = bool(sums)
    cells = []
    for row in data.iter_rows(named=True):
        answer = plain_key(row["code"])
        if answer is None:
            answer = plain_key(row.get("label"))
        cells.append(
            _Cell(
                tuple(plain_key(row[name]) for name in axes),
                row["item"],
                None if answer == _BLANK else answer,
                row["count"],
                row.get("weighted_count"),
                row.get("squared_weight"),
                row.get("kind"),
            )
        )
    return axes, weighted, cells


def _whole(cell: _Cell) -> int:
    """Return a cell's count as an int, or say why it is not a count."""
    value = plain_key(cell.number)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        check_total(value)
        return value
    raise CountsError(
        f"item {cell.item!r} has the count {cell.number!r} for the answer {cell.answer!r}; "
        "expected a whole number of respondents, 0 or more.",
        "pass counts, not percentages; `lk.published` reads percentages.",
    )


def _weight(cell: _Cell, value: object) -> float:
    if isinstance(value, int | float) and math.isfinite(value) and value >= 0:
        return float(value)
    raise CountsError(
        f"item {cell.item!r} has the weight sum {value!r} for the answer {cell.answer!r}; "
        "expected a finite number, 0 or more.",
        "pass the sum of the weights and the sum of the squared weights of the respondents in the "
        "cell.",
    )


def read_counts(
    counts: Mapping[str, Mapping[object, object]] | pd.DataFrame,
    instrument: Instrument,
    *,
    condition: str | None,
    stratum: str | None,
) -> ReadCounts:
    """Read the counts that :meth:`Tally.from_counts` takes."""
    check_instrument(instrument)
    if isinstance(counts, Mapping):
        names: tuple[str, ...] = ()
        weighted, cells = False, _cells_of_mapping(counts)
    else:
        names, weighted, cells = _cells_of_frame(counts)
    axes = _axes(names, condition, stratum)
    _check_filled(axes, cells)
    groups = sorted_groups(axes, [cell.group for cell in cells]) if axes else [()]
    number = {group: g for g, group in enumerate(groups)}
    width = max(item.scale.n_cells for item in instrument)
    table = np.zeros((len(groups), len(instrument), width), dtype=np.int64)
    sums, squares = np.zeros(table.shape), np.zeros(table.shape)
    zeros = np.zeros(table.shape[:2], dtype=np.int64)
    weightless = [cell for cell in cells if weighted and cell.kind == WEIGHTLESS]
    for cell in weightless:
        if cell.item not in instrument.names:
            raise UnknownItemError(str(cell.item), instrument.names)
        zeros[number[cell.group], instrument.names.index(cell.item)] += _whole(cell)
    cells = [cell for cell in cells if not (weighted and cell.kind == WEIGHTLESS)]
    counted_answers: dict[tuple[int, int, int], set[object]] = {}
    for cell, at in zip(cells, _placed(cells, instrument), strict=True):
        key = (number[cell.group], *at)
        # A reason with several codes is one cell, to which each code adds.
        coded = isinstance(cell.answer, int) and at[1] > instrument[cell.item].scale.n_levels
        before = counted_answers.setdefault(key, set())
        if before and not (coded and before.isdisjoint({cell.answer, None})):
            raise CountsError(
                f"item {cell.item!r} has two counts for the answer {cell.answer!r}; expected one "
                f"count for each answer and group.",
                "add the counts, or declare the column in which the two rows differ.",
            )
        before.add(cell.answer if coded else None)
        table[key] += _whole(cell)
        if weighted:
            sums[key] += _weight(cell, cell.weight)
            squares[key] += _weight(cell, cell.square)
    return ReadCounts(
        axes=axes,
        groups=tuple(groups),
        counts=table,
        sums=sums if weighted else None,
        squares=squares if weighted else None,
        zeros=zeros if weighted else None,
    )


def _axes(names: tuple[str, ...], condition: str | None, stratum: str | None) -> tuple[Axis, ...]:
    if condition is not None and condition == stratum:
        raise ArgumentError(
            f"column {condition!r} is declared as the condition and as the stratum.",
            "name two different columns.",
        )
    roles: dict[str, Role] = {}
    given: tuple[tuple[str | None, Role], ...] = ((condition, "condition"), (stratum, "stratum"))
    for name, role in given:
        if name is not None and name not in names:
            raise MissingColumnError((name,), names, role)
        roles[role if name is None else name] = role
    return tuple(Axis(name, roles.get(name, "by")) for name in names)


def _check_filled(axes: Sequence[Axis], cells: Sequence[_Cell]) -> None:
    """Raise if a row names no condition or no stratum."""
    for place, axis in enumerate(axes):
        blank = sum(cell.group[place] is None for cell in cells)
        if blank and axis.role != "by":
            raise BlankKeyError(
                f"the {axis.role} column {axis.name!r} has {Sighting('blank', blank)}; expected "
                "a value in every row.",
                f"fill in the {axis.role}, or remove these rows from the data.",
            )


def _placed(cells: Sequence[_Cell], instrument: Instrument) -> list[tuple[int, int]]:
    """Return the item and cell numbers of each cell; raise for what belongs nowhere."""
    number = {name: i for i, name in enumerate(instrument.names)}
    rows: dict[str, list[int]] = {}
    for row, cell in enumerate(cells):
        if cell.item not in number:
            raise UnknownItemError(cell.item, instrument.names)
        rows.setdefault(cell.item, []).append(row)
    places = [(0, 0)] * len(cells)
    for item, its_rows in rows.items():
        scale = instrument[item].scale
        # All answers of an item at once: together they may prove what "1 - Never" means.
        placements = place_values(scale, [cells[row].answer for row in its_rows])
        totals: dict[str, tuple[Placement, int]] = {}
        for row, placement in zip(its_rows, placements, strict=True):
            shown = repr(cells[row].answer)
            before = totals.get(shown, (placement, 0))[1]
            totals[shown] = (placement, before + _whole(cells[row]))
            places[row] = (number[item], placement.cell or 0)
        check_spellings(
            item,
            scale,
            [(placement, Sighting(shown, n)) for shown, (placement, n) in totals.items()],
        )
    return places
