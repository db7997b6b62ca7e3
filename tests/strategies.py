"""What the project's own properties need beyond `likertkit.testing`: sheets that know the truth.

A sheet is drawn before any engine holds it, so that a test can say what its cells mean without
asking likertkit.
"""

from __future__ import annotations

import math
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Any, get_args

import attrs
from hypothesis import Phase, find, settings
from hypothesis.errors import HypothesisWarning, NoSuchExample

from likertkit.errors import LikertkitError
from likertkit.testing import instruments, scales
from likertkit.testing._options import Engine
from likertkit.testing._responses import sheet_options
from likertkit.testing._sheets import Sheet
from likertkit.testing._sheets import sheets as _sheets
from tests.spark import spark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

VIEWS = ("as_answered", "keyed", "favourable")
REL, ABS = 1e-9, 1e-9


def fewer(share: float) -> settings:
    """Return settings with a share of the profile's examples, for a test whose examples cost."""
    return settings(max_examples=max(1, round(settings().max_examples * share)))


# A query of Spark's takes a second, whatever it asks, and one of Dask's a tenth.
SHARES = {"pyspark": 0.04, "dask": 0.3}
QUICK = tuple(engine for engine in get_args(Engine) if engine not in SHARES)


def on_engine(engine: str, share: float) -> settings:
    """Return settings with a share of the profile's examples, and fewer for a slow engine."""
    if engine == "pyspark":
        spark()
    return fewer(share * SHARES.get(engine, 1))


def reached(strategy: SearchStrategy[Any], corner: Callable[[Any], object]) -> Any:
    """Return something in a corner of what a strategy draws, the same in every run."""
    plan = settings(max_examples=2000, phases=[Phase.generate], derandomize=True, database=None)
    with warnings.catch_warnings():
        # What is found may be long to print, and nobody prints it.
        warnings.simplefilter("ignore", HypothesisWarning)
        return find(strategy, lambda drawn: bool(corner(drawn)), settings=plan)


def simplest(strategy: SearchStrategy[Any]) -> Any:
    """Return what a failure shrinks to where anything fails."""
    plan = settings(phases=[Phase.generate, Phase.shrink], derandomize=True, database=None)
    return find(strategy, lambda _: True, settings=plan)


def corners_reached(
    strategy: SearchStrategy[Any], corners: Mapping[str, Callable[[Any], object]]
) -> set[str]:
    """Return the names of the corners that a strategy draws, the same in every run."""
    met: set[str] = set()

    def all_met(drawn: Any) -> bool:
        met.update(name for name in corners.keys() - met if corners[name](drawn))
        return len(met) == len(corners)

    with suppress(NoSuchExample):
        reached(strategy, all_met)
    return met


def directed(**options: Any) -> SearchStrategy[Any]:
    """Return a strategy for instruments whose scales all say which end is the positive one."""
    return instruments(**{"scale": scales(positive="declared"), **options})


def sheets(**options: Any) -> SearchStrategy[Sheet]:
    """Return a strategy for sheets, with the options of `likertkit.testing.responses`."""
    small = {"instrument": directed(max_items=2), "max_rows": 10}
    return _sheets(sheet_options(**{**small, **options}))


def taken(sheet: Sheet, rows: Sequence[int]) -> Sheet:
    """Return the sheet of these rows, in this order."""

    def some(cells: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(cells[row] for row in rows)

    return attrs.evolve(
        sheet,
        n_rows=len(rows),
        answers=tuple(
            attrs.evolve(one, meant=some(one.meant), cells=some(one.cells)) for one in sheet.answers
        ),
        keys=tuple(attrs.evolve(one, cells=some(one.cells)) for one in sheet.keys),
    )


def cells_of(sheet: Sheet, role: str) -> tuple[Any, ...] | None:
    """Return the cells of the column with a role, or of that name; None where there is none."""
    return next((k.cells for k in sheet.keys if role in {k.role, k.name}), None)


def with_cells(sheet: Sheet, role: str, cells: Iterable[object]) -> Sheet:
    """Return the sheet with other cells in the column that has a role."""
    keys = [attrs.evolve(k, cells=tuple(cells)) if k.role == role else k for k in sheet.keys]
    return attrs.evolve(sheet, keys=tuple(keys))


def without(sheet: Sheet, role: str) -> Sheet:
    """Return the sheet without the column that has a role."""
    return attrs.evolve(sheet, keys=tuple(k for k in sheet.keys if k.role != role))


def group_rows(sheet: Sheet, names: Sequence[str]) -> dict[tuple[Any, ...], list[int]]:
    """Return the rows of each group along columns of keys; all rows where none is named."""
    columns = [cells_of(sheet, name) or () for name in names]
    groups: dict[tuple[Any, ...], list[int]] = {} if names else {(): []}
    for row in range(sheet.n_rows):
        groups.setdefault(tuple(column[row] for column in columns), []).append(row)
    return groups


def turned(item: Any, view: str) -> bool:
    """Return whether a view turns an item's codes end for end."""
    negative = item.keyed == "negative"
    if view == "as_answered":
        return False
    return negative != (view == "favourable" and item.scale.positive == "low")


def expanded(sheet: Sheet, number: int, view: str, rows: Iterable[int]) -> list[int]:
    """Return the scores of an item's valid answers, row by row, worked out from the meaning."""
    item = sheet.instrument.items[number]
    meant = [sheet.answers[number].meant[row] for row in rows]
    codes = [one for one in meant if isinstance(one, int)]
    both = min(item.scale.codes) + max(item.scale.codes)
    return [both - code for code in codes] if turned(item, view) else codes


def outcome(function: Callable[..., object], *args: Any, **kwargs: Any) -> object:
    """Return what a call gives, or what its error says."""
    try:
        return function(*args, **kwargs)
    except LikertkitError as error:
        return type(error), str(error)


def near(one: object, other: object) -> bool:
    """Return whether two figures agree: numbers nearly, undefined with undefined."""
    if isinstance(one, float) and isinstance(other, int | float):
        if math.isnan(one) or math.isnan(other):
            return math.isnan(one) and math.isnan(other)
        return math.isclose(one, other, rel_tol=REL, abs_tol=ABS)
    return one == other


def differences(one: Any, other: Any, *, leave_out: Iterable[str] = ()) -> list[object]:
    """Return where two tables, or errors in their place, do not agree."""
    if isinstance(one, tuple) or isinstance(other, tuple):
        return [] if one == other else [(one, other)]
    if one.names != other.names or len(one) != len(other):
        return [(one.names, len(one), other.names, len(other))]
    pairs = [(a.columns(), b.columns()) for a, b in zip(one, other, strict=True)]
    return [
        (a["item"], name, a[name], b[name])
        for a, b in pairs
        for name in a
        if name not in leave_out and not near(a[name], b[name])
    ]


def rows_of(sheet: Sheet) -> list[dict[str, Any]]:
    """Return what each row means: the answers by item, then the keys by role or name."""
    keys = {k.name if k.role == "by" else k.role: k.cells for k in sheet.keys}
    keys.setdefault("weight", (1,) * sheet.n_rows)
    answers = {
        name: one.meant for name, one in zip(sheet.instrument.names, sheet.answers, strict=True)
    }
    return [
        {name: cells[row] for name, cells in {**answers, **keys}.items()}
        for row in range(sheet.n_rows)
    ]


def cell_of(scale: Any, meaning: object, absent: int | None = None) -> int:
    """Return the place of a meaning: levels by code, blank, then reasons, then absent."""
    if meaning == "absent" and absent is not None:
        return absent
    if meaning is None:
        return len(scale.codes)
    if isinstance(meaning, int):
        return sorted(scale.codes).index(meaning)
    return len(scale.codes) + 1 + list(scale.nonsubstantive).index(meaning)
