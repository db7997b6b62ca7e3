"""Between which items the means of a condition lie."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit.summary._wording import both, people, under

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from likertkit.summary._meaning import Meaning
    from likertkit.summary._row import SummaryRow
    from likertkit.summary._told import Said, Told


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
