"""Scale scores: several items of a respondent in one figure, which goes on as an item does."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs
import numpy as np

from likertkit._checks import as_names, check_choice, is_number
from likertkit._text import counted, join_words
from likertkit.errors import ArgumentError, ArgumentTypeError, MismatchError
from likertkit.instrument import Instrument, LikertScale
from likertkit.instrument._patterns import match_names
from likertkit.instrument._score_item import ScoreItem, ScoreMethod
from likertkit.responses._answers import NOT_ASKED, respondent_answers
from likertkit.responses._declaration import Block
from likertkit.responses._responses import Responses
from likertkit.responses.memory._columns import Column, check_columns
from likertkit.responses.memory._eager import EagerSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from likertkit.instrument import Item, Scoring
    from likertkit.responses._answers import RespondentAnswers

TOO_FEW = "too few items answered"
_POMP = 100
_HALF = 0.5
# Codes beyond this are not exact in floating point; scores are then rounded to parts of 1e-9.
_MOST_EXACT = 1 << 53
_FINE = 10**9
_MOST_LABELS = 2_000


class _Scored(NamedTuple):
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
    asked : array of bool, shape (n_rows,)
        Whether any item of the set was asked.
    k : int
        The items of the set.
    low, high : int
        The least and the greatest that one item may add.
    unit : float
        What a step is in the score of one item.
    """

    totals: NDArray[np.int64]
    n: NDArray[np.int64]
    asked: NDArray[np.bool_]
    k: int
    low: int
    high: int
    unit: float


def _sums(answers: RespondentAnswers, places: Sequence[int], method: ScoreMethod) -> _Sums:
    """Return the sums of the scores of a set of items, row by row."""
    items = [answers.instrument.items[i] for i in places]
    tables = [np.array(item.scores(answers.view), dtype=np.int64) for item in items]
    lows, highs = [int(table.min()) for table in tables], [int(table.max()) for table in tables]
    low, high, unit = lows[0], highs[0], 1.0
    if method == "pomp":
        # Each item as its part of its own range, over a denominator that all ranges share.
        whole = math.lcm(*(h - g for g, h in zip(lows, highs, strict=True)))
        tables = [
            (table - g) * (whole // (h - g))
            for table, g, h in zip(tables, lows, highs, strict=True)
        ]
        low, high, unit = 0, whole, _POMP / whole
    totals = np.zeros(len(answers.levels), dtype=np.int64)
    n = np.zeros(len(answers.levels), dtype=np.int64)
    asked = np.zeros(len(answers.levels), dtype=np.bool_)
    for i, table in zip(places, tables, strict=True):
        levels = answers.levels[:, i]
        valid = levels >= 0
        totals += np.where(valid, table[np.where(valid, levels, 0)], 0)
        n += valid
        asked |= levels != NOT_ASKED
    return _Sums(totals, n, asked, len(places), low, high, unit)


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


def _score_set(
    answers: RespondentAnswers,
    name: str,
    names: Sequence[str],
    method: ScoreMethod,
    min_answered: object,
) -> _Scored:
    """Return the scores of one set of items."""
    instrument, view = answers.instrument, answers.view
    places = [instrument.names.index(item) for item in names]
    items = [instrument.items[i] for i in places]
    if method != "pomp":
        _check_ranges(items, name, view)
    sums = _sums(answers, places, method)
    least = _least_answered(min_answered, method, sums.k)
    enough = sums.n >= least
    codes, ends, unit = _codes(sums, enough, method)
    found = np.unique(codes[enough])
    complete = bool((sums.n[enough] == sums.k).all())
    if complete and ends[1] - ends[0] < _MOST_LABELS:
        levels = np.arange(ends[0], ends[1] + 1)
    else:
        levels = np.union1d(found, ends)
    positive = {item.scale.positive for item in items}
    scale = LikertScale(
        levels.tolist(),
        positive="high" if view == "favourable" else positive.pop() if len(positive) == 1 else None,
        nonsubstantive={TOO_FEW: None},
    )
    cells = np.full(len(codes), scale.n_levels, dtype=np.int32)
    cells[enough] = np.searchsorted(levels, codes[enough])
    few = ~enough & (sums.n > 0)
    cells[few] = scale.n_levels + 1
    item = ScoreItem(
        name, scale, subscale=None, unit=unit, items=tuple(names), method=method, view=view
    )
    return _Scored(item, cells, sums.n, _notes_of(name, sums, enough, least, method))


def _codes(
    sums: _Sums, enough: NDArray[np.bool_], method: ScoreMethod
) -> tuple[NDArray[np.int64], tuple[int, int], float]:
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
        mean = sums.totals / np.maximum(sums.n, 1) * times * sums.unit
        codes = np.round(np.where(enough, mean, 0) * _FINE).astype(np.int64)
        ends = [round(end * times * sums.unit * _FINE) for end in (sums.low, sums.high)]
        return codes, (ends[0], ends[1]), 1 / _FINE
    table = np.zeros(sums.k + 1, dtype=np.int64)
    table[sizes] = [step // shared for step in steps.values()]
    low, high = (end * times * whole // shared for end in (sums.low, sums.high))
    return sums.totals * table[sums.n], (low, high), unit


def _notes_of(
    name: str, sums: _Sums, enough: NDArray[np.bool_], least: int, method: ScoreMethod
) -> tuple[str, ...]:
    """Return who has a score of fewer items than all."""
    some = int(np.count_nonzero(enough & (sums.n < sums.k)))
    if not some:
        return ()
    what = "sum is prorated: the mean of the items answered, times their number"
    if method != "sum":
        what = "score is that of the items answered"
    few = f"{least}" if least == sums.k - 1 else f"{least} to {sums.k - 1}"
    scored = f"{name}: {counted(some, 'row')} with {few} of {sums.k} items answered; the {what}."
    return (scored,)


_METHODS: dict[ScoreMethod, str] = {
    "mean": "means of the items",
    "sum": "sums of the items",
    "pomp": "percent of the maximum possible (0 to 100)",
}


@attrs.frozen(init=False, eq=False, repr=False)
class Scores(Responses):
    """Scale scores of respondents, which go wherever responses go.

    Made by :func:`scale_scores`.  Each score is an item of `instrument`; its levels are all the
    values that the score has, so that every estimate, comparison and picture takes it.
    """

    _method: ScoreMethod = "mean"
    _n_answered: tuple[tuple[NDArray[np.int64], ...], ...] = ()

    def scored(self, view: Scoring) -> Scores:
        """Return the scores; the view is chosen before they are made.

        Parameters
        ----------
        view : {'keyed', 'favourable'}
            The view in which the items were scored.

        Returns
        -------
        Scores
            The same.

        Raises
        ------
        ArgumentError
            If it is another view.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> trial = lk.Instrument("trial", [lk.Item("a", lk.LikertScale(positive="high"))])
        >>> scores = lk.scale_scores(lk.Responses(pd.DataFrame({"a": [2, 5]}), trial))
        >>> scores.scored("keyed") is scores
        True
        """
        for item in self.instrument:
            item.scores(view)
        return self

    def __repr__(self) -> str:
        """Return which scores there are."""
        sets = join_words([repr(name) for name in self.instrument.names])
        what = (
            f"Scores of {self.instrument.name!r}: {self._source.describe()}, {sets}; "
            f"{_METHODS[self._method]}, {self.view}"
        )
        return "\n".join((what, *self._notes))


def scale_scores(
    responses: Responses,
    *,
    subscale: str | Iterable[str] | None = None,
    items: Mapping[str, str | Iterable[str]] | None = None,
    method: ScoreMethod = "mean",
    min_answered: float | None = None,
) -> Scores:
    """Score the items of each subscale, respondent by respondent.

    Nothing is imputed: the score is that of the items which a respondent answered, where these
    are enough, and missing where they are not.

    Parameters
    ----------
    responses : Responses
        Answers in memory.
    subscale : str or iterable of str, optional
        The subscales to score; by default all, or the whole instrument where it declares none.
    items : mapping of str to str or iterable of str, optional
        Further or other sets: name of the score → items, by name or pattern.  Sets may overlap,
        as a total and its parts.  With `items` alone no subscale is scored.
    method : {'mean', 'sum', 'pomp'}, optional
        The mean of the items, on their scale; the sum; or the percent of the maximum possible,
        0 to 100, which also joins items on different scales.
    min_answered : float or int, optional
        How many items must be answered: a float is a share of the items, an int a number.  By
        default half of the items for means and POMP, and all items for sums; a sum of fewer is
        prorated, and a note counts it.

    Returns
    -------
    Scores
        One item a set; a row a row of the data.  Negatively keyed items are reversed: the view
        ``as_answered`` becomes ``keyed``.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        If the responses are in an engine, or an argument is not what it should be.
    UnknownItemError
        If there is no such subscale or item.
    MismatchError
        If the items of a mean or sum have scales of different ranges.
    OptionError
        If *method* is not one of the three.

    References
    ----------
    .. [1] Cohen, Cohen, Aiken and West (1999), The problem of units and the circumstance for
       POMP, Multivariate Behavioral Research 34, 315-346.
    .. [2] Newman (2014), Missing data: five practical guidelines, Organizational Research Methods
       17, 372-411.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> trial = lk.Instrument(
    ...     "trial", [lk.Item("calm", scale), lk.Item("tense", scale, keyed="negative")]
    ... )
    >>> frame = pd.DataFrame({"calm": [4, 5, None], "tense": [2, 3, None]})
    >>> scores = lk.scale_scores(lk.Responses(frame, trial))
    >>> row = lk.means(scores)["trial"]
    >>> row.mean, row.n, row.n_missing
    (4.0, 2, 1)
    """
    check_choice(method, "method", ScoreMethod)
    if isinstance(responses, Scores):
        raise ArgumentTypeError(
            "responses are scores already.", "score the responses that hold the items."
        )
    if isinstance(responses, Responses) and responses.view == "as_answered":
        responses = responses.scored("keyed")
    whole = responses._evolved(_domain=None) if isinstance(responses, Responses) else responses  # noqa: SLF001
    answers = respondent_answers(whole, ())
    sets = _sets(responses.instrument, subscale, items)
    scored = [_score_set(answers, name, its, method, min_answered) for name, its in sets.items()]
    return _bind(responses, scored, method)


def _sets(instrument: Instrument, subscale: object, items: object) -> dict[str, tuple[str, ...]]:
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
    return sets


def _bind(responses: Responses, scored: Sequence[_Scored], method: ScoreMethod) -> Scores:
    """Return the scores in the place of the answers, beside the columns that there are."""
    source, declared = responses._source, responses._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if not isinstance(source, EagerSource):
        raise ArgumentError("no rows in memory.", "read them.")
    old = declared.instrument
    instrument = Instrument(
        old.name, [one.item for one in scored], title=old.title, citation=old.citation
    )
    blocks, coded, n_answered = [], [], []
    for b, block in enumerate(declared.blocks):
        asked = {name for name, _ in block.columns}
        here = slice(b * source.n_rows(), (b + 1) * source.n_rows())
        its = [(i, one) for i, one in enumerate(scored) if asked.intersection(one.item.items)]
        blocks.append(Block(block.condition, tuple((one.item.name,) * 2 for _, one in its)))
        coded.append(tuple((i, one.item, _column(one.item, one.places[here])) for i, one in its))
        n_answered.append(tuple(one.n_answered[here] for _, one in its))
    width = max(item.scale.n_cells for item in instrument)
    counts = np.zeros((len(blocks), len(scored), width), dtype=np.int64)
    for table, its_coded in zip(counts, coded, strict=True):
        if its_coded:
            found = check_columns([(item, column) for _, item, column in its_coded])
            table[[i for i, _, _ in its_coded], : found.shape[1]] = found
    made = Scores.__new__(Scores)
    fields: dict[str, Any] = {
        field.name: getattr(responses, field.name) for field in attrs.fields(Responses)
    }
    fields |= {
        "_source": attrs.evolve(source, blocks=tuple(coded), found=counts, made=instrument.names),
        "_declared": attrs.evolve(declared, instrument=instrument, blocks=tuple(blocks)),
        "_notes": (*responses._notes, *(note for one in scored for note in one.notes)),  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
        "_method": method,
        "_n_answered": tuple(n_answered),
    }
    for name, value in fields.items():
        object.__setattr__(made, name, value)
    return made


def _column(item: Item, cells: NDArray[np.int32]) -> Column:
    """Return the cells as a column of numbers that are cells."""
    return Column(cells, tuple((k, k) for k in range(item.scale.n_cells)), item.scale.n_levels)
