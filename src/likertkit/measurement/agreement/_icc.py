"""icc: intraclass correlations of scores that were given several times."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._checks import as_names, check_choice, check_confidence_level, check_flag
from likertkit._kernels.items._raters import distinct_rows
from likertkit._kernels.items._repeated import Definition, intraclass, mean_squares
from likertkit._text import format_figure, join_words
from likertkit.errors import ArgumentError
from likertkit.instrument._views import view_sentence
from likertkit.measurement.agreement._ratings import (
    conditions_of,
    interval_sentence,
    linked_pairs,
    pair_scores,
    whole_respondents,
)
from likertkit.responses import Responses
from likertkit.responses._as_tables import item_pairs
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from numpy.typing import NDArray

    from likertkit._kernels.items._repeated import CorrelationInterval, MeanSquares
    from likertkit.tally import PairTally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class IccRow(ItemRow):
    """How far the scores of one item agree between the conditions.

    Attributes
    ----------
    estimate, low, high : float
        The intraclass correlation with its interval; 1 where the scores agree fully.
    n_respondents : int
        Respondents with a valid answer under every condition; the other figures are of these.
    n_incomplete : int
        Respondents with a valid answer under some of the conditions only, who are left out.
    n_conditions : int
        Conditions: raters, or occasions.
    note : str
        Why a figure is undefined.
    """

    estimate: float
    low: float
    high: float
    n_respondents: int
    n_incomplete: int
    n_conditions: int
    note: str


_COLUMNS = column_names(IccRow)
_SHOWN = tuple(name for name in _COLUMNS if name != "note")


@attrs.frozen(eq=False, kw_only=True)
class _Repeated:
    """One item's complete scores in one group: each kind of respondent, and how many there are."""

    by: tuple[tuple[str, object], ...]
    item: str
    scores: NDArray[np.int64]
    counts: NDArray[np.int64]
    n_incomplete: int


@attrs.frozen(eq=False, kw_only=True)
class _Measured:
    """The scores of all items, with what a table must say of them."""

    conditions: tuple[Hashable, ...]
    names: tuple[str, ...]
    title: str
    view: str
    notes: tuple[str, ...]
    items: tuple[_Repeated, ...]


def icc(
    data: Responses | PairTally,
    first: Hashable | None = None,
    second: Hashable | None = None,
    *,
    definition: Definition = "agreement",
    average: bool = False,
    by: str | Iterable[str] = (),
    confidence_level: float = 0.95,
) -> Table[IccRow]:
    """Find how far scores agree that respondents were given several times, item by item.

    The conditions are the raters or the occasions.  Of two conditions a table of pairs is enough;
    of more, respondents with a valid answer under every condition count, and the others are
    counted and left out.

    Parameters
    ----------
    data : Responses or PairTally
        The scores, without weights and clusters; of more than two conditions, responses in memory.
    first, second : hashable, optional
        Two conditions; by default all conditions of responses, or those of the pairs.
    definition : {'agreement', 'consistency'}, optional
        Whether conditions that differ by a constant agree less ('agreement'), or as much.
    average : bool, optional
        Whether the correlation is of the average over all conditions, and not of one score.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.
    confidence_level : float, optional
        Level of the intervals.

    Returns
    -------
    Table of IccRow
        A row a group and item.

    Raises
    ------
    ArgumentError
        If there are fewer than two conditions, a condition is not in the data, or the data have
        weights or clusters; or of more than two conditions if an engine holds the data.
    ArgumentTypeError
        If the data do not tell which answers are one respondent's.
    OptionError
        If *definition* is not one of its allowed values.
    RespondentError
        If a respondent is in two groups.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    Notes
    -----
    The two-way model, with intervals by F.  The names are those of McGraw and Wong, in brackets
    those of Shrout and Fleiss:

    ================  ====================  ======================
    definition        of one score          of the average
    ================  ====================  ======================
    ``agreement``     ICC(A,1) (ICC(2,1))   ICC(A,k) (ICC(2,k))
    ``consistency``   ICC(C,1) (ICC(3,1))   ICC(C,k) (ICC(3,k))
    ================  ====================  ======================

    The figures are the same for raters who are a sample and for raters who are all there are.  An
    estimate can be below 0.  An average of scores that differ within respondents by more than
    they would by chance has no estimate.

    References
    ----------
    .. [1] Shrout and Fleiss (1979), Intraclass correlations: uses in assessing rater reliability,
       Psychological Bulletin 86, 420-428.
    .. [2] McGraw and Wong (1996), Forming inferences about some intraclass correlation
       coefficients, Psychological Methods 1, 30-46.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("skill", lk.LikertScale(range(1, 11)))])
    >>> frame = pd.DataFrame(
    ...     {"ann": [9, 6, 8, 7], "ben": [2, 1, 4, 1], "cem": [5, 3, 6, 2], "dot": [8, 2, 8, 6]}
    ... )
    >>> ratings = lk.Responses.from_wide(frame, trial, columns={n: {"skill": n} for n in frame})
    >>> for definition in ("agreement", "consistency"):
    ...     row = lk.icc(ratings, definition=definition)["skill"]
    ...     print(round(row.estimate, 3), row.n_respondents, row.n_conditions)
    0.261 4 4
    0.637 4 4
    """
    check_choice(definition, "definition", Definition)
    check_flag(average, "average", "pass True for the average over the conditions.")
    confidence_level = check_confidence_level(confidence_level)
    if isinstance(data, Responses) and first is None and second is None:
        measured = _of_all(data, as_names(by, "by"))
    else:
        measured = _of_two(data, *conditions_of(data, first, second), by)
    short = f"ICC({'A' if definition == 'agreement' else 'C'},{'k' if average else 1})"
    of_what = "the average over the conditions" if average else "one score"
    compared = join_words([format_figure(condition) for condition in measured.conditions])
    return Table(
        title=f"{short} of {measured.title}: {compared}",
        names=(*measured.names, *_COLUMNS),
        rows=tuple(
            _row(its, len(measured.conditions), definition, confidence_level, average=average)
            for its in measured.items
        ),
        by=measured.names,
        shown=_SHOWN,
        options=(
            ("conditions", measured.conditions),
            ("definition", definition),
            ("average", average),
            ("by", measured.names),
            ("confidence_level", confidence_level),
            ("view", measured.view),
        ),
        notes=(
            *measured.notes,
            f"Two-way model, {definition}, of {of_what}: {short}.",
            interval_sentence("F", confidence_level),
        ),
    )


def _of_two(
    data: Responses | PairTally, first: Hashable, second: Hashable, by: str | Iterable[str]
) -> _Measured:
    pairs, names, notes = linked_pairs(data, first, second, by)
    items = []
    for its in item_pairs(pairs, names):
        scores, counts = pair_scores(its)
        items.append(
            _Repeated(
                by=its.by,
                item=its.item.name,
                scores=scores,
                counts=counts,
                n_incomplete=its.n_first_only + its.n_second_only,
            )
        )
    return _Measured(
        conditions=(pairs.first, pairs.second),
        names=names,
        title=pairs.instrument.name,
        view=pairs.view,
        notes=notes,
        items=tuple(items),
    )


def _of_all(data: Responses, names: tuple[str, ...]) -> _Measured:
    answers = whole_respondents(data, names)
    if len(answers.conditions) < 2:
        known = join_words([repr(condition) for condition in answers.conditions]) or "none"
        raise ArgumentError(
            f"the conditions are {known}; expected two or more, to compare scores of the same "
            f"respondents.",
            "declare the column of raters or occasions with `condition=`.",
        )

    def items() -> Iterator[_Repeated]:
        for g, group in enumerate(answers.groups):
            cells = answers.cells[answers.group == g]
            for i, item in enumerate(data.instrument):
                of_item = cells[:, :, i]
                valid = (of_item >= 0) & (of_item < item.scale.n_levels)
                complete = valid.all(axis=1)
                kinds, counts = distinct_rows(of_item[complete])
                yield _Repeated(
                    by=tuple(zip(names, group, strict=True)),
                    item=item.name,
                    scores=np.array(item.scores(data.view), dtype=np.int64)[kinds],
                    counts=counts,
                    n_incomplete=int(np.count_nonzero(valid.any(axis=1) & ~complete)),
                )

    return _Measured(
        conditions=answers.conditions,
        names=names,
        title=data.instrument.name,
        view=data.view,
        notes=(view_sentence(data.view), *answers.notes),
        items=tuple(items()),
    )


def _row(
    its: _Repeated, k: int, definition: Definition, confidence_level: float, *, average: bool
) -> IccRow:
    squares = mean_squares(its.scores, its.counts)
    found = intraclass(squares, definition, confidence_level, average=average)
    return IccRow(
        by=its.by,
        item=its.item,
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        n_respondents=squares.n,
        n_incomplete=its.n_incomplete,
        n_conditions=k,
        note=icc_note(squares, found),
    )


def icc_note(squares: MeanSquares, found: CorrelationInterval) -> str:
    """Return why an intraclass correlation or its interval is undefined; empty where both are."""
    if squares.n < 2:
        few = "one respondent" if squares.n else "nobody"
        return f"{few} gave a valid answer under every condition"
    if not squares.subjects + squares.error > 0:
        return "no respondent differs from another: the correlation is undefined"
    if math.isnan(found.estimate):
        return "scores differ within respondents by more than by chance: no correlation"
    if not math.isnan(found.low):
        return ""
    if not squares.error > 0:
        return "no error between the conditions: no interval of the correlation"
    return "the respondents differ by less than chance: no interval of the correlation"
