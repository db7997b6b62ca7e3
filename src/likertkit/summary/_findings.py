"""What else could have caused the figures: few people, memory, circumstances, unclear ends."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import join_words
from likertkit.summary._claim_input import Sentence, named, people, points, two_means, under

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from likertkit.summary._claim_input import ClaimInput, Meaning
    from likertkit.summary._row import SummaryRow


def described(given: ClaimInput, name: str, side: str) -> Iterator[Sentence]:
    """Say between which items the means of a condition lie, for items with the same meaning."""
    kinds: dict[object, list[SummaryRow]] = {}
    for row in given.rows:
        if (name, row.item) in given.impossible:
            continue
        if not math.isnan(getattr(row, f"mean_{side}")):
            kinds.setdefault(given.meaning(row.item).kind, []).append(row)
    for rows in kinds.values():
        yield _described(given, name, side, rows)


def _described(given: ClaimInput, name: str, side: str, rows: Sequence[SummaryRow]) -> Sentence:
    means = {row.item: getattr(row, f"mean_{side}") for row in rows}
    numbers = [n for row in rows if (n := getattr(row, f"n_{side}"))]
    least, most = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
    low, high = two_means(means[least], means[most])
    if len(rows) == 1:
        what, verb, figures = f"mean score of {least!r}", "is", low
    elif low == high:
        what, verb, figures = "mean scores", "are all", low
    else:
        what, verb, figures = "mean scores", "range", f"from {low} ({least!r}) to {high} ({most!r})"
    scale = _scale([given.meaning(row.item) for row in rows], given)
    if given.weighted:
        text = (
            f"{scale}, in the population that the weights represent, the weighted {what}"
            f"{under(name)} {verb} {figures}; {people(numbers)} answered."
        )
    else:
        who = f" of the {people(numbers)} who answered" if numbers else ""
        text = f"{scale}, the {what}{who}{under(name)} {verb} {figures}."
    return Sentence(name or "all", text, {least: means[least], most: means[most]})


def _scale(meanings: Sequence[Meaning], given: ClaimInput) -> str:
    """Return from where to where the scale runs, and what its ends mean."""
    plain = next((meaning for meaning in meanings if not meaning.reversed), meanings[0])
    if given.view == "favourable":
        return f"On a scale from {plain.low:g} to {plain.high:g} (the favourable end)"
    more = []
    if plain.negative:
        more = ["the item is negatively keyed" if len(meanings) == 1 else "negatively keyed items"]
    if not (plain.low_label or plain.high_label):
        more.append(_good_end(plain))
    if any(meaning.reversed for meaning in meanings) and not plain.reversed:
        more.append("for reversed items the ends are exchanged")
    return f"On a scale from {plain.ends}" + (f" ({'; '.join(more)})" if more else "")


def _good_end(meaning: Meaning) -> str:
    """Say which end of a scale without labels is the positive end."""
    if meaning.positive is None:
        return "no positive end is declared"
    end = meaning.high if meaning.positive == "high" else meaning.low
    return f"{end:g} is the positive end"


_MEMORY = ("recall", "recency", "order")


def few(given: ClaimInput) -> Iterator[Sentence]:
    """Say where there are too few people."""
    for evidence in given.threat("small n"):
        yield Sentence("small n", f"Conclusions about so few people: {evidence}", {})


def directions(given: ClaimInput) -> Iterator[Sentence]:
    """Say for which scales it is unknown which end is good."""
    kinds: dict[str, list[SummaryRow]] = {}
    for row in given.rows:
        meaning = given.meaning(row.item)
        if meaning.positive is None:
            kinds.setdefault(meaning.ends, []).append(row)
    for ends, rows in kinds.items():
        yield Sentence(
            "direction",
            f"That a higher score of {named(rows)} is better or worse: the scale, from {ends}, has "
            "no declared positive end.",
            {},
        )


def recall(given: ClaimInput) -> Iterator[Sentence]:
    """Say how small a bias of memory would explain the smallest difference that was found."""
    memory = [name for name in _MEMORY if given.threat(name)]
    rows = [row for row in given.differing() if _undone(given, row)]
    if not memory or not rows:
        return
    row = min(rows, key=lambda row: abs(row.mean_difference))
    shift = _shift(given, row)
    bent, other = given.conditions[given.bent], given.conditions[1 - given.bent]
    up = shift > 0
    which = ""
    if given.remembered() != {bent}:
        # No threat says which of the two conditions is biased.
        which = f" (or {other!r} {'lower' if up else 'higher'})"
    figures: dict[str, float] = {"shift_to_zero": shift}
    step = given.meaning(row.item).step
    if math.isnan(row.shift_to_zero) or not step:
        # For answers that are weighted or not linked, no number of people is known.
        steps = ""
    elif row.respondents_to_zero is None:
        steps = f"; moving {step} is not enough, for any number of people"
    else:
        figures["respondents_to_zero"] = row.respondents_to_zero
        steps = (
            f"; it would also be 0 or change its sign if {row.respondents_to_zero} of the "
            f"{people([row.n_pairs or 0])} had rated {bent!r} {step} "
            f"{'higher' if up else 'lower'}"
        )
    yield Sentence(
        ", ".join(memory),
        f"That {join_words(memory)} did not cause the difference in {row.item!r}: if everybody had "
        f"rated {bent!r} {points(shift)} {'higher' if up else 'lower'}{which}, the mean difference "
        f"would be 0{steps}.",
        figures,
    )


def _undone(given: ClaimInput, row: SummaryRow) -> bool:
    """Return whether a shift would undo what is claimed about an item."""
    sign = given.mean_sign(row) or given.people_sign(row)
    return sign * row.mean_difference > 0


def _shift(given: ClaimInput, row: SummaryRow) -> float:
    """Return what would have to be added to the biased condition."""
    return row.mean_difference if given.bent else -row.mean_difference


def cause(given: ClaimInput) -> Iterator[Sentence]:
    """Say that the conditions are not the only thing that differed."""
    first, second = given.conditions
    for evidence in given.threat("context confounding"):
        yield Sentence(
            "context confounding",
            f"That {first!r} or {second!r} caused the difference, and not the circumstances of "
            f"each: {evidence}",
            {},
        )
