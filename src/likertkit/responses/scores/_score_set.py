"""The scores of one set of items: whole numbers, and what one of them is in the score."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from likertkit._checks import as_names, is_number
from likertkit._text import counted, join_words
from likertkit.errors import ArgumentError, ArgumentTypeError, MismatchError
from likertkit.instrument import LikertScale
from likertkit.instrument._patterns import match_names
from likertkit.instrument._score_item import ScoreItem, ScoreMethod
from likertkit.results._units import times_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from likertkit.instrument import Instrument, Item, Scoring
    from likertkit.instrument._presets import Orientation
    from likertkit.responses._answers import RespondentAnswers

TOO_FEW = "too few items answered"
_POMP = 100
_HALF = 0.5
# Codes beyond this are not exact in floating point; scores are then rounded to parts of 1e-9.
_MOST_EXACT = 1 << 53
_FINE = 10**9
# Scores of more possible values are a table over the values that occur.
_MOST_LEVELS = 2_000
# Levels are numbered in 16 bits.
_MOST_VALUES = 30_000


class ScoredSet(NamedTuple):
    """The scores of one set of items.

    Attributes
    ----------
    item : ScoreItem
        The set as an item.
    places : array of int, shape (n_rows,)
        The level of each row; behind the levels the cells of blanks and of too few answers.
    n_answered : array of int, shape (n_rows,)
        How many items were answered.
    notes : tuple of str
        What must be said of these scores.
    """

    item: ScoreItem
    places: NDArray[np.int32]
    n_answered: NDArray[np.int64]
    notes: tuple[str, ...]


class _Sums(NamedTuple):
    """What the items of a set come to, in whole numbers.

    Attributes
    ----------
    totals : array of int, shape (n_rows,)
        The sums of the items answered, each a whole number of steps.
    n : array of int, shape (n_rows,)
        How many items were answered.
    k : int
        The items of the set.
    low, high : int
        The least and the greatest that one item may add.
    unit : Fraction
        What a step is in the score of one item.
    values : tuple of array of int
        What each item may add, in whole numbers of steps.
    """

    totals: NDArray[np.int64]
    n: NDArray[np.int64]
    k: int
    low: int
    high: int
    unit: Fraction
    values: tuple[NDArray[np.int64], ...]


def _sums(answers: RespondentAnswers, places: Sequence[int], method: ScoreMethod) -> _Sums:
    """Return the sums of the scores of a set of items, row by row."""
    items = [answers.instrument.items[i] for i in places]
    tables = [np.array(item.scores(answers.view), dtype=np.int64) for item in items]
    lows, highs = [int(table.min()) for table in tables], [int(table.max()) for table in tables]
    low, high, unit = lows[0], highs[0], Fraction(1)
    if method == "pomp":
        # Each item as its part of its own range, over a denominator that all ranges share.
        whole = math.lcm(*(h - g for g, h in zip(lows, highs, strict=True)))
        tables = [
            (table - g) * (whole // (h - g))
            for table, g, h in zip(tables, lows, highs, strict=True)
        ]
        low, high, unit = 0, whole, Fraction(_POMP, whole)
    totals = np.zeros(len(answers.levels), dtype=np.int64)
    n = np.zeros(len(answers.levels), dtype=np.int64)
    for i, table in zip(places, tables, strict=True):
        levels = answers.levels[:, i]
        valid = levels >= 0
        totals += np.where(valid, table[np.where(valid, levels, 0)], 0)
        n += valid
    return _Sums(totals, n, len(places), low, high, unit, tuple(tables))


def _check_ranges(items: Sequence[Item], name: str, view: Scoring) -> None:
    """Raise unless all items of a set have scores of one range."""
    ranges: dict[tuple[int, int], list[str]] = {}
    for item in items:
        scores = item.scores(view)
        ranges.setdefault((min(scores), max(scores)), []).append(item.name)
    if len(ranges) > 1:
        shown = "; ".join(
            f"{low} to {high} ({join_words(names[:3])}{', …' if len(names) > 3 else ''})"
            for (low, high), names in ranges.items()
        )
        raise MismatchError(
            f"the items of {name!r} have scales of different ranges: {shown}.",
            'use method="pomp", which puts each item on 0 to 100 before it is averaged.',
        )


def _least_answered(min_answered: object, method: ScoreMethod, k: int) -> int:
    """Return how many items of *k* must be answered."""
    if min_answered is None:
        return k if method == "sum" else math.ceil(_HALF * k)
    if isinstance(min_answered, bool) or not is_number(min_answered):
        raise ArgumentTypeError(
            f"min_answered={min_answered!r} is not a number.",
            "give a share of the items as a float, such as 0.5, or a number of items as an int.",
        )
    if isinstance(min_answered, int | np.integer):
        if not 1 <= min_answered <= k:
            raise ArgumentError(
                f"min_answered={min_answered!r} is not between 1 and the {counted(k, 'item')} of "
                "the set.",
                "a share of the items, such as 0.5, fits sets of every size.",
            )
        return int(min_answered)
    share = float(min_answered)
    if not 0 < share <= 1:
        raise ArgumentError(
            f"min_answered={min_answered!r} is not a share above 0 and up to 1.",
            "give a number of items as an int, such as min_answered=3.",
        )
    # Rounding of the product must not ask for one item more: 0.7 of 10 items are 7.
    return max(1, math.ceil(round(share * k, 9)))


def enough_answered(min_answered: float | None, method: ScoreMethod) -> str:
    """Return, in words, how many items must be answered."""
    if min_answered is None:
        min_answered = 1.0 if method == "sum" else _HALF
    if isinstance(min_answered, int | np.integer):
        verb = "is" if min_answered == 1 else "are"
        return f"at least {counted(int(min_answered), 'item')} {verb} answered"
    if min_answered == 1:
        return "all items are answered"
    share = "half" if min_answered == _HALF else f"{100 * min_answered:.4g} %"
    return f"at least {share} of the items are answered"


def score_set(
    answers: RespondentAnswers,
    name: str,
    names: Sequence[str],
    *,
    method: ScoreMethod,
    min_answered: object,
    inside: NDArray[np.bool_],
) -> ScoredSet:
    """Return the scores of one set of items; the notes count the rows *inside* the domain."""
    instrument, view = answers.instrument, answers.view
    places = [instrument.names.index(item) for item in names]
    items = [instrument.items[i] for i in places]
    if method != "pomp":
        _check_ranges(items, name, view)
    sums = _sums(answers, places, method)
    least = _least_answered(min_answered, method, sums.k)
    enough = sums.n >= least
    codes, ends, unit = _codes(sums, enough, method)
    complete = bool((sums.n[enough] == sums.k).all())
    possible = _possible(sums) if complete else None
    levels = np.union1d(codes[enough], ends) if possible is None else possible
    if len(levels) > _MOST_VALUES:
        raise ArgumentError(
            f"the score {name!r} has {len(levels)} different values, more than {_MOST_VALUES}.",
            "score complete answers alone (min_answered=1.0), or fewer items.",
        )
    declared: set[Orientation | None] = {item.scale.positive for item in items}
    positive = declared.pop() if len(declared) == 1 else None
    if view == "favourable":
        positive = "high"
    scale = LikertScale(
        levels.tolist(),
        positive=positive,
        nonsubstantive={TOO_FEW: None},
    )
    cells = np.full(len(codes), scale.n_levels, dtype=np.int32)
    cells[enough] = np.searchsorted(levels, codes[enough])
    few = ~enough & (sums.n > 0)
    cells[few] = scale.n_levels + 1
    item = ScoreItem(
        name,
        scale,
        unit=unit,
        every_level=possible is not None,
        items=tuple(names),
        method=method,
        view=view,
    )
    return ScoredSet(item, cells, sums.n, _notes_of(name, sums, enough & inside, least, method))


def _possible(sums: _Sums) -> NDArray[np.int64] | None:
    """Return all sums that complete answers may have; None if there are too many."""
    values = np.zeros(1, dtype=np.int64)
    for table in sums.values:
        values = np.unique(np.add.outer(values, table))
        if len(values) > _MOST_LEVELS:
            return None
    return values


def _codes(
    sums: _Sums, enough: NDArray[np.bool_], method: ScoreMethod
) -> tuple[NDArray[np.int64], tuple[int, int], Fraction]:
    """Return the scores as whole numbers, those of the ends, and what one is in the score.

    The mean of the items answered is a fraction whose denominator is their number; all scores get
    one denominator.  A sum is the mean times the number of items.
    """
    sizes = np.unique(sums.n[enough]).tolist() or [sums.k]
    times = sums.k if method == "sum" else 1
    whole = math.lcm(*sizes)
    steps = {size: times * whole // size for size in sizes}
    shared = math.gcd(*steps.values())
    most = max(abs(sums.low), abs(sums.high)) * times * whole // shared
    unit = sums.unit * shared / whole
    if most > _MOST_EXACT:
        mean = times_unit(sums.totals / np.maximum(sums.n, 1) * times, sums.unit)
        codes = np.round(np.where(enough, mean, 0) * _FINE).astype(np.int64)
        ends = [round(end * times * sums.unit * _FINE) for end in (sums.low, sums.high)]
        return codes, (ends[0], ends[1]), Fraction(1, _FINE)
    table = np.zeros(sums.k + 1, dtype=np.int64)
    table[sizes] = [step // shared for step in steps.values()]
    low, high = (end * times * whole // shared for end in (sums.low, sums.high))
    return sums.totals * table[sums.n], (low, high), unit


def _notes_of(
    name: str, sums: _Sums, scored: NDArray[np.bool_], least: int, method: ScoreMethod
) -> tuple[str, ...]:
    """Return who has a score of fewer items than all."""
    some = int(np.count_nonzero(scored & (sums.n < sums.k)))
    if not some:
        return ()
    what = "sum is prorated: the mean of the items answered, times their number"
    if method != "sum":
        what = "score is that of the items answered"
    most = sums.k - 1
    few = f"{least} {'or' if most == least + 1 else 'to'} {most}" if most > least else f"{least}"
    return (f"{name}: {counted(some, 'row')} with {few} of {sums.k} items answered; the {what}.",)


def stated_sets(
    instrument: Instrument, subscale: object, items: object
) -> dict[str, tuple[str, ...]]:
    """Return the items of each score."""
    names = instrument.names
    sets: dict[str, tuple[str, ...]] = {}
    if subscale is not None:
        for name in as_names(subscale, "subscale"):  # type: ignore[arg-type]
            sets[name] = tuple(item.name for item in instrument.subscale(name))
    elif items is None:
        for name in instrument.subscales:
            sets[name] = tuple(item.name for item in instrument.subscale(name))
        sets = sets or {instrument.name: names}
    if items is None:
        return sets
    if not isinstance(items, Mapping):
        raise ArgumentTypeError(
            f"items is a {type(items).__name__}; expected name of a score → items.",
            "write items={'total': 'q1..q10'}.",
        )
    for name, patterns in items.items():
        if name in sets:
            raise ArgumentError(
                f"items and subscale both name a score {name!r}.", "name the scores differently."
            )
        sets[name] = match_names(patterns, names, f"items[{name!r}]")
    empty = [f"items[{name!r}]" for name, its in sets.items() if not its] if sets else ["items"]
    if empty:
        raise ArgumentError(
            f"{empty[0]} is empty; expected at least one item.",
            "write items={'total': 'q1..q10'}.",
        )
    return sets


def check_columns_of_scores(sets: Iterable[str], keys: Iterable[str]) -> None:
    """Raise if two columns of the frame of scores would have one name."""
    more = ("", "_n_answered", "_missing")
    columns = [*keys, *(f"{name}{ending}" for name in sets for ending in more)]
    repeated = [name for name in columns if columns.count(name) > 1]
    if repeated:
        raise ArgumentError(
            f"two columns of the scores would be named {repeated[0]!r}.",
            "name the sets otherwise: items={'total': 'q1..q10'}.",
        )
