"""What a high score of an item means: items that differ in it are not ranked together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from likertkit.instrument import Item, Scoring


@attrs.frozen(kw_only=True)
class Meaning:
    """What the lowest and the highest score of an item mean.

    Attributes
    ----------
    low, high : int
        The scores.
    low_label, high_label : str
        The labels of the answers that get them; "" where the scale has none.
    positive : {'high', 'low'} or None
        Which of the scores is the positive end; None where the scale does not say.
    reversed : bool
        Whether the item is reversed in this view.
    negative : bool
        Whether agreement to the item counts against what the instrument measures, in scores that
        are not reversed.
    kind : tuple
        Equal for items whose means may be ranked together.
    """

    low: int
    high: int
    low_label: str
    high_label: str
    positive: str | None
    reversed: bool
    negative: bool
    kind: tuple[object, ...]

    @property
    def ends(self) -> str:
        """The scale from end to end, in words."""
        return f"{_end(self.low, self.low_label)} to {_end(self.high, self.high_label)}"

    @property
    def towards(self) -> str:
        """Which label is at the high end: " (towards 'Agree')"."""
        return f" (towards {self.high_label!r})" if self.high_label else ""


def _end(score: int, label: str) -> str:
    return f"{score} ({label!r})" if label else str(score)


def meaning_of(item: Item, view: Scoring) -> Meaning:
    """Return what the scores of an item mean in a view."""
    scale = item.scale
    codes = dict(zip(item.scores(view), scale.codes, strict=True))
    low, high = min(codes), max(codes)
    turned = codes[high] != max(scale.codes)
    positive: str | None = scale.positive
    if turned and positive is not None:
        positive = "low" if positive == "high" else "high"
    negative = item.keyed == "negative" and view == "as_answered"
    kind: tuple[object, ...] = (scale.codes, tuple(sorted(scale.labels.items())), scale.positive)
    if view == "as_answered":
        kind = (*kind, item.keyed)
    elif view == "favourable":
        # Whichever way the codes run, the higher score is the better one.
        kind = (scale.codes, tuple(sorted(scale.labels.values())))
    return Meaning(
        low=low,
        high=high,
        low_label=scale.labels.get(codes[low], ""),
        high_label=scale.labels.get(codes[high], ""),
        positive=positive,
        reversed=turned,
        negative=negative,
        kind=kind,
    )
