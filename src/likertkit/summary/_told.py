"""What claims are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from likertkit.bias import ThreatTable
    from likertkit.compare import Correction
    from likertkit.instrument import Item, Scoring
    from likertkit.summary._row import SummaryRow

    # What it is about, the sentence, and the figures that it rests on.
    Said: TypeAlias = tuple[str, str, Mapping[str, float]]

# Exact p-values such as 1/10 and differences such as 1 - 0.9 end differently in floating point.
_LAST_DIGITS = 1e-9


@attrs.frozen(kw_only=True)
class Told:
    """What claims are made of.

    Attributes
    ----------
    rows : tuple of SummaryRow
        The items.
    conditions : tuple of str
        The names of the first and, if there is one, the second condition; one empty name where
        the data have none.
    highest : mapping of str to str
        What the highest score of each item is called; "" where the scale has no word for it.
    threats : ThreatTable or None
        What threatens the figures.
    linked : bool
        Whether it is known whose answers belong together.
    correction : str
        How p-values are adjusted.
    level : float
        What a p-value has to lie below.
    """

    rows: tuple[SummaryRow, ...]
    conditions: tuple[str, ...]
    highest: Mapping[str, str]
    threats: ThreatTable | None
    linked: bool
    correction: Correction
    level: float

    def threat(self, name: str) -> list[str]:
        """Return the evidence of a threat where it bears on what is summarised."""
        return [
            row.evidence
            for row in self.threats or ()
            if row.threat == name and self._bears(set(row.conditions))
        ]

    def _bears(self, threatened: set[str]) -> bool:
        """Return whether a threat to these conditions, perhaps to all, is one to those here."""
        own = set(self.conditions)
        return own == {""} or len(own & threatened) >= min(len(own), len(threatened))

    @property
    def adjusted(self) -> str:
        """The word before a p-value."""
        return "" if self.correction == "none" else "adjusted "

    def significant(self, row: SummaryRow) -> bool:
        """Return whether a p-value lies below the level, by more than the last digits of both."""
        return row.pvalue_adjusted < self.level * (1 - _LAST_DIGITS)

    @property
    def found(self) -> list[SummaryRow]:
        """The items whose difference is significant, and of one sign however it is measured."""
        return [
            row
            for row in self.rows
            if self.significant(row) and row.mean_difference * (row.superiority - 0.5) > 0
        ]


def highest_label(item: Item, view: Scoring) -> str:
    """Return what the highest score of an item is called; "" where the scale has no word for it."""
    scores = dict(zip(item.scores(view), item.scale.codes, strict=True))
    return item.scale.labels.get(scores[max(scores)], "")
