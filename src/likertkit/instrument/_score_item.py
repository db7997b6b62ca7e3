"""A score of several items, as an item of its own."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import attrs

from likertkit._checks import check_choice
from likertkit._text import join_words
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.instrument._item import Item, Scoring

if TYPE_CHECKING:
    from collections.abc import Iterable

ScoreMethod = Literal["mean", "sum", "pomp"]

ASK_ANSWERS = "pass the responses that the scores were made of."
SOME_LEVELS = (
    "some respondents left items out, so that only the values of the score that occurred are "
    "levels: what needs all levels is undefined"
)


def refuse_scores(items: Iterable[Item], function: str, hint: str) -> None:
    """Raise if some items are scale scores, for a function that needs the answers themselves."""
    names = [repr(item.name) for item in items if isinstance(item, ScoreItem)]
    if names:
        raise ArgumentTypeError(
            f"{join_words(names)} are scale scores; expected the answers to the items, which "
            f"{function} needs."
            if len(names) > 1
            else f"{names[0]} is a scale score; expected the answers to the items, which "
            f"{function} needs.",
            hint,
        )


@attrs.frozen
class ScoreItem(Item):
    """A scale score, which goes wherever an item goes.

    Its levels are whole numbers of `unit`, so that ranks, ties and differences are exact; figures
    are printed in the score itself.

    Attributes
    ----------
    unit : Fraction
        What one step of the codes is in the score.
    every_level : bool
        Whether the levels are all values that the score can have; otherwise they are those that
        occurred, and both ends.
    items : tuple of str
        The items that the score is of.
    method : {'mean', 'sum', 'pomp'}
        What the score is.
    view : {'keyed', 'favourable'}
        The view in which the items were scored.
    """

    unit: Fraction = attrs.field(default=Fraction(1), kw_only=True)
    every_level: bool = attrs.field(default=True, kw_only=True)
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

    def _how_to_declare(self) -> str:
        """Return, for a hint, that the items declare it."""
        return (
            f"a score has the direction of its items: write positive= in the scale of "
            f'{join_words(self.items)}, "low" or "high", or instrument.revise(positive=...), and '
            f"score again."
        )
