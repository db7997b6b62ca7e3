"""Where two published statements are hard to hold together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit.results import Record

if TYPE_CHECKING:
    from likertkit.bias import StudyDesign


@attrs.frozen(kw_only=True)
class SizeClaim:
    """A statement that a cohort's group had more than so many times the members of another.

    Parameters
    ----------
    cohort : str
        The cohort.
    condition, other : str
        Under which condition its group was the larger, and under which the smaller.
    factor : int
        More than how many times as large.

    Examples
    --------
    >>> from likertkit.studies import SizeClaim
    >>> claim = SizeClaim(cohort="ST", condition="virtual", other="face-to-face", factor=2)
    >>> claim.at_most(17)
    8
    """

    cohort: str
    condition: str
    other: str
    factor: int

    def at_most(self, size: int) -> int:
        """Return the largest size of the smaller group that the claim allows.

        Parameters
        ----------
        size : int
            How many members the larger group has.

        Returns
        -------
        int
            Members.
        """
        return (size - 1) // self.factor


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Tension(Record):
    """More raters than a statement about sizes leaves room for.

    It is a question to the authors and not a verdict: people may have known a format from
    elsewhere, or the size may have been meant differently.

    Attributes
    ----------
    condition : str
        The condition that was rated.
    raters : int
        How many seem to have rated it.
    eligible : int
        How many could have, by the sizes of the cohorts.
    cohort : str
        The cohort that the statement is about.
    factor : int
        More than how many times as large its group is said to have been elsewhere.
    larger : str
        The condition under which it was that large.
    members : int
        Its size.
    members_at_most : int
        How many of them the statement allows under the condition.
    eligible_at_most : int
        How many could then have rated it.
    """

    condition: str
    raters: int
    eligible: int
    cohort: str
    factor: int
    larger: str
    members: int
    members_at_most: int
    eligible_at_most: int


def find_tension(design: StudyDesign, claim: SizeClaim, raters: int) -> Tension | None:
    """Return the tension between a claim and a number of raters, or None if there is none."""
    eligible = design.eligible(claim.other)
    if eligible is None:
        return None
    members = design.cohort(claim.cohort).size
    members_at_most = claim.at_most(members)
    eligible_at_most = eligible - members + members_at_most
    if raters <= eligible_at_most:
        return None
    return Tension(
        condition=claim.other,
        raters=raters,
        eligible=eligible,
        cohort=claim.cohort,
        factor=claim.factor,
        larger=claim.condition,
        members=members,
        members_at_most=members_at_most,
        eligible_at_most=eligible_at_most,
    )
