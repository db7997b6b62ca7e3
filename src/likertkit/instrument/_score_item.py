"""A score of several items, as an item of its own."""

from __future__ import annotations

from typing import Literal

import attrs

from likertkit._checks import check_choice
from likertkit.errors import ArgumentError
from likertkit.instrument._item import Item, Scoring

ScoreMethod = Literal["mean", "sum", "pomp"]


@attrs.frozen
class ScoreItem(Item):
    """A scale score, which goes wherever an item goes.

    Its levels are whole numbers of `unit`, so that ranks, ties and differences are exact; figures
    are printed in the score itself.

    Attributes
    ----------
    unit : float
        What one step of the codes is in the score.
    items : tuple of str
        The items that the score is of.
    method : {'mean', 'sum', 'pomp'}
        What the score is.
    view : {'keyed', 'favourable'}
        The view in which the items were scored.
    """

    unit: float = attrs.field(default=1.0, kw_only=True)
    items: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    method: ScoreMethod = attrs.field(default="mean", kw_only=True)
    view: Scoring = attrs.field(default="keyed", kw_only=True)

    def scores(self, view: Scoring = "as_answered") -> tuple[int, ...]:
        """Return the codes: the items were scored before they were added up.

        Raises
        ------
        ArgumentError
            If the view is not the one in which the items were scored.
        """
        check_choice(view, "view", Scoring)
        if view != self.view:
            raise ArgumentError(
                f"the score {self.name!r} was made of items in the view {self.view!r}, and has no "
                f"view {view!r}.",
                f"choose the view first: lk.scale_scores(responses.scored({view!r})).",
            )
        return self.scale.codes
