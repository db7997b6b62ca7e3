"""The notes of a summary: what must be known to read its figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from likertkit._text import join_words
from likertkit.instrument._score_item import SOME_LEVELS
from likertkit.instrument._views import view_sentence
from likertkit.summary._row import BOUNDS_NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.summary._claim_input import ClaimInput
    from likertkit.summary._sources import Sources

# The counts of more levels are not printed: they are figures of the rows.
MOST_COUNTS = 20
NO_DESIGN_NOTE = "Threats were not judged: no design was given."


def item_notes(given: ClaimInput) -> tuple[str, ...]:
    """Return the notes that are about the items, which change if items are left out."""
    return (*_keying_notes(given), *_unpaired_notes(given))


def _keying_notes(given: ClaimInput) -> Iterator[str]:
    """Yield which negatively keyed items are not reversed."""
    names = [repr(row.item) for row in given.rows if given.meaning(row.item).negative]
    if names:
        yield f"Negatively keyed, but not reversed in these scores: {join_words(names)}."


def _unpaired_notes(given: ClaimInput) -> Iterator[str]:
    """Yield what the numbers of people without a pair mean."""
    if any(row.n_first_only or row.n_second_only for row in given.rows):
        yield (
            "n_first_only, n_second_only: people who answered the item under only one of the two "
            "conditions; they are not compared."
        )


def reading_notes(sources: Sources) -> Iterator[str]:
    """Yield what must be known to read the figures."""
    yield view_sentence(sources.tally.view)
    if any(item.scale.n_levels <= MOST_COUNTS for item in sources.tally.instrument):
        yield "answers: the number of answers at each score, lowest score first."
    if sources.stratified is not None:
        yield "stratified: each cohort counts by its number of people."
    if sources.bounds is not None:
        yield BOUNDS_NOTE
        if any(row.n_structural for row in sources.bounds):
            yield ("The bounds leave out people who said that the question does not apply to them.")
    yield from _comparison_notes(sources)
    if sources.order is not None:
        yield (
            "robust: in these answers the sign of the mean difference is the same under every "
            "increasing scoring."
        )
    if sources.tipping is not None:
        bent = repr(str(sources.conditions[sources.bent]))
        yield (
            f"shift_to_nonsignificant: points to add to every rating of {bent} until the test of "
            "the mean difference, not adjusted, no longer rejects."
        )
        yield (
            f"respondents_to_zero: respondents who would have to move one category under {bent} "
            "for the mean difference to be 0 or change its sign; a dash: no number of respondents "
            "is enough."
        )
    yield from sources.notes
    yield from sources.tally.notes


def _comparison_notes(sources: Sources) -> Iterator[str]:
    """Yield whose difference it is, the notes of both tests, then the notes of each test."""
    if sources.apart is None:
        return
    whose = "of the pairs." if sources.linked else "of all answers, treated as of different people."
    yield f"mean_difference: first minus second, {whose}"
    # The numbers of people who are not compared are columns of the summary.
    means = [note for note in sources.apart.notes[1:] if "not compared:" not in note]
    people = [] if sources.people is None else [*sources.people.notes[1:]]
    yield from (note for note in means if note in people or sources.people is None)
    for column, notes, others in (
        ("mean_pvalue_adjusted", means, people),
        ("pvalue_adjusted", people, means),
    ):
        alone = [note for note in notes if note not in others and "not compared:" not in note]
        if alone and sources.people is not None:
            yield f"{column}: {' '.join(alone)}"


def tipping_note(row: Any) -> str:
    """Say why a tipping point is 0 or missing; the note of the t test says why it is undefined."""
    if math.isnan(row.mean_difference):
        return ""
    reasons = []
    if row.mean_difference == 0:
        reasons.append("there is no mean difference")
    elif row.shift_to_nonsignificant == 0:
        reasons.append("the t test does not reject in the answers as they are")
    if SOME_LEVELS in row.note:
        reasons.append(f"respondents_to_zero: {SOME_LEVELS}")
    elif row.respondents_to_zero is None:
        reasons.append("moving one category is not enough, for any number of people")
    return "; ".join(reasons)
