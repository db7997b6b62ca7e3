"""What else could have made the figures: few people, memory, circumstances, unclear ends."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import join_words
from likertkit.summary._told import both, named, people, points, under

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from likertkit.summary._row import SummaryRow
    from likertkit.summary._told import Meaning, Said, Told


def described(told: Told, name: str, side: str) -> Iterator[Said]:
    """Say between which items the means of a condition lie, of items that mean alike."""
    kinds: dict[object, list[SummaryRow]] = {}
    for row in told.rows:
        if (name, row.item) in told.impossible:
            continue
        if not math.isnan(getattr(row, f"mean_{side}")):
            kinds.setdefault(told.meaning(row.item).kind, []).append(row)
    for rows in kinds.values():
        yield _described(told, name, side, rows)


def _described(told: Told, name: str, side: str, rows: Sequence[SummaryRow]) -> Said:
    means = {row.item: getattr(row, f"mean_{side}") for row in rows}
    numbers = [n for row in rows if (n := getattr(row, f"n_{side}"))]
    least, most = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
    low, high = both(means[least], means[most])
    if len(rows) == 1:
        what, verb, figures = f"mean score of {least!r}", "is", low
    elif low == high:
        what, verb, figures = "mean scores", "are all", low
    else:
        what, verb, figures = "mean scores", "run", f"from {low} ({least!r}) to {high} ({most!r})"
    scale = _scale([told.meaning(row.item) for row in rows], told)
    if told.weighted:
        text = (
            f"{scale}, in the population that the weights stand for, the weighted {what}"
            f"{under(name)} {verb} {figures}; {people(numbers)} answered."
        )
    else:
        who = f" of the {people(numbers)} who answered" if numbers else ""
        text = f"{scale}, the {what}{who}{under(name)} {verb} {figures}."
    return name or "all", text, {least: means[least], most: means[most]}


def _scale(meanings: Sequence[Meaning], told: Told) -> str:
    """Return from where to where the scale runs, and which end is which."""
    plain = next((one for one in meanings if not one.reversed), meanings[0])
    if told.view == "favourable":
        return f"On a scale from {plain.low} to {plain.high} (the favourable end)"
    more = []
    if plain.negative:
        more = ["the item is negatively keyed" if len(meanings) == 1 else "negatively keyed items"]
    if not (plain.low_label or plain.high_label):
        more.append(_good_end(plain))
    if any(one.reversed for one in meanings) and not plain.reversed:
        more.append("reversed items the other way round")
    return f"On a scale from {plain.ends}" + (f" ({'; '.join(more)})" if more else "")


def _good_end(meaning: Meaning) -> str:
    """Say which end of a scale without labels is the positive one."""
    if meaning.positive is None:
        return "no end is said to be the positive one"
    end = meaning.high if meaning.positive == "high" else meaning.low
    return f"{end} is the positive end"


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
