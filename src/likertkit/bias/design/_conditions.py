"""What a study declares: its conditions, its cohorts, and how many answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from likertkit._checks import check_count, shown
from likertkit.bias.design._declared import (
    as_declared_names,
    as_people,
    as_truth,
    check_name,
    check_text,
    check_truth,
)
from likertkit.errors import DefinitionError
from likertkit.results._record import Record

if TYPE_CHECKING:
    from fractions import Fraction
    from typing import Any

_MONTH = r"(\d{4})-(0[1-9]|1[0-2])"
_MONTHS = re.compile(rf"{_MONTH}(?:/{_MONTH})?")


def _months(text: str) -> tuple[int, int]:
    """Return the first and the last month of a period, counted from year 0."""
    match = _MONTHS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, last_year, last_month = match.groups()
    first = 12 * int(year) + int(month)
    return first, first if last_year is None else 12 * int(last_year) + int(last_month)


def _check_period(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    hint = 'write period="2019-09/2020-02", or leave it out.'
    if isinstance(value, str) and not value:
        return
    try:
        first, last = _months(value if isinstance(value, str) else "")
    except ValueError:
        raise DefinitionError(
            f"{attribute.name}={shown(value)} is not a month or a span of months; expected "
            "YYYY-MM or YYYY-MM/YYYY-MM.",
            hint,
        ) from None
    if last < first:
        raise DefinitionError(f"{attribute.name}={value!r} ends before it begins.", hint)


def _names(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return as_declared_names(value, "rated_after")


def _invited(value: object) -> int | None:
    return as_people(value, "invited")


def _responded(value: object) -> int | None:
    return as_people(value, "responded")


@attrs.frozen
class Condition:
    """What respondents rated, when it happened and when they rated it.

    Parameters
    ----------
    name : str
        The condition's name, as in the data; "2021" matches the number 2021.
    period : str
        The months in which it happened, as ``YYYY-MM`` or ``YYYY-MM/YYYY-MM``; may be empty.
    rated_when : str
        The months in which it was rated, in the same form.
    rated_after : tuple of str
        The conditions that respondents had experienced or rated before they rated this one.
    retrospective : bool
        Whether it was rated from memory.
    context : str
        What else was going on at the time.
    invited, responded : int or None
        How many people were asked to rate it, and how many of them did; None if this is unknown,
        or the same for every condition.

    Raises
    ------
    DefinitionError
        If the name is empty, if a period cannot be read, if the condition was rated before it
        began, or if more people rated it than were asked.
    ArgumentError, ArgumentTypeError
        If a field has the wrong type, or a number is not a number of people.

    See Also
    --------
    StudyDesign : Conditions and cohorts together.

    Examples
    --------
    >>> from likertkit.bias import Condition
    >>> clinic = Condition("clinic", period="2019-09/2020-02", rated_when="2021-02")
    >>> clinic.months_ago
    (12, 17)
    """

    name: str = attrs.field(validator=check_name)
    period: str = attrs.field(default="", kw_only=True, validator=_check_period)
    rated_when: str = attrs.field(default="", kw_only=True, validator=_check_period)
    rated_after: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_names)
    retrospective: bool = attrs.field(
        default=False, kw_only=True, converter=as_truth, validator=check_truth
    )
    context: str = attrs.field(default="", kw_only=True, validator=check_text)
    invited: int | None = attrs.field(default=None, kw_only=True, converter=_invited)
    responded: int | None = attrs.field(default=None, kw_only=True, converter=_responded)

    def __attrs_post_init__(self) -> None:
        """Check the fields against each other."""
        if self.name in self.rated_after:
            raise DefinitionError(
                f"condition {self.name!r} is listed in its own rated_after.",
                "list only the other conditions in `rated_after=`.",
            )
        if self.invited is not None and (self.responded or 0) > self.invited:
            raise DefinitionError(
                f"{self.responded} people rated condition {self.name!r}, but only {self.invited} "
                f"were invited.",
                "`invited` counts everyone who was asked, with or without an answer.",
            )
        ago = self.months_ago
        if ago is not None and ago[1] < 0:
            raise DefinitionError(
                f"condition {self.name!r} was rated in {self.rated_when}, before it began "
                f"({self.period}).",
                "check that `period=` and `rated_when=` are not swapped.",
            )

    @property
    def months_ago(self) -> tuple[int, int] | None:
        """How many months before the rating the condition ended, and how many it began.

        The shortest and the longest time that the two periods allow; the shortest is 0 if the
        condition had not ended.  None if either period is not stated.
        """
        if not self.period or not self.rated_when:
            return None
        first, last = _months(self.period)
        earliest, latest = _months(self.rated_when)
        return max(earliest - last, 0), latest - first


def _size(value: object) -> int:
    return check_count(value, "size")


def _knew(value: str | tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if value is None else as_declared_names(value, "conditions")


@attrs.frozen
class Cohort:
    """A group of people who took part in the same conditions.

    Parameters
    ----------
    name : str
        The cohort's name, as in the data; "2021" matches the number 2021.
    size : int
        How many people belong to it.
    responded : int or None
        How many of them answered; None if unknown.
    mandatory : bool or None
        Whether they had to take part; None if unknown.
    frequency : str
        How often they took part, for example ``"weekly"``.
    conditions : tuple of str or None
        The conditions that the cohort had; None for all conditions of the design.

    Raises
    ------
    DefinitionError
        If the name is empty, there is no condition, or more people answered than belong to it.
    ArgumentError, ArgumentTypeError
        If a field has the wrong type, or a number is not a number of people.

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
                f"cohort {self.name!r} has no condition.",
                "list the conditions it met in `conditions=`, or leave `conditions=` out if it "
                "met all.",
            )
        if self.responded is not None and self.responded > self.size:
            raise DefinitionError(
                f"cohort {self.name!r} has {self.size} members, but {self.responded} answered.",
                "`size` counts everyone who belongs to the cohort, with or without an answer.",
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
            Also True if the cohort names no conditions, which means all.
        """
        return self.conditions is None or condition in self.conditions


@attrs.frozen(eq=False, repr=False)
class ResponseRate(Record):
    """How many of the people who were asked have answered.

    It has no confidence interval, because it describes everyone who was asked: there is no
    sample.

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
        """The proportion as an exact fraction."""
        from fractions import Fraction

        return Fraction(self.responded, self.invited)

    @property
    def proportion(self) -> float:
        """The proportion as a number between 0 and 1."""
        return self.responded / self.invited

    def columns(self) -> dict[str, object]:
        """Return the counts and their proportion, unrounded."""
        return {**super().columns(), "proportion": self.proportion}
