"""The notes of tables of estimates, a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._text import format_level, join_words
from likertkit.instrument._score_item import ScoreItem
from likertkit.instrument._views import VIEW_SENTENCES
from likertkit.responses._as_tables import pooled_conditions, strangers
from likertkit.tally._axes import pooled_sentence
from likertkit.tally._sampled_units import lone_strata_sentences
from likertkit.tally._to_frame import weightless_note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit.estimate.design._sample import SurveySample
    from likertkit.tally import Tally


_WIDER = (
    "Inference: a wider population; these respondents are taken as a random sample of it; no "
    "finite population correction."
)

# So many items are named one by one with their missing answers.
_MOST_PLACES = 6


def view_notes(tally: Tally) -> tuple[str, ...]:
    """Return how codes became scores, and which items are reversed, or are not and might be."""
    view, items = tally.view, tally.instrument.items
    if view == "as_answered":
        negative = [item.name for item in items if item.keyed == "negative"]
        if not negative:
            return (VIEW_SENTENCES[view],)
        note = f"Negatively keyed, and not reversed here: {join_words(negative)}."
        return (VIEW_SENTENCES[view], note)
    if all(isinstance(item, ScoreItem) for item in items):
        # The items inside the scores are reversed, which the notes of the scores say.
        return (VIEW_SENTENCES[view],)
    scores = {item.name: item.scores(view) for item in items}
    turned = [name for name, values in scores.items() if values[0] > values[-1]]
    return (VIEW_SENTENCES[view], f"Reversed: {join_words(turned) or 'no item'}.")


def codes_notes(tally: Tally) -> tuple[str, ...]:
    """Return which codes a table shows, where the view has others as scores."""
    scores = any(isinstance(item, ScoreItem) for item in tally.instrument)
    if scores or tally.view == "as_answered":
        return ()
    return (
        f"Codes and labels are as answered; the scores of the {tally.view} view are not shown.",
    )


def interval_note(sample: SurveySample, confidence_level: float, what: str = "Interval") -> str:
    """Return which interval the table has, and its degrees of freedom."""
    note = f"{what}: t, {format_level(confidence_level)}"
    if sample.plain:
        return f"{note}."
    units = "valid answers"
    if sample.tally.clusters is not None:
        units = f"{sample.unit}s with a valid answer of the group"
    minus = "strata with a valid answer" if sample.stratified else "1"
    return f"{note}; degrees of freedom: {units} minus {minus}."


def estimate_notes(sample: SurveySample) -> tuple[str, ...]:
    """Return what is pooled, how strata count, and the population of the inference."""
    return (
        *_pooled(sample),
        *_strata(sample),
        *([] if sample.plain else _design(sample)),
        *sample.tally.notes,
    )


def missing_note(items: Iterable[tuple[str, Iterable[tuple[str, int]]]]) -> str:
    """Return why answers to each item are missing, blank apart from the rest; empty if none is.

    Of many items, those that miss alike are named together; where even these are many, only the
    sums are given.
    """
    by_place: dict[str, str] = {}
    sums: dict[str, int] = {}
    for place, missing in items:
        reasons = [(reason, n) for reason, n in missing if n]
        if reasons:
            by_place[place] = _reasons(reasons)
        for reason, n in reasons:
            sums[reason] = sums.get(reason, 0) + n
    alike: dict[str, list[str]] = {}
    for place, reason in by_place.items():
        alike.setdefault(reason, []).append(place)
    if len(by_place) <= _MOST_PLACES:
        parts = [f"{place} {reason}" for place, reason in by_place.items()]
    elif len(alike) <= _MOST_PLACES:
        parts = [f"{reason} each of {join_words(places)}" for reason, places in alike.items()]
    else:
        total = f"{_reasons(sums.items())} in all, in {len(by_place)} rows"
        parts = [f"{total}; the data frame of `describe` has them row by row"]
    return f"Missing answers: {'; '.join(parts)}." if parts else ""


def _reasons(missing: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{n} {reason}" for reason, n in missing)


def _pooled(sample: SurveySample) -> list[str]:
    conditions = pooled_conditions(sample.tally, sample.names)
    if len(conditions) < 2:
        return []
    which = join_words([str(condition) for condition in conditions])
    counted = "respondents with answers under several conditions are counted in each."
    return [
        f"The conditions {which} are pooled: {counted}",
        *strangers(sample.tally, sample.names),
    ]


def _strata(sample: SurveySample) -> list[str]:
    """Return how the strata count, and which were merged."""
    notes = sample.design.merge_notes() if sample.design.collapse else []
    how = {
        "population": "the number of its people in the population",
        "direct": "the number of its people in the population, in every group alike (direct "
        "standardisation)",
        "sample": "the number of its valid answers",
        "equal": "the same",
    }
    for axis in sample.tally.axes:
        if axis.role != "stratum":
            continue
        if sample.tally.weighted or (sample.tally.clusters and not sample.standardized):
            notes.append(f"Standard errors respect the strata of {axis.name!r}.")
        elif sample.standardized:
            notes.append(f"Each stratum of {axis.name!r} counts by {how[sample.standardize]}.")
            if sample.by_own_share and sample.has_domains:
                notes.append(
                    "In a group it counts by the group's own proportion of these people, estimated "
                    "from the valid answers to the item."
                )
        elif axis.name not in sample.names:
            notes.append(pooled_sentence(axis.name))
    return notes


def _design(sample: SurveySample) -> list[str]:
    """Return what weights, clusters and a population do to the standard errors."""
    notes = []
    tally = sample.tally
    if tally.weighted:
        notes.append("Weights are sampling weights; n counts respondents.")
        if weightless := weightless_note(tally):
            notes.append(weightless)
    if tally.calibration is not None:
        margins = join_words(
            [" × ".join(map(repr, margin)) for margin in tally.calibration.margins]
        )
        notes.append(f"Standard errors know that the weights were calibrated to {margins}.")
    if tally.clusters is not None and tally.clusters.unit == "respondent":
        notes.append(
            "A respondent's answers are one sampled unit: standard errors are those between "
            "respondents."
        )
    elif tally.clusters is not None:
        notes.append("Clusters were sampled whole: standard errors are those between clusters.")
    return [*notes, *lone_strata_sentences(sample.design.lone_stratum), *_target(sample)]


def _target(sample: SurveySample) -> list[str]:
    """Return the population of the inference."""
    sizes = sample.population if sample.tally.clusters is None else sample.clusters
    if sizes is None or not sample.limited:
        known = sample.population is not None or sample.clusters is not None
        return [_WIDER] if known else []
    what = "people" if sample.tally.clusters is None else "clusters"
    sampled = sample.units.max(axis=2, initial=0)
    counted = []
    for c, condition in enumerate(sample.conditions):
        where = "" if condition is None else f" ({condition})"
        counted.append(f"{sampled[c].sum()} of {sizes[c].sum():g} {what}{where}")
    members = "of each stratum" if sample.strata != (None,) else "of them"
    note = f"Inference: these {what} only, {join_words(counted)}; those sampled count as a random"
    return [f"{note} sample {members}, with the finite population correction."]
