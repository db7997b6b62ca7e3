"""krippendorff_alpha: agreement of any number of raters, ratings missing or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._checks import (
    check_choice,
    check_confidence_level,
    check_count,
    check_generator,
    settled,
)
from likertkit._kernels.items._raters import Metric
from likertkit._text import counted, format_level
from likertkit.errors import ArgumentError, ArgumentTypeError, RespondentError
from likertkit.instrument._views import view_sentence
from likertkit.measurement.agreement._ratings import (
    RatedUnits,
    Resampling,
    check_one_by_one,
    check_unweighted_rows,
    linked_pairs,
    metric_alpha,
    whole_respondents,
)
from likertkit.responses import Responses
from likertkit.responses._answers import respondent_answers
from likertkit.responses._as_tables import item_pairs
from likertkit.responses._keys import blank_key_error
from likertkit.responses._respondents import cluster_column
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names
from likertkit.tally import PairTally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from likertkit.instrument import Instrument, Item, Scoring
    from likertkit.responses._answers import RespondentAnswers
    from likertkit.tally._axes import Group

# A group, an item, its scores, and the units with the ratings that they have.
_Rated = tuple["Group", "Item", "Sequence[int]", RatedUnits]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class KrippendorffRow(ItemRow):
    """How far raters agree on one item.

    Attributes
    ----------
    estimate, low, high : float
        Krippendorff's alpha with its interval: 1 for full agreement, 0 for that of chance.
    n_units : int
        Units with two ratings or more; the other figures are of these.
    n_ratings : int
        Their ratings.
    n_unpaired : int
        Units with one rating, which are left out.
    note : str
        Why a figure is undefined, or what to know of the interval.
    """

    estimate: float
    low: float
    high: float
    n_units: int
    n_ratings: int
    n_unpaired: int
    note: str


_COLUMNS = column_names(KrippendorffRow)
_SHOWN = tuple(name for name in _COLUMNS if name != "note")


@attrs.frozen(eq=False, kw_only=True)
class _Ratings:
    """The ratings of all items, with what a table must say of them."""

    instrument: Instrument
    view: Scoring
    by: tuple[str, ...]
    notes: tuple[str, ...]
    items: tuple[_Rated, ...]


def krippendorff_alpha(
    data: Responses | PairTally,
    *,
    unit: str | None = None,
    rater: str | None = None,
    metric: Metric = "ordinal",
    n_resamples: int = 9999,
    rng: int | np.random.Generator | None = None,
    confidence_level: float = 0.95,
) -> Table[KrippendorffRow]:
    """Find how far raters agree beyond chance, item by item, by Krippendorff's alpha.

    There may be any number of raters, and ratings may be missing.  By default each respondent is a
    unit, and the conditions are the raters.  Where several raters of one role rated a unit, each
    in a row of its own, *unit* names the column of the units.

    Parameters
    ----------
    data : Responses or PairTally
        The ratings, without weights and clusters; responses in memory.
    unit : str, optional
        The column (or the condition) that says what was rated, where each row holds the ratings
        of one rater.  A declared condition that is neither the unit nor the rater, such as the
        raters' role, splits the result.
    rater : str, optional
        The column that tells raters apart, to find a rater who rated a unit twice; by default
        every row is another rater.  Without *unit* the raters are the conditions.
    metric : {'nominal', 'ordinal', 'interval'}, optional
        How far two ratings are apart: equal or not; by how many ratings lie between them; or by
        the square of their distance in scores.
    n_resamples : int, optional
        Number of resamples of the interval.
    rng : int or numpy.random.Generator, optional
        A seed, or where chance comes from; without it every call differs.
    confidence_level : float, optional
        Level of the intervals.

    Returns
    -------
    Table of KrippendorffRow
        A row an item, for each condition where one splits the result.

    Raises
    ------
    ArgumentError
        If the data have weights or clusters, an engine holds them, they tell no units or raters
        apart, or *rater* is given without *unit*.
    ArgumentTypeError
        If the data are neither responses nor pairs.
    OptionError
        If *metric* is not one of its allowed values.
    RespondentError
        If a rater rated a unit twice.
    BlankKeyError, MissingColumnError
        If the column of units or raters has blanks, or is not in the frame.

    Notes
    -----
    Alpha is 1 - D_o / D_e, the disagreement within units over that of all ratings put together at
    random.  The interval draws units, with all their ratings, again and again, and takes
    percentiles.  With few units it is too narrow.  Resamples in which all ratings are alike have
    no alpha; a note counts them.

    References
    ----------
    .. [1] Krippendorff (2019), Content Analysis: An Introduction to Its Methodology, 4th ed.,
       chapter 12, Sage.
    .. [2] Hayes and Krippendorff (2007), Answering the call for a standard reliability measure
       for coding data, Communication Methods and Measures 1, 77-89.
    .. [3] Zapf, Castell, Morawietz and Karch (2016), Measuring inter-rater reliability for nominal
       data - which coefficients and confidence intervals are appropriate?, BMC Medical Research
       Methodology 16, 93.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("severity", lk.LikertScale())])
    >>> frame = pd.DataFrame(
    ...     {
    ...         "ann": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    ...         "ben": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    ...         "cem": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    ...         "dot": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ...     }
    ... )
    >>> ratings = lk.Responses.from_wide(frame, trial, columns={n: {"severity": n} for n in frame})
    >>> row = lk.krippendorff_alpha(ratings, rng=1)["severity"]
    >>> round(row.estimate, 3), row.n_units, row.n_ratings
    (0.815, 11, 40)
    """
    check_choice(metric, "metric", Metric)
    how = Resampling(
        n_resamples=check_count(n_resamples, "n_resamples", least=2),
        rng=check_generator(rng),
        confidence_level=check_confidence_level(confidence_level),
    )
    ratings = _ratings(data, unit, rater)
    level = format_level(how.confidence_level)
    return Table(
        title=f"Krippendorff's alpha, {metric}: {ratings.instrument.name}",
        names=(*ratings.by, *_COLUMNS),
        rows=tuple(
            _row(tuple(zip(ratings.by, rated[0], strict=True)), rated, metric, how)
            for rated in ratings.items
        ),
        by=ratings.by,
        shown=_SHOWN,
        options=(
            ("unit", unit),
            ("rater", rater),
            ("metric", metric),
            ("n_resamples", how.n_resamples),
            ("rng", rng if isinstance(rng, int) else None),
            ("confidence_level", how.confidence_level),
            ("view", ratings.view),
        ),
        notes=(
            *ratings.notes,
            f"Interval: bootstrap of the units, percentiles, {level}; {how.n_resamples} resamples.",
        ),
    )


def _row(
    by: tuple[tuple[str, object], ...], rated: _Rated, metric: Metric, how: Resampling
) -> KrippendorffRow:
    _, item, scores, units = rated
    alpha = metric_alpha(units, np.array(scores, dtype=np.float64), metric, how)
    return KrippendorffRow(by=by, item=item.name, **attrs.asdict(alpha))


def _ratings(data: object, unit: str | None, rater: str | None) -> _Ratings:
    """Return the ratings of each item, of whichever data."""
    if isinstance(data, PairTally):
        of_pairs = "for a PairTally, whose units are respondents and whose raters are conditions"
        settled(unit, "unit", of_pairs)
        settled(rater, "rater", of_pairs)
        return _of_pairs(data)
    if not isinstance(data, Responses):
        raise ArgumentTypeError(
            f"data is a {type(data).__name__}; expected Responses or a PairTally.",
            "make responses of the data frame first: `lk.Responses(frame, instrument, ...)`.",
        )
    for name, column in (("unit", unit), ("rater", rater)):
        if column is not None and not isinstance(column, str):
            raise ArgumentTypeError(
                f"{name}={column!r} is not the name of a column.", "pass the name as a text."
            )
    if unit is not None:
        return _of_rows(data, unit, rater)
    if rater is not None and rater not in respondent_answers(data).by:
        raise ArgumentError(
            f"rater={rater!r} has no effect without `unit=`: each respondent is a unit then, which "
            "has one rating under each condition.",
            "name the column of the units with `unit=`, or leave `rater=` out.",
        )
    return _of_conditions(data)


def _of_pairs(data: PairTally) -> _Ratings:
    pairs, names, notes = linked_pairs(data, data.first, data.second, ())

    def items() -> Iterator[_Rated]:
        for its in item_pairs(pairs, names):
            # Behind the levels stand no valid answer, and absence.
            k = its.n_levels
            level = np.eye(k + 2, k, dtype=np.int64)
            ratings = (level[:, None] + level[None, :]).reshape(-1, k)
            yield (), its.item, its.scores, RatedUnits(ratings, its.counts.ravel())

    return _Ratings(
        instrument=pairs.instrument,
        view=pairs.view,
        by=(),
        notes=(*notes, f"Raters: {pairs.first}, {pairs.second}. Units: the respondents."),
        items=tuple(items()),
    )


def _of_conditions(data: Responses) -> _Ratings:
    answers = whole_respondents(data)
    raters = ", ".join(map(str, answers.conditions))

    def items() -> Iterator[_Rated]:
        for i, item in enumerate(data.instrument):
            units = RatedUnits.from_cells(answers.cells[:, :, i], item.scale.n_levels)
            yield (), item, item.scores(data.view), units

    return _Ratings(
        instrument=data.instrument,
        view=data.view,
        by=(),
        notes=(
            view_sentence(data.view),
            *answers.notes,
            f"Raters: {raters}. Units: the respondents.",
        ),
        items=tuple(items()),
    )


def _of_rows(data: Responses, unit: str, rater: str | None) -> _Ratings:
    if cluster_column(data) != unit:
        check_one_by_one(data)
    conditions = respondent_answers(data).by
    by = tuple(name for name in conditions if name not in {unit, rater})
    keys = (*by, unit, *(() if rater is None else (rater,)))
    answers = respondent_answers(data, keys)
    check_unweighted_rows(weighted=answers.weights is not None)
    _check_keys(answers, len(by), rater)
    roles = tuple(dict.fromkeys(key[: len(by)] for key in answers.groups))

    def items() -> Iterator[_Rated]:
        for role in roles:
            numbers: dict[object, int] = {}
            place = np.full(len(answers.groups), -1, dtype=np.intp)
            for g, key in enumerate(answers.groups):
                if key[: len(by)] == role:
                    place[g] = numbers.setdefault(key[len(by)], len(numbers))
            of_row = place[answers.group]
            for i, item in enumerate(data.instrument):
                here = (of_row >= 0) & answers.valid[:, i]
                ratings = np.zeros((len(numbers), item.scale.n_levels), dtype=np.int64)
                np.add.at(ratings, (of_row[here], answers.levels[here, i]), 1)
                yield role, item, item.scores(data.view), RatedUnits.from_units(ratings)

    raters = "a row each" if rater is None else f"{rater!r}"
    return _Ratings(
        instrument=data.instrument,
        view=data.view,
        by=by,
        notes=(
            view_sentence(data.view),
            *answers.notes,
            f"Raters: {raters}. Units: {unit!r}.",
        ),
        items=tuple(items()),
    )


def _check_keys(answers: RespondentAnswers, place: int, rater: str | None) -> None:
    """Raise if a row names no unit or no rater, or a rater rated a unit twice."""
    n_rows = np.bincount(answers.group, minlength=len(answers.groups))
    for at, purpose in ((place, "unit"), (place + 1, "rater"))[: 1 if rater is None else 2]:
        blank = [g for g, key in enumerate(answers.groups) if key[at] is None]
        if n_rows[blank].any():
            raise blank_key_error(answers.by[at], purpose, int(n_rows[blank].sum()))
    twice = np.flatnonzero(n_rows > 1).tolist()
    if rater is not None and twice:
        unit, name = answers.groups[twice[0]][place:]
        raise RespondentError(
            f"{counted(len(twice), 'pair')} of a unit and a rater have several rows, for example "
            f"{unit!r} rated by {name!r}; expected one row each.",
            "keep one row of each rater for a unit.",
        )
