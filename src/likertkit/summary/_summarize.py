"""summarize: every item with what could undo its figures, and what may be claimed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from likertkit._checks import check_choice, check_confidence_level, default, settled
from likertkit.bias import StudyDesign
from likertkit.compare import Correction
from likertkit.errors import ArgumentTypeError
from likertkit.published import PublishedTable
from likertkit.summary._claim_input import ClaimInput, meaning_of
from likertkit.summary._notes import NO_DESIGN_NOTE, item_notes, reading_notes, tipping_note
from likertkit.summary._options import SummaryOptions
from likertkit.summary._published import impossible_means, published_rows
from likertkit.summary._row import COLUMNS, SummaryRow
from likertkit.summary._sources import Sources
from likertkit.summary._summary import Summary, claims, grids
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable

    from likertkit.bias.sensitivity._invited import CohortT, ConditionT, Invited
    from likertkit.instrument import Scoring
    from likertkit.responses import Responses
    from likertkit.results import Table
    from likertkit.tally import PairTally, Tally


def summarize(
    data: Responses | Tally | PairTally | PublishedTable,
    *,
    design: StudyDesign | None = None,
    first: Hashable | None = None,
    second: Hashable | None = None,
    invited: Invited[ConditionT, CohortT] | None = None,
    correction: Correction = default("holm"),
    confidence_level: float = default(0.95),
) -> Summary:
    """Summarise a survey together with what threatens its figures.

    The summary has every mean and every difference, how much bias would undo them, what threatens
    them in the study's design, and what may and may not be claimed.  Each sentence is there only
    if its figures support it.

    Parameters
    ----------
    data : Responses, Tally, PairTally or PublishedTable
        The answers, or the means that a paper prints.  A sampling design that ``data.sampled()``
        declares is used: its population for the stratified means, all of it for the tests of
        weighted or clustered answers.
    design : StudyDesign, optional
        Who was asked about what, and when.  It gives the threats, the number of people invited
        and, where no population was declared, the sizes of the cohorts.
    first, second : hashable, optional
        The conditions; a difference is the first minus the second.  They are needed if the data
        have more than two; *first* alone summarises a single condition.
    invited : int or mapping, optional
        People who were asked, as for :func:`bias.nonresponse_bounds`; by default the design's.
    correction : {'holm', 'benjamini-hochberg', 'bonferroni', 'none'}, optional
        How p-values are adjusted for the number of items.  Not for a published table.
    confidence_level : float, optional
        Level of the intervals, and of the threats of a design.  Not for a published table
        without a design.

    Returns
    -------
    Summary
        A table of SummaryRow, a row an item, with ``threats`` and ``claims``.

    Raises
    ------
    ArgumentError
        If the data do not have the conditions, or have more than two and none is named; if
        *invited* is given for data that it cannot be used with.
    ArgumentTypeError
        If the data, or the design, are of another type.
    MismatchError
        If the data's conditions are not the design's.
    OptionError
        If the correction is not one of its allowed values.
    PopulationError
        If the declared population or *invited* lacks a cohort, or has fewer people than the data;
        where *design* does, a note says so.
    RespondentError
        If a respondent is in one cohort under the first condition and in another under the second.

    See Also
    --------
    compare_paired : The comparison, with its effects.
    bias.nonresponse_bounds, bias.tipping_point, bias.order_robustness : The sensitivity.

    Notes
    -----
    Each item has two questions.  Did more people rate it higher under one condition?  Answers
    that are linked person by person are compared with the sign test, other answers with the
    Mann-Whitney test, with the superiority and its interval.  Of weighted and clustered answers
    this is not asked: the sentence counts the people who answered, and the test would be of those
    whom they stand for.  Is its mean higher under one condition?
    This is tested with the t test (design-based for weighted or clustered answers), with the
    interval of the mean difference.  The p-values of each question are adjusted for the number of
    items.  Published means are only subtracted.

    A claim is a sentence with the figures that it uses.  It may be claimed that more people rated
    an item higher under one condition, or that its mean is higher, if the adjusted p-value of that
    question is below 1 - *confidence_level* and the interval of that question excludes no
    difference.  Weighted means describe the population that the weights represent; all other means
    describe the people who answered.

    References
    ----------
    .. [1] Manski (2003), Partial Identification of Probability Distributions, Springer.
    .. [2] Rosenbaum (2002), Observational Studies, 2nd edition, Springer.
    .. [3] Liddell and Kruschke (2018), Analyzing ordinal data with metric models: what could
       possibly go wrong?, Journal of Experimental Social Psychology 79, 328-348.

    Examples
    --------
    >>> import likertkit as lk
    >>> study = lk.studies.balint()
    >>> made_up = study.synthetic(7).participants
    >>> found = lk.summarize(made_up, design=study.participants.design)
    >>> row = found["heard"]
    >>> row.n_first, row.n_second, row.n_pairs
    (51, 41, 41)
    >>> [round(bound, 2) for bound in (row.low_first, row.mean_first, row.high_first)]
    [1.82, 1.92, 2.25]
    """
    published = "for a published table" if isinstance(data, PublishedTable) else ""
    correction = settled(correction, "correction", published)
    # The threats of a design use the confidence level, whatever the data.
    published = "" if design is not None else published
    confidence_level = settled(confidence_level, "confidence_level", published)
    check_choice(correction, "correction", Correction)
    confidence_level = check_confidence_level(confidence_level)
    if design is not None and not isinstance(design, StudyDesign):
        raise ArgumentTypeError(
            f"design is a {type(design).__name__}; expected a StudyDesign.",
            "declare a design: `lk.StudyDesign(conditions=(lk.Condition(...), ...))`.",
        )
    threats = None
    if design is not None:
        threats = design.threats(data, confidence_level=confidence_level)
    options = SummaryOptions(
        design=design,
        first=None if first is None else plain_key(first),
        second=None if second is None else plain_key(second),
        invited=invited,
        correction=correction,
        confidence_level=confidence_level,
        remembered=frozenset(
            name for row in threats or () if row.threat == "recall" for name in row.conditions
        ),
    )
    view: Scoring = "as_answered"
    more: dict[str, Any] = {}
    if isinstance(data, PublishedTable):
        rows, conditions, notes = published_rows(data, options)
        instrument = data.instrument
        more = {
            "impossible": tuple(place for place in impossible_means(data) if place[0] in conditions)
        }
    else:
        sources = Sources.from_data(data, options)
        rows, conditions = _rows(sources), sources.conditions
        notes = tuple(dict.fromkeys(reading_notes(sources)))
        instrument, view = sources.tally.instrument, sources.tally.view
        more = {
            "linked": sources.linked,
            "weighted": sources.tally.weighted,
            "bent": sources.bent,
            "people_test": _test(sources.people),
            "means_test": _test(sources.apart),
        }
    names = tuple("" if name is None else str(name) for name in conditions)
    claim_input = ClaimInput(
        rows=rows,
        conditions=names,
        meanings=tuple((item.name, meaning_of(item, view)) for item in instrument),
        threats=threats,
        view=view,
        correction=correction,
        level=1 - confidence_level,
        **more,
    )
    which = f": {names[0]}" if names[0] else ""
    if len(names) == 2:
        which = f": {names[0]} (first) and {names[1]} (second)"
    return Summary(
        title=f"Summary of {instrument.name}{which}",
        names=COLUMNS,
        rows=rows,
        grids=grids(rows),
        options=(
            ("first", conditions[0]),
            ("second", conditions[1] if len(conditions) == 2 else None),
            ("correction", correction),
            ("confidence_level", confidence_level),
            ("view", view),
        ),
        notes=(*notes, *item_notes(claim_input), *([] if design else [NO_DESIGN_NOTE])),
        threats=threats,
        claims=claims(claim_input),
        _claim_input=claim_input,
    )


def _test(table: Table[Any] | None) -> str:
    """Return how the p-values of a table were found; nothing where it has none."""
    methods = [row.method for row in table or () if row.method]
    return " or ".join(dict.fromkeys(methods))


def _figures(table: Table[Any] | None, condition: str | None, name: object) -> dict[str, Any]:
    """Return the rows of one condition by item."""
    if table is None:
        return {}
    return {row.item: row for row in table if condition is None or dict(row.by)[condition] == name}


def _rows(sources: Sources) -> tuple[SummaryRow, ...]:
    sides: list[dict[str, dict[str, Any]]] = [
        {
            kind: _figures(table, sources.condition, name)
            for kind, table in (
                ("means", sources.means),
                ("stratified", sources.stratified),
                ("bounds", sources.bounds),
            )
        }
        for name in sources.conditions
    ]
    both = {
        kind: _figures(table, None, None)
        for kind, table in (
            ("people", sources.people),
            ("apart", sources.apart),
            ("order", sources.order),
            ("tipping", sources.tipping),
        )
    }
    return tuple(_row(sources, item.name, sides, both) for item in sources.tally.instrument)


def _row(
    sources: Sources,
    item: str,
    sides: list[dict[str, dict[str, Any]]],
    both: dict[str, dict[str, Any]],
) -> SummaryRow:
    figures: dict[str, Any] = {}
    notes: list[str] = []
    for name, side, condition in zip(("first", "second"), sides, sources.conditions, strict=False):
        mean = side["means"][item]
        figures |= {
            f"n_{name}": mean.n,
            f"answers_{name}": sources.answers(item, condition),
            f"mean_{name}": mean.mean,
        }
        if item in side["stratified"]:
            figures[f"stratified_{name}"] = side["stratified"][item].mean
        if item in side["bounds"]:
            figures |= {f"{end}_{name}": getattr(side["bounds"][item], end) for end in _ENDS}
        notes.append(mean.note if mean.n == 0 else "")
    means = both["apart"].get(item)
    if means is not None:
        figures |= {name: getattr(means, name) for name in _APART}
        figures |= {"mean_pvalue": means.pvalue, "mean_pvalue_adjusted": means.pvalue_adjusted}
        if sources.linked:
            figures |= {name: getattr(means, name) for name in _NUMBERS}
        notes.append(means.note)
    people = both["people"].get(item)
    if people is not None:
        figures |= {name: getattr(people, name) for name in ("pvalue", "pvalue_adjusted")}
        notes.append(people.note)
    elif means is not None:
        notes.append(_NO_SIGN_TEST)
    if item in both["order"]:
        figures["robust"] = both["order"][item].robust
        figures["robust_pvalue_adjusted"] = sources.robust.get(item, math.nan)
    if item in both["tipping"]:
        figures |= {name: getattr(both["tipping"][item], name) for name in _TIPPING}
        notes.append(tipping_note(both["tipping"][item]))
    return SummaryRow(item=item, note=_joined(notes), **figures)


def _joined(notes: list[str]) -> str:
    """Return the notes, each once; a note that begins another note is said there."""
    different = [note for note in dict.fromkeys(notes) if note]
    return "; ".join(
        note for note in different if not any(other.startswith(f"{note},") for other in different)
    )


_NO_SIGN_TEST = "pvalue: the sign test is for answers without weights and clusters"
_ENDS = ("low", "high")
_APART = ("mean_difference", "low", "high", "superiority", "superiority_low", "superiority_high")
_NUMBERS = ("n_pairs", "n_first_only", "n_second_only", "n_higher", "n_equal", "n_lower")
_TIPPING = ("shift_to_zero", "shift_to_nonsignificant", "respondents_to_zero")
