"""What else could have made the figures: few people, memory, circumstances, unclear ends."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import join_words
from likertkit.summary._wording import named, people, points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.summary._row import SummaryRow
    from likertkit.summary._told import Said, Told

_MEMORY = ("recall", "recency", "order")


def few(told: Told) -> Iterator[Said]:
    """Say where there are too few people."""
    for evidence in told.threat("small n"):
        yield "small n", f"Conclusions about so few people: {evidence}", {}


def directions(told: Told) -> Iterator[Said]:
    """Say of which scales it is not known which end is good."""
    kinds: dict[str, list[SummaryRow]] = {}
    for row in told.rows:
        meaning = told.meaning(row.item)
        if meaning.positive is None:
            kinds.setdefault(meaning.ends, []).append(row)
    for ends, rows in kinds.items():
        yield (
            "direction",
            (
                f"That a higher score of {named(rows)} is better, or worse: the scale, from "
                f"{ends}, does not say which end is the positive one."
            ),
            {},
        )


def recall(told: Told) -> Iterator[Said]:
    """Say how little of a memory's bias would leave nothing of the smallest difference found."""
    memory = [name for name in _MEMORY if told.threat(name)]
    rows = [row for row in told.differing() if _undone(told, row)]
    if not memory or not rows:
        return
    row = min(rows, key=lambda one: abs(one.mean_difference))
    shift = _shift(told, row)
    bent, other = told.conditions[told.bent], told.conditions[1 - told.bent]
    up = shift > 0
    which = ""
    if told.remembered() != {bent}:
        # No threat says in which of the two the bias lies.
        which = f" (or {other!r} {'lower' if up else 'higher'})"
    figures: dict[str, float] = {"shift_to_zero": shift}
    if math.isnan(row.shift_to_zero):
        # Of answers that are weighted or not linked, no number of people is known.
        steps = ""
    elif row.respondents_to_zero is None:
        steps = "; a step of one category would not be enough, however many people took it"
    else:
        figures["respondents_to_zero"] = row.respondents_to_zero
        steps = (
            f"; nor would a mean difference in this direction be left if "
            f"{row.respondents_to_zero} of the {people([row.n_pairs or 0])} had rated {bent!r} one "
            f"category {'higher' if up else 'lower'}"
        )
    yield (
        ", ".join(memory),
        (
            f"That {join_words(memory)} did not make the difference in {row.item!r}: had everybody "
            f"rated {bent!r} {points(shift)} {'higher' if up else 'lower'}{which}, no "
            f"mean difference would be left{steps}."
        ),
        figures,
    )


def _undone(told: Told, row: SummaryRow) -> bool:
    """Return whether a shift would undo what is claimed of an item."""
    sign = told.mean_sign(row) or told.people_sign(row)
    return sign * row.mean_difference > 0


def _shift(told: Told, row: SummaryRow) -> float:
    """Return what would have to be added to the condition that is bent."""
    return row.mean_difference if told.bent else -row.mean_difference


def cause(told: Told) -> Iterator[Said]:
    """Say that the conditions are not the only thing that differed."""
    first, second = told.conditions
    for evidence in told.threat("context confounding"):
        yield (
            "context confounding",
            (
                f"That {first!r} or {second!r} made the difference, and not the circumstances of "
                f"each: {evidence}"
            ),
            {},
        )
