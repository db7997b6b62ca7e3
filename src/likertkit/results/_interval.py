"""An interval with the level that it was made for."""

from __future__ import annotations

import attrs

from likertkit._checks import check_confidence_level, is_number
from likertkit.errors import ArgumentTypeError
from likertkit.results._record import Record


@attrs.frozen(eq=False, repr=False)
class Interval(Record):
    """A confidence interval.

    Parameters
    ----------
    low, high : float
        The bounds, in the units of the estimate.
    level : float
        The confidence level, between 0 and 1.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        If a bound is not a number, or the level does not lie between 0 and 1.

    Examples
    --------
    >>> from likertkit.results import Interval
    >>> 1.7 in Interval(1.5, 1.9, level=0.95)
    True
    """

    low: float
    high: float
    level: float

    def __attrs_post_init__(self) -> None:
        """Check that the bounds are numbers and that the level is a level."""
        check_confidence_level(self.level)
        for name, bound in (("low", self.low), ("high", self.high)):
            if not is_number(bound):
                raise ArgumentTypeError(
                    f"{name}={bound!r} is not a number.", f"pass `{name}` as a float."
                )

    def __contains__(self, value: float) -> bool:
        """Return whether a value lies within the closed interval."""
        return self.low <= value <= self.high
