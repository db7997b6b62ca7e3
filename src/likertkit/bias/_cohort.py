"""One cohort of the people whom a study asked."""

from __future__ import annotations

import attrs

from likertkit._checks import check_count
from likertkit.bias._declared import (
    as_declared_names,
    as_people,
    as_truth,
    check_name,
    check_text,
    check_truth,
)
from likertkit.errors import DefinitionError


def _size(value: object) -> int:
    return check_count(value, "size")


def _responded(value: object) -> int | None:
    return as_people(value, "responded")


def _knew(value: str | tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if value is None else as_declared_names(value, "conditions")


@attrs.frozen
class Cohort:
    """A group of people who share what they took part in.

    Parameters
    ----------
    name : str
        The cohort's name, as in the data; "2021" is that of the number 2021.
    size : int
        How many people belong to it.
    responded : int or None
        How many of them answered; None where that is not known.
    mandatory : bool or None
        Whether they had to take part; None where that is not known.
    frequency : str
        How often they took part, as in ``"weekly"``.
    conditions : tuple of str or None
        The conditions that the cohort knew; None for all of the design's.

    Raises
    ------
    DefinitionError
        If the name is empty, no condition was known, or more people answered than belong to it.
    ArgumentError, ArgumentTypeError
        If a field is not of its type, or a number of people is not one.

    See Also
    --------
    StudyDesign : Conditions and cohorts together.

    Examples
    --------
    >>> from likertkit.bias import Cohort
    >>> founded_online = Cohort("SAS", size=6, conditions=("virtual",))
    >>> founded_online.knew("face-to-face")
    False
    """

    name: str = attrs.field(validator=check_name)
    size: int = attrs.field(kw_only=True, converter=_size)
    responded: int | None = attrs.field(default=None, kw_only=True, converter=_responded)
    mandatory: bool | None = attrs.field(
        default=None, kw_only=True, converter=as_truth, validator=check_truth
    )
    frequency: str = attrs.field(default="", kw_only=True, validator=check_text)
    conditions: tuple[str, ...] | None = attrs.field(default=None, kw_only=True, converter=_knew)

    def __attrs_post_init__(self) -> None:
        """Check the fields against each other."""
        if self.conditions == ():
            raise DefinitionError(
                f"cohort {self.name!r} knew no condition at all.",
                "list what it knew in `conditions=`, or leave that out if it knew everything.",
            )
        if self.responded is not None and self.responded > self.size:
            raise DefinitionError(
                f"cohort {self.name!r} has {self.size} members, but {self.responded} answered.",
                "`size` counts everyone who belongs to the cohort, those who were silent too.",
            )

    def knew(self, condition: str) -> bool:
        """Return whether the cohort took part in a condition.

        Parameters
        ----------
        condition : str
            The condition's name.

        Returns
        -------
        bool
            True too where the cohort names no conditions, which means all.
        """
        return self.conditions is None or condition in self.conditions
