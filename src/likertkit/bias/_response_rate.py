"""How many of those asked have answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit.results import Record

if TYPE_CHECKING:
    from fractions import Fraction


@attrs.frozen(eq=False, repr=False)
class ResponseRate(Record):
    """How many of those asked have answered.

    It has no confidence interval, because it describes everyone who was asked: nothing was
    sampled.

    Attributes
    ----------
    responded, invited : int
        The two counts.

    Examples
    --------
    >>> from likertkit.bias import ResponseRate
    >>> round(ResponseRate(51, 57).proportion, 3)
    0.895
    """

    responded: int
    invited: int

    @property
    def exact(self) -> Fraction:
        """The share as an exact fraction."""
        from fractions import Fraction

        return Fraction(self.responded, self.invited)

    @property
    def proportion(self) -> float:
        """The share as a number between 0 and 1."""
        return self.responded / self.invited

    def columns(self) -> dict[str, object]:
        """Return the counts and their share, unrounded."""
        return {**super().columns(), "proportion": self.proportion}
