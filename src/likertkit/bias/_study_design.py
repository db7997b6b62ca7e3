"""A study's design: who was asked, about what, and what threatens its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit.bias.design._declared_design import DeclaredDesign
from likertkit.bias.threats._find import find_threats

if TYPE_CHECKING:
    from likertkit.bias.threats._evidence import Data
    from likertkit.bias.threats._find import Assumed, Thresholds
    from likertkit.bias.threats._table import ThreatTable


@attrs.frozen(kw_only=True)
class StudyDesign(DeclaredDesign):
    """Who was asked, about which conditions, and who could rate each condition.

    Nothing is estimated.  The declaration says what no data file says: that a condition was rated
    from memory, that a cohort never had it, that somebody was excluded.

    Parameters
    ----------
    conditions : tuple of Condition
        What was rated; at least one.
    cohorts : tuple of Cohort
        The cohorts of the people asked; may be empty.
    invited, responded : int or None
        How many people were asked, and how many of them answered. If these differ by condition,
        each :class:`Condition` has its own numbers.
    n_items : int or None
        How many items were rated under each condition; None if not stated.
    exclusions : tuple of (str, int)
        Why people were excluded, and how many; may be a mapping.
    limitations : tuple of (str, str)
        The biases that the study's authors name, each with a statement; may be a mapping.

    Raises
    ------
    DefinitionError
        If names repeat, if a cohort or an order refers to a condition that is not declared, or
        if the numbers of people contradict each other.
    ArgumentError, ArgumentTypeError
        If a field has the wrong type, or a number is not a number of people.

    See Also
    --------
    Condition : What was rated.
    Cohort : Who rated it.
    likertkit.bias.threat_rules : The threats that :meth:`threats` finds.

    Examples
    --------
    >>> from likertkit.bias import Cohort, Condition, StudyDesign
    >>> design = StudyDesign(
    ...     conditions=(Condition("virtual"), Condition("face-to-face", retrospective=True)),
    ...     cohorts=(
    ...         Cohort("junior", size=42),
    ...         Cohort("founded online", size=15, conditions=("virtual",)),
    ...     ),
    ...     invited=57,
    ...     responded=51,
    ... )
    >>> design.eligible("virtual"), design.eligible("face-to-face")
    (57, 42)
    >>> design.response_rate.exact
    Fraction(17, 19)
    """

    def threats(
        self,
        data: Data | None = None,
        *,
        assume: Assumed | None = None,
        thresholds: Thresholds | None = None,
        confidence_level: float = 0.95,
    ) -> ThreatTable:
        """Return what threatens the study's figures, with the figures that show it.

        A threat is listed if and only if its trigger holds: see :func:`threat_rules`.  If too
        little is stated to judge a threat, a note says so.

        Parameters
        ----------
        data : Responses, Tally, PairTally or PublishedTable, optional
            The answers or published means, for evidence that is not in the design.
        assume : mapping of str to mapping of str to {'better', 'worse'}, optional
            Threat → condition → whether it makes the condition look better or worse than it was.
            Every other threat has the direction "either way".
        thresholds : mapping of str to float, optional
            Thresholds that replace the documented ones, by threat.
        confidence_level : float, optional
            The confidence level of the tests; "small n" and "many comparisons" use it.

        Returns
        -------
        ThreatTable
            A row for each threat and what it applies to.

        Raises
        ------
        OptionError, UnknownItemError
            If an assumption or a threshold has an unknown name.
        MismatchError
            If the data have conditions that the design does not have.
        ArgumentError, ArgumentTypeError
            If an argument has the wrong type or value.

        Examples
        --------
        >>> from likertkit import studies
        >>> people = studies.balint().participants
        >>> found = people.design.threats(people.published)["nonresponse"]
        >>> round(found.value, 3), found.threshold, found.direction
        (0.895, 0.95, 'either way')
        >>> print(found.evidence[:23])
        51 of 57 answered (89.5
        """
        return find_threats(
            self, data, assume=assume, thresholds=thresholds, confidence_level=confidence_level
        )
