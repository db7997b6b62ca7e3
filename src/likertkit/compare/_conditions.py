"""compare_conditions: three or more conditions that the same respondents answered under."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs
import numpy as np

from likertkit._checks import (
    as_list,
    as_names,
    check_choice,
    check_confidence_level,
    check_count,
    check_generator,
    default,
    settled,
)
from likertkit.compare._options import (
    TEST_FORMATS,
    ConditionsMethod,
    PValueMethod,
    adjust_rows,
    check_correction,
    family_note,
)
from likertkit.compare.paired._paired import compare_paired
from likertkit.compare.paired._table import PAIRED_COLUMNS, PAIRED_SHOWN, PairedRow
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.instrument._item import in_score_units
from likertkit.instrument._views import view_sentence
from likertkit.responses import Responses
from likertkit.responses._respondents import respondent_cells
from likertkit.results import Table
from likertkit.results._record import ItemRow, Subject, column_names

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from numpy.typing import NDArray

    from likertkit.compare._options import Correction
    from likertkit.instrument import Item
    from likertkit.responses._respondents import RespondentCells

ConditionsTest = Literal["friedman"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ConditionsRow(ItemRow):
    """Whether the answers to one item differ at all between the conditions.

    Attributes
    ----------
    n : int
        Respondents with a valid answer under every condition; the other figures are of these.
    n_incomplete : int
        Respondents with a valid answer under some of the conditions only, who are left out.
    n_conditions : int
        Conditions.
    statistic, df : float
        χ², its ties corrected for.
    pvalue, pvalue_adjusted : float
        By itself, and for being one of a family.
    kendall_w : float
        How alike the respondents rank the conditions, from 0 to 1; the p-value is of W as well.
    method : str
        The test, and how its p-value was found.
    note : str
        Why a figure is undefined, or what to know of it.
    """

    formats: ClassVar[dict[str, str]] = TEST_FORMATS

    n: int
    n_incomplete: int
    n_conditions: int
    statistic: float
    df: float
    pvalue: float
    pvalue_adjusted: float
    kendall_w: float
    method: str
    note: str


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ConditionRankRow(ItemRow):
    """Where one condition stands, of those who answered an item under all.

    Attributes
    ----------
    condition : object
        The condition.
    n : int
        Respondents with a valid answer under every condition.
    mean, sd : float
        Their mean score under this one and the standard deviation, no column of the data frame.
    mean_rank : float
        The mean of its ranks among each respondent's answers, 1 for the lowest score; ties share
        theirs.
    """

    on_scale: ClassVar[tuple[str, ...]] = ("mean", "sd")

    condition: object
    n: int
    mean: float
    sd: float
    mean_rank: float


_COLUMNS = column_names(ConditionsRow)
_SHOWN = tuple(name for name in _COLUMNS if name not in {"n_conditions", "method", "note"})
_RANK_COLUMNS = tuple(name for name in column_names(ConditionRankRow) if name != "sd")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ConditionsTable(Table[ConditionsRow]):
    """Comparisons of several conditions, with where each of them stands.

    Attributes
    ----------
    ranks : Table of ConditionRankRow
        A row a group, item and condition, of all items whichever rows the table is narrowed to.
    pairs : Table of PairedRow
        Every two conditions, ``first`` and ``second``, compared by the signed-rank test of those
        who answered under both; p-values are adjusted for all of them.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> frame = pd.DataFrame(
    ...     {"clear": [1, 3, 5, 2, 2, 4], "who": [1, 1, 1, 2, 2, 2], "when": [1, 2, 3] * 2}
    ... )
    >>> answers = lk.Responses(frame, trial, respondent="who", condition="when")
    >>> [(row.condition, row.mean, row.mean_rank) for row in lk.compare_conditions(answers).ranks]
    [(1, 1.5, 1.25), (2, 2.5, 1.75), (3, 4.5, 3.0)]
    """

    ranks: Table[ConditionRankRow]
    pairs: Table[PairedRow]


def compare_conditions(
    data: Responses,
    *,
    conditions: Iterable[Hashable] | None = None,
    test: ConditionsTest = "friedman",
    method: ConditionsMethod = "auto",
    by: str | Iterable[str] = (),
    correction: Correction = "holm",
    n_resamples: int = default(9999),
    rng: int | np.random.Generator | None = None,
    confidence_level: float = 0.95,
) -> ConditionsTable:
    """Compare three or more conditions that the same respondents answered under.

    Friedman's test ranks the answers of each respondent who answered an item under every
    condition.  The others are left out, and counted.  Every two conditions are compared in
    ``pairs``, by whoever answered under both.

    Parameters
    ----------
    data : Responses
        The answers, in memory: a table of counts does not know who answered all.
    conditions : iterable of hashable, optional
        Which conditions; by default all.
    test : {'friedman'}, optional
        The test.
    method : {'auto', 'exact', 'asymptotic', 'monte-carlo'}, optional
        How the p-value is found, given the ranks of each respondent.  'exact' counts every order
        that they could stand in, ties and all; 'auto' is exact where that takes no more than some
        tenths of a second, else 'asymptotic', which is χ²; 'monte-carlo' tries random orders.
    by : str or sequence of str, optional
        Columns to split by, in each of which a respondent has one value.
    correction : {'holm', 'benjamini-hochberg', 'bonferroni', 'none'}, optional
        How p-values are adjusted, the family being all rows; of ``pairs`` all of its own.
    n_resamples : int, optional
        Random orders of 'monte-carlo'; 9,999 by default.
    rng : int or numpy.random.Generator, optional
        A seed for 'monte-carlo', or where its chance comes from; without it every call differs.
    confidence_level : float, optional
        Level of the intervals of ``pairs``.

    Returns
    -------
    ConditionsTable
        A table of ConditionsRow, a row a group and item; its ``ranks`` tell where each condition
        stands, its ``pairs`` which two differ.

    Raises
    ------
    ArgumentError
        If there are fewer than three conditions, a condition is not in the data, the data have
        weights or clusters, or an engine holds them; 'exact' would take too much; or *n_resamples*
        or *rng* is given without 'monte-carlo'.
    ArgumentTypeError
        If the data are not responses.
    RespondentError
        If a respondent is in two groups.
    OptionError
        If an option is not one of its allowed values.
    MissingColumnError
        If the frame has no column that *by* names.

    References
    ----------
    .. [1] Friedman (1937), The use of ranks to avoid the assumption of normality implicit in the
       analysis of variance, Journal of the American Statistical Association 32, 675-701.
    .. [2] Kendall and Babington Smith (1939), The problem of m rankings, Annals of Mathematical
       Statistics 10, 275-287.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> frame = pd.DataFrame({"a": [1, 2, 1, 3], "b": [2, 3, 2, 4], "c": [4, 4, 5, None]})
    >>> columns = {name: {"clear": name} for name in "abc"}
    >>> answers = lk.Responses.from_wide(frame, trial, columns=columns)
    >>> row = lk.compare_conditions(answers)["clear"]
    >>> row.n, row.n_incomplete, row.statistic, row.kendall_w
    (3, 1, 6.0, 1.0)
    """
    check_choice(test, "test", ConditionsTest)
    check_choice(method, "method", ConditionsMethod)
    void = "" if method == "monte-carlo" else "without method='monte-carlo'"
    n_resamples = check_count(settled(n_resamples, "n_resamples", void), "n_resamples", least=1)
    how = PValueMethod(
        method=method,
        n_resamples=n_resamples,
        rng=check_generator(settled(rng, "rng", void)),
    )
    check_correction(correction)
    confidence_level = check_confidence_level(confidence_level)
    names = as_names(by, "by")
    if not isinstance(data, Responses):
        raise ArgumentTypeError(
            f"data of type {type(data).__name__} are not Responses, and only these know who "
            "answered under every condition.",
            "make responses of the data frame: `lk.Responses(frame, instrument, ...)`.",
        )
    cells = respondent_cells(data, _listed(conditions), names)
    _check(cells)
    rows: list[ConditionsRow] = []
    ranks: list[ConditionRankRow] = []
    for group, item, scores, n_incomplete in _complete(data, cells):
        place = tuple(zip(names, group, strict=True))
        ranking, how_found, note = how.friedman(scores, item.name, confidence_level)
        n = len(scores)
        rows.append(
            ConditionsRow(
                by=place,
                item=item.name,
                n=n,
                n_incomplete=n_incomplete,
                n_conditions=len(cells.conditions),
                statistic=ranking.statistic,
                df=ranking.df,
                pvalue=ranking.pvalue,
                pvalue_adjusted=ranking.pvalue,
                kendall_w=ranking.kendall_w,
                method=how_found,
                note=note,
            )
        )
        nothing = [math.nan] * len(cells.conditions)
        means = scores.mean(axis=0).tolist() if n else nothing
        sds = scores.std(axis=0, ddof=1).tolist() if n > 1 else nothing
        ranks.extend(
            ConditionRankRow(
                by=place, item=item.name, condition=condition, n=n, mean=mean, sd=sd, mean_rank=rank
            )
            for condition, mean, sd, rank in zip(
                cells.conditions, means, sds, ranking.mean_ranks, strict=True
            )
        )
    methods = " or ".join(dict.fromkeys(row.method for row in rows if row.method))
    known = ", ".join(map(str, cells.conditions))
    compared = f"Conditions: {known}; of respondents who answered the item under each."
    notes = (view_sentence(data.view), compared, *cells.notes)
    return ConditionsTable(
        title=f"Conditions compared: {data.instrument.name}",
        names=(*names, *_COLUMNS),
        rows=adjust_rows(rows, correction),
        by=names,
        shown=_SHOWN,
        options=(
            ("conditions", cells.conditions),
            ("test", test),
            ("method", method),
            ("by", names),
            ("correction", correction),
            *how.options(rng),
            ("confidence_level", confidence_level),
            ("view", data.view),
        ),
        notes=(
            *notes,
            f"Test: {methods or 'Friedman'}.",
            family_note(correction, rows, "all items", names),
        ),
        ranks=in_score_units(
            Table(
                title=f"Where each condition stands: {data.instrument.name}",
                names=(*names, *_RANK_COLUMNS),
                rows=tuple(ranks),
                by=names,
                notes=notes,
            ),
            data.instrument.items,
        ),
        pairs=_every_two(data, cells, names, correction, confidence_level),
    )


def _every_two(
    data: Responses,
    cells: RespondentCells,
    names: tuple[str, ...],
    correction: Correction,
    confidence_level: float,
) -> Table[PairedRow]:
    """Return the comparisons of every two conditions, adjusted for being so many."""
    tables = {
        (first, second): compare_paired(
            data, first, second, by=names, correction="none", confidence_level=confidence_level
        )
        for first, second in combinations(cells.conditions, 2)
    }
    rows = [
        attrs.evolve(row, by=(*row.by, ("first", first), ("second", second)))
        for (first, second), table in tables.items()
        for row in table
    ]
    both = (*names, "first", "second")
    methods = " or ".join(dict.fromkeys(row.method for row in rows if row.method))
    return Table(
        title=f"Every two conditions: {data.instrument.name}",
        names=(*both, *PAIRED_COLUMNS),
        rows=adjust_rows(rows, correction),
        by=both,
        shown=PAIRED_SHOWN,
        options=(
            ("correction", correction),
            ("confidence_level", confidence_level),
            ("view", data.view),
        ),
        notes=(
            view_sentence(data.view),
            *cells.notes,
            f"Test: {methods or 'signed-rank'}.",
            family_note(correction, rows, "all items and pairs of conditions", names),
        ),
        subject=Subject(data.instrument),
    )


def _listed(conditions: Iterable[Hashable] | None) -> tuple[object, ...] | None:
    """Return the conditions that were named, or None for all."""
    if conditions is None:
        return None
    return tuple(
        as_list(conditions, "conditions", "list the conditions, for example ['a', 'b', 'c'].")
    )


def _check(cells: RespondentCells) -> None:
    """Raise unless there are several conditions, of respondents drawn one by one."""
    if len(cells.conditions) < 3:
        conditions = ", ".join(map(repr, cells.conditions)) or "none"
        raise ArgumentError(
            f"the conditions are {conditions}; expected three or more.",
            "for two conditions use compare_paired.",
        )
    if cells.weighted or cells.clustered:
        what = "sampling weights" if cells.weighted else "clusters"
        raise ArgumentError(
            f"the answers have {what}, but Friedman's test is for simple random samples.",
            "leave them out to draw conclusions about the sample only.",
        )


def _complete(
    data: Responses, answers: RespondentCells
) -> Iterator[tuple[tuple[Hashable, ...], Item, NDArray[np.int64], int]]:
    """Yield the scores of who answered each item under all conditions, and how many others did."""
    for g, group in enumerate(answers.groups):
        cells = answers.cells[answers.group == g]
        for i, item in enumerate(data.instrument):
            item_cells = cells[:, :, i]
            valid = (item_cells >= 0) & (item_cells < item.scale.n_levels)
            complete = valid.all(axis=1)
            scores = np.array(item.scores(data.view), dtype=np.int64)
            some = int(np.count_nonzero(valid.any(axis=1) & ~complete))
            yield group, item, scores[item_cells[complete]], some
