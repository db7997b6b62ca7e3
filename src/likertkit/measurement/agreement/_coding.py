"""coding_agreement: two coders who gave each text any number of codes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import attrs
import numpy as np

from likertkit._checks import (
    check_choice,
    check_confidence_level,
    check_count,
    check_generator,
)
from likertkit._kernels.items._raters import (
    SetDistance,
    agreement_weights,
    kappa,
    set_distances,
)
from likertkit._text import format_level
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.measurement.agreement._kappa import KAPPA_INTERVAL, kappa_interval
from likertkit.measurement.agreement._ratings import (
    Alpha,
    RatedUnits,
    Resampling,
    distance_alpha,
    interval_sentence,
    whole_respondents,
)
from likertkit.responses import Responses
from likertkit.results import Table
from likertkit.results._record import ItemRow, Record, column_names

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from likertkit.instrument import Instrument


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CodeRow(ItemRow):
    """How far two coders agree on one code.

    Attributes
    ----------
    item : str
        The code.
    estimate, low, high : float
        Cohen's kappa with its interval.
    observed : float
        The proportion of texts on which both agree, the code given by both or by neither.
    positive_agreement : float
        Of the times that the code was given, the proportion in which both gave it; NaN if
        nobody did.
    prevalence_first, prevalence_second : float
        The proportion of texts to which each coder gave the code.
    n_texts : int
        Texts that both coders coded for it; the other figures are of these.
    n_first_only, n_second_only : int
        Texts that one coder coded, which are left out.
    note : str
        Why a figure is undefined.
    """

    formats: ClassVar[dict[str, str]] = {
        "observed": "%",
        "positive_agreement": "%",
        "prevalence_first": "%",
        "prevalence_second": "%",
    }

    estimate: float
    low: float
    high: float
    observed: float
    positive_agreement: float
    prevalence_first: float
    prevalence_second: float
    n_texts: int
    n_first_only: int
    n_second_only: int
    note: str


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CodingOverallRow(Record):
    """How far two coders agree on the sets of codes.

    Attributes
    ----------
    estimate, low, high : float
        Krippendorff's alpha of the sets of codes, by their distance, with its interval.
    observed : float
        The proportion of texts that both gave the same set of codes.
    mean_kappa : float
        The mean of the kappas of the codes that have one.
    n_codes, n_kappas : int
        The codes, and how many of them have a kappa.
    n_texts : int
        Texts that both coders coded for every code; alpha and ``observed`` are of these.
    n_incomplete : int
        Texts without a coder, or without a decision on some code, which are left out.
    note : str
        Why a figure is undefined, or what to know of the interval.
    """

    formats: ClassVar[dict[str, str]] = {"observed": "%"}

    estimate: float
    low: float
    high: float
    observed: float
    mean_kappa: float
    n_codes: int
    n_kappas: int
    n_texts: int
    n_incomplete: int
    note: str


_NO_ALPHA = Alpha(
    estimate=math.nan,
    n_units=0,
    n_ratings=0,
    n_unpaired=0,
    note="no text was coded by both for every code",
)
_COLUMNS = column_names(CodeRow)
_SHOWN = tuple(name for name in _COLUMNS if name not in {"n_first_only", "n_second_only", "note"})


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CodingTable(Table[CodeRow]):
    """Agreement of two coders, code by code.

    Attributes
    ----------
    overall : CodingOverallRow
        Their agreement on the whole sets of codes, of all codes whichever rows the table is
        narrowed to.
    """

    overall: CodingOverallRow


def coding_agreement(
    data: Responses,
    first: Hashable,
    second: Hashable,
    *,
    distance: SetDistance = "masi",
    n_resamples: int = 9999,
    rng: int | np.random.Generator | None = None,
    confidence_level: float = 0.95,
) -> CodingTable:
    """Find how far two coders agree who gave each text any number of codes.

    The codes are items on a scale of two levels, given or not; the texts are the respondents, and
    the coders two conditions.  A blank is no decision: write "not given" as a level.

    Parameters
    ----------
    data : Responses
        The codings, in memory, without weights and clusters.
    first, second : hashable
        The two coders.
    distance : {'masi', 'jaccard'}, optional
        How far two sets of codes are apart, for ``overall``.  'jaccard': 1 minus the proportion
        of codes in both sets among those in either.  'masi': the same, with the proportion times
        2/3 where one set contains the other, and times 1/3 where neither does.
    n_resamples : int, optional
        Number of resamples of the interval of ``overall``.
    rng : int or numpy.random.Generator, optional
        A seed, or where chance comes from; without it every call differs.
    confidence_level : float, optional
        Level of the intervals.

    Returns
    -------
    CodingTable
        A table of CodeRow, a row a code; its ``overall`` tells how far the sets of codes agree.

    Raises
    ------
    ArgumentError
        If a code has more than two levels, a coder is not in the data, the data have weights or
        clusters, or an engine holds them.
    ArgumentTypeError
        If the data are not responses.
    OptionError
        If *distance* is not one of its allowed values.

    See Also
    --------
    cohen_kappa : Kappa of levels, of tables of pairs too.
    box_scores : How many texts have each code, by group, with intervals.

    Notes
    -----
    A code is given where the level is the scale's positive end, or its higher code where the scale
    declares no end.  Kappa and its interval are those of :func:`cohen_kappa`.  The overall figure
    is Krippendorff's alpha with the distance of sets, its interval as that of
    :func:`krippendorff_alpha`; two empty sets agree.

    References
    ----------
    .. [1] Passonneau (2006), Measuring agreement on set-valued items (MASI) for semantic and
       pragmatic annotation, Proceedings of LREC 2006, 831-836.
    .. [2] Krippendorff (2019), Content Analysis: An Introduction to Its Methodology, 4th ed.,
       Sage.
    .. [3] Cicchetti and Feinstein (1990), High agreement but low kappa: II. Resolving the
       paradoxes, Journal of Clinical Epidemiology 43, 551-558.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> yes_no = lk.LikertScale((0, 1), labels={0: "not given", 1: "given"}, positive="high")
    >>> codes = lk.Instrument("themes", [lk.Item("travel", yes_no), lk.Item("safety", yes_no)])
    >>> ann = pd.DataFrame({"text": [1, 2, 3, 4], "travel": [1, 1, 0, 0], "safety": [0, 1, 1, 0]})
    >>> ben = pd.DataFrame({"text": [1, 2, 3, 4], "travel": [1, 1, 0, 1], "safety": [0, 0, 1, 0]})
    >>> parts = {"ann": lk.Responses(ann, codes), "ben": lk.Responses(ben, codes)}
    >>> both = lk.Responses.concat(parts, respondent="text")
    >>> table = lk.coding_agreement(both, "ann", "ben", rng=1)
    >>> table["travel"].observed, table["travel"].estimate, table.overall.observed
    (0.75, 0.5, 0.5)
    >>> round(table.overall.estimate, 3)
    0.386
    """
    check_choice(distance, "distance", SetDistance)
    how = Resampling(
        n_resamples=check_count(n_resamples, "n_resamples", least=2),
        rng=check_generator(rng),
        confidence_level=check_confidence_level(confidence_level),
    )
    if not isinstance(data, Responses):
        raise ArgumentTypeError(
            f"data is a {type(data).__name__}; expected Responses, which know all codes of a text.",
            "make responses of the data frame, with the coder as `condition=` and the text as "
            "`respondent=`.",
        )
    given = _given_levels(data.instrument)
    texts = whole_respondents(data, conditions=(first, second))
    # 1 where the code was given, 0 where it was not, -1 without a decision.
    decided = np.where((texts.cells >= 0) & (texts.cells < 2), texts.cells == given, -1)
    rows = tuple(
        _row(name, decided[:, :, i], how.confidence_level)
        for i, name in enumerate(data.instrument.names)
    )
    level = format_level(how.confidence_level)
    return CodingTable(
        title=f"Codes given by {texts.conditions[0]} and {texts.conditions[1]}: "
        f"{data.instrument.name}",
        names=_COLUMNS,
        rows=rows,
        shown=_SHOWN,
        options=(
            ("first", texts.conditions[0]),
            ("second", texts.conditions[1]),
            ("distance", distance),
            ("n_resamples", how.n_resamples),
            ("rng", rng if isinstance(rng, int) else None),
            ("confidence_level", how.confidence_level),
        ),
        notes=(
            *texts.notes,
            "estimate: Cohen's kappa of each code.",
            interval_sentence(KAPPA_INTERVAL, how.confidence_level),
            (
                f"overall: Krippendorff's alpha, distance of sets {distance}; bootstrap of the "
                f"texts, percentiles, {level}, {how.n_resamples} resamples."
            ),
        ),
        overall=_overall(decided, rows, distance, how),
    )


def _given_levels(instrument: Instrument) -> NDArray[np.intp]:
    """Return the place of the level that says a code was given, of each item."""
    for item in instrument:
        if item.scale.n_levels != 2:
            raise ArgumentError(
                f"item {item.name!r} has {item.scale.n_levels} levels; expected two: the code "
                f"given, or not.",
                "for levels use cohen_kappa or krippendorff_alpha.",
            )
    low = [item.scale.positive == "low" for item in instrument]
    return np.where(low, 0, 1).astype(np.intp)


def _row(code: str, decided: NDArray[np.integer], confidence_level: float) -> CodeRow:
    both = np.array((decided >= 0).all(axis=1))
    table = np.zeros((2, 2), dtype=np.int64)
    np.add.at(table, tuple(decided[both].T), 1)
    its = kappa(table.astype(np.float64), agreement_weights(np.arange(2.0), None))
    low, high, note = kappa_interval(its, table, confidence_level)
    n, given = int(table.sum()), (int(table[1].sum()), int(table[:, 1].sum()))
    alone = (decided >= 0) & ~both[:, None]
    return CodeRow(
        item=code,
        estimate=its.kappa,
        low=low,
        high=high,
        observed=its.observed,
        positive_agreement=2 * int(table[1, 1]) / sum(given) if sum(given) else math.nan,
        prevalence_first=given[0] / n if n else math.nan,
        prevalence_second=given[1] / n if n else math.nan,
        n_texts=n,
        n_first_only=int(alone[:, 0].sum()),
        n_second_only=int(alone[:, 1].sum()),
        note=note,
    )


def _overall(
    decided: NDArray[np.integer],
    rows: tuple[CodeRow, ...],
    distance: SetDistance,
    how: Resampling,
) -> CodingOverallRow:
    complete = (decided >= 0).all(axis=(1, 2))
    coded = np.asarray(decided[complete] == 1, dtype=np.bool_)
    n = len(coded)
    alpha = _alpha(coded, distance, how) if n else _NO_ALPHA
    kappas = [row.estimate for row in rows if not math.isnan(row.estimate)]
    return CodingOverallRow(
        estimate=alpha.estimate,
        low=alpha.low,
        high=alpha.high,
        observed=float(np.equal(coded[:, 0], coded[:, 1]).all(axis=1).mean()) if n else math.nan,
        mean_kappa=math.fsum(kappas) / len(kappas) if kappas else math.nan,
        n_codes=len(rows),
        n_kappas=len(kappas),
        n_texts=n,
        n_incomplete=len(decided) - n,
        note=alpha.note,
    )


def _alpha(coded: NDArray[np.bool_], distance: SetDistance, how: Resampling) -> Alpha:
    """Return alpha of the sets that two coders gave to each text."""
    sets, place = np.unique(coded.reshape(-1, coded.shape[2]), axis=0, return_inverse=True)
    units = RatedUnits.from_cells(place.reshape(-1, 2), len(sets))
    return distance_alpha(units, set_distances(sets, distance), how)
