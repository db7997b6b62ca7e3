"""careless: which respondents seem not to have read the questions, and what they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs
import numpy as np

from likertkit._kernels.respondents import weighted_column_means
from likertkit.bias.behaviour._careless_figures import (
    CarelessFigures,
    careless_notes,
    common_range,
    rule_notes,
)
from likertkit.bias.behaviour._careless_rule import CRITERIA, Rule, check_level, judge
from likertkit.bias.behaviour._respondent_figures import (
    FigureSummary,
    RespondentFigures,
    common_fields,
    frozen_arrays,
    spread_of,
)
from likertkit.instrument._score_item import ASK_ANSWERS, refuse_scores
from likertkit.instrument._views import view_sentence
from likertkit.responses._answers import respondent_answers
from likertkit.results import Table
from likertkit.results._arrays import frozen_array
from likertkit.results._record import ItemRow, column_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.responses import Responses
from likertkit.responses._answers import RespondentAnswers


@attrs.frozen(kw_only=True, eq=False, repr=False)
class HeadlineRow(ItemRow):
    """The mean of one item with and without the flagged respondents.

    Attributes
    ----------
    n, n_without : int
        Valid answers of all rows, and without the flagged rows; only positive weights count.
    mean, mean_without : float
        Their means, weighted if the answers are.
    difference : float
        Second minus first: the change if the flagged rows are left out.
    note : str
        Why a figure is undefined.
    """

    n: int
    n_without: int
    mean: float
    mean_without: float
    difference: float
    note: str


_COLUMNS = column_names(HeadlineRow)


def headline_table(
    answers: RespondentAnswers, flagged: NDArray[np.bool_], notes: tuple[str, ...]
) -> Table[HeadlineRow]:
    """Return the table of each item's mean with and without the flagged rows, by condition."""
    scores = answers.scores(answers.view)
    weights = np.ones(len(scores)) if answers.weights is None else answers.weights
    # Rows of weight 0 do not count in a mean.
    counted = answers.valid & (weights > 0)[:, None]
    rows = []
    for g, values in enumerate(answers.groups):
        here = answers.group == g
        kept = here & ~flagged
        n, n_without = (np.count_nonzero(counted[inside], axis=0) for inside in (here, kept))
        mean, without = (
            weighted_column_means(scores[inside], weights[inside]) for inside in (here, kept)
        )
        for i, item in enumerate(answers.instrument):
            rows.append(
                HeadlineRow(
                    by=tuple(zip(answers.by, values, strict=True)),
                    item=item.name,
                    n=int(n[i]),
                    n_without=int(n_without[i]),
                    mean=float(mean[i]),
                    mean_without=float(without[i]),
                    difference=float(without[i] - mean[i]),
                    note=_note(float(mean[i]), float(without[i])),
                )
            )
    return Table(
        title=f"Means in {answers.instrument.name} with and without the flagged rows",
        names=(*answers.by, *_COLUMNS),
        rows=tuple(rows),
        by=answers.by,
        shown=_COLUMNS[:-1],
        options=(("view", answers.view),),
        notes=(view_sentence(answers.view), *notes),
    )


def _note(mean: float, without: float) -> str:
    if np.isnan(mean):
        return "no valid answers"
    return "no valid answers without the flagged rows" if np.isnan(without) else ""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CriterionSummary(FigureSummary):
    """The distribution of one figure over the respondents, and how many meet its criterion.

    Attributes
    ----------
    criterion : str
        The threshold; empty if the rule does not use the figure.
    n_met : int or None
        Rows that meet the criterion.
    """

    criterion: str
    n_met: int | None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Careless(RespondentFigures):
    """Signs of careless answers for every respondent, which print as a summary.

    Attributes
    ----------
    longstring : array of int, shape (n_rows,)
        The longest run of equal codes, in the order of the items, ignoring blanks.
    irv : array of float, shape (n_rows,)
        The standard deviation (divisor n - 1) of the codes.
    mahalanobis : array of float, shape (n_rows,)
        D², over the items that the row answers.
    pvalue : array of float, shape (n_rows,)
        The probability of a χ² greater than D², with a degree of freedom for each such item.
    even_odd : array of float, shape (n_rows,)
        Jackson's consistency, from -1 to 1: high values are consistent.
    synonyms : array of float, shape (n_rows,)
        The correlation within the row over the pairs of items that correlate among all rows.
    flagged : array of bool, shape (n_rows,)
        Whether the joint rule is met.
    judged : array of bool, shape (n_rows,)
        Whether the row has enough valid answers to be judged.
    n_answers, n_met : array of int, shape (n_rows,)
        Valid answers, and criteria that the row meets.
    met : tuple of (str, array of bool)
        Whether each row meets each criterion of the rule.
    headline : Table of HeadlineRow
        Each item's mean with and without the flagged rows.
    criteria : tuple of (str, str)
        The criteria of the rule, and their thresholds as they are printed.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> names = ["q1", "q2", "q3", "q4", "q5", "q6"]
    >>> trial = lk.Instrument("trial", [lk.Item(name, scale) for name in names])
    >>> frame = pd.DataFrame([[2, 2, 2, 2, 2, 2], [4, 2, 5, 1, 3, 4]], columns=names)
    >>> found = lk.bias.careless(lk.Responses(frame, trial))
    >>> frame[~found.flagged].index.tolist()
    [1]
    >>> dict(found.met)["longstring"].tolist()
    [True, False]
    """

    FIGURES: ClassVar[tuple[str, ...]] = (*CRITERIA, "flagged")
    SHOWN: ClassVar[tuple[str, ...]] = CRITERIA

    longstring: NDArray[np.int64] = attrs.field(converter=frozen_array)
    irv: NDArray[np.float64] = attrs.field(converter=frozen_array)
    mahalanobis: NDArray[np.float64] = attrs.field(converter=frozen_array)
    pvalue: NDArray[np.float64] = attrs.field(converter=frozen_array)
    even_odd: NDArray[np.float64] = attrs.field(converter=frozen_array)
    synonyms: NDArray[np.float64] = attrs.field(converter=frozen_array)
    flagged: NDArray[np.bool_] = attrs.field(converter=frozen_array)
    judged: NDArray[np.bool_] = attrs.field(converter=frozen_array)
    n_answers: NDArray[np.int64] = attrs.field(converter=frozen_array)
    n_met: NDArray[np.int64] = attrs.field(converter=frozen_array)
    met: tuple[tuple[str, NDArray[np.bool_]], ...] = attrs.field(converter=frozen_arrays)
    headline: Table[HeadlineRow]
    criteria: tuple[tuple[str, str], ...]

    @property
    def summary(self) -> Table[CriterionSummary]:
        """The distribution of each figure, and how many rows meet its criterion, by condition."""
        words, met = dict(self.criteria), dict(self.met)
        rows = tuple(
            CriterionSummary(
                by=by,
                figure=name,
                **spread_of(getattr(self, name)[rows]),
                criterion=words.get(name, ""),
                n_met=int(np.count_nonzero(met[name][rows])) if name in met else None,
            )
            for by, rows in self._places()
            for name in self.SHOWN
        )
        figures = ("figure", "n", "mean", "sd", "minimum", "maximum", "criterion", "n_met")
        return Table(
            title=self.title,
            names=(*self.by, *figures),
            rows=rows,
            by=self.by,
            options=self.options,
            notes=self.notes,
            key="figure",
        )


def careless(
    responses: Responses,
    *,
    longstring: float | None = 0.5,
    irv: float | None = 0.1,
    mahalanobis: float | None = 0.001,
    even_odd: float | None = 0.3,
    synonyms: float | None = None,
    n_criteria: int = 2,
    min_answered: int = 6,
    synonym_correlation: float = 0.6,
) -> Careless:
    """Find answers that seem to have been given without reading the questions.

    Each row has five figures.  The first two find straight lines, the others random answers.  By
    default a flagged row meets two criteria: each kind of carelessness has at least two figures,
    and one unusual figure is not enough.  ``None`` leaves a criterion out.

    Parameters
    ----------
    responses : Responses
        The answers, in memory.  A respondent under two conditions is two rows; distances and
        synonyms are computed within each condition.
    longstring : float or None, optional
        Met by a run of equal codes that is at least this proportion of the row's valid answers.
    irv : float or None, optional
        Met by a standard deviation of the codes of at most this proportion of the scale's range.
    mahalanobis : float or None, optional
        Met by a D² whose tail probability is below this.
    even_odd : float or None, optional
        Met by a consistency of the subscales' even and odd items below this.
    synonyms : float or None, optional
        Met by a correlation over the pairs of synonyms below this; by default not used.
    n_criteria : int, optional
        How many criteria a flagged row meets at least.
    min_answered : int, optional
        How many valid answers a row needs to be judged; rows with fewer are not flagged.
    synonym_correlation : float, optional
        Items are synonyms that correlate by more than this among all rows.

    Returns
    -------
    Careless
        The figures of every row, the flags, and the means without the flagged rows.

    Raises
    ------
    ArgumentTypeError
        If *responses* is not Responses, or a threshold is not a number.
    ArgumentError
        If the responses are not in memory, if a threshold is out of range, if *n_criteria* is
        more than the criteria that are used, or if a key column has the name of a figure.

    Notes
    -----
    There are no random numbers: the same answers give the same flags.

    D² uses the items that the row answers.  Where answers are missing, the mean and covariance
    are maximum likelihood estimates (EM); for complete answers they are the usual estimates.  In
    a small sample no row can be far from the mean, because it is part of the mean: a note says
    where the criterion cannot be met.

    The even-odd consistency uses all items of every subscale with two or more items, keyed and on
    a common range, and needs three such subscales.

    A flag is not a proof.  Somebody who agrees with everything in a short form whose items all
    have the same keying may mean it.

    References
    ----------
    .. [1] Meade and Craig (2012), Identifying careless responses in survey data, Psychological
       Methods 17, 437-455.
    .. [2] Curran (2016), Methods for the detection of carelessly invalid responses in survey
       data, Journal of Experimental Social Psychology 66, 4-19.
    .. [3] Johnson (2005), Ascertaining the validity of individual protocols from Web-based
       personality inventories, Journal of Research in Personality 39, 103-129.
    .. [4] Dunn, Heggestad, Shanock and Theilgard (2018), Intra-individual response variability
       as an indicator of insufficient effort responding, Journal of Business and Psychology 33,
       105-121.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> names = ["q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8"]
    >>> trial = lk.Instrument("trial", [lk.Item(name, scale) for name in names])
    >>> frame = pd.DataFrame(
    ...     [[4, 2, 5, 3, 4, 2, 5, 4], [3, 3, 3, None, 3, 3, 3, 3], [2, 4, 4, 3, 5, 4, 3, 2]],
    ...     columns=names,
    ... )
    >>> found = lk.bias.careless(lk.Responses(frame, trial))
    >>> found.longstring.tolist(), found.flagged.tolist()
    ([1, 7, 2], [False, True, False])
    >>> found.headline["q1"].mean_without
    3.0
    """
    rule = Rule.from_options(
        {
            "longstring": longstring,
            "irv": irv,
            "mahalanobis": mahalanobis,
            "even_odd": even_odd,
            "synonyms": synonyms,
        },
        n_criteria,
        min_answered,
    )
    alike = check_level(synonym_correlation, "synonym_correlation")
    answers = respondent_answers(responses)
    refuse_scores(answers.instrument, "careless()", ASK_ANSWERS)
    shared = common_fields(answers, "Careless answers")
    figures = CarelessFigures.from_answers(answers, alike)
    verdicts = judge(rule, figures.n_answers, figures.compared(common_range(answers.instrument)))
    flagged = verdicts.n_met >= rule.n_criteria
    notes = tuple(rule_notes(rule, verdicts, flagged))
    return Careless(
        **shared,
        longstring=figures.longstring,
        irv=figures.irv,
        mahalanobis=figures.mahalanobis,
        pvalue=figures.pvalue,
        even_odd=figures.even_odd,
        synonyms=figures.synonyms,
        flagged=flagged,
        judged=verdicts.judged,
        n_answers=figures.n_answers,
        n_met=verdicts.n_met,
        met=tuple(verdicts.met.items()),
        headline=headline_table(answers, flagged, (*notes, *answers.notes)),
        criteria=rule.words(),
        options=(
            *((name, dict(rule.thresholds).get(name)) for name in CRITERIA),
            ("n_criteria", rule.n_criteria),
            ("min_answered", rule.min_answered),
            ("synonym_correlation", alike),
        ),
        notes=(*notes, *careless_notes(answers, figures, rule, alike), *answers.notes),
    )
