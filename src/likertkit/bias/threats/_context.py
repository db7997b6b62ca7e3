"""A design and what its data show: the input of every search for a threat."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import attrs

from likertkit.bias.threats._table import Threat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from likertkit.bias.design._conditions import Condition
    from likertkit.bias.design._declared_design import DeclaredDesign
    from likertkit.bias.threats._evidence import Evidence
    from likertkit.bias.threats._table import ThreatName, ThreatRule


def capital(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def counted_people(n: int) -> str:
    """Return "1 person", "2 people"."""
    return "1 person" if n == 1 else f"{n} people"


@attrs.frozen
class NotJudged:
    """A threat that cannot be judged from the design and the data.

    Attributes
    ----------
    threat : str
        Its name.
    why : str
        What is unknown.
    """

    threat: ThreatName
    why: str


@attrs.frozen(kw_only=True, eq=False)
class ThreatContext:
    """A design, what its data show, and the options.

    Attributes
    ----------
    design : DeclaredDesign
        The declaration.
    evidence : Evidence
        What the data show; empty without data.
    thresholds : mapping of str to float
        Thresholds that replace the registry's.
    confidence_level : float
        The confidence level of the tests.
    """

    design: DeclaredDesign
    evidence: Evidence
    thresholds: Mapping[ThreatName, float]
    confidence_level: float

    @property
    def names(self) -> tuple[str, ...]:
        """The conditions."""
        return tuple(condition.name for condition in self.design.conditions)

    @property
    def pairs(self) -> Iterator[tuple[Condition, Condition]]:
        """Every pair of conditions."""
        return combinations(self.design.conditions, 2)

    @property
    def members(self) -> int:
        """The members of all cohorts together."""
        return sum(cohort.size for cohort in self.design.cohorts)

    @property
    def answered(self) -> dict[str, int]:
        """How many of each cohort answered, as far as the data or the design say."""
        declared = {
            cohort.name: cohort.responded
            for cohort in self.design.cohorts
            if cohort.responded is not None
        }
        return {**declared, **self.evidence.people_by_cohort}

    def numbers(self, condition: str) -> tuple[int, ...]:
        """Return how many people can have rated a condition.

        One number if the data or the design state it, several if several numbers explain the
        printed means, none if nothing is known.
        """
        if condition in self.evidence.n_raters:
            return (self.evidence.n_raters[condition][1],)
        if condition in self.evidence.printed and self.evidence.printed[condition].n:
            return self.evidence.printed[condition].n
        declared = self.design.condition(condition).responded
        return () if declared is None else (declared,)

    def most_raters(self, condition: str) -> int | None:
        """Return how many people can have rated a condition at most; None if nothing is known."""
        numbers = self.numbers(condition)
        if numbers:
            return max(numbers)
        bounds = (self.design.responded, self.design.invited_to(condition))
        return min((bound for bound in bounds if bound is not None), default=None)

    def threat(
        self,
        rule: ThreatRule,
        value: float,
        evidence: str,
        *,
        applies_to: str,
        conditions: tuple[str, ...] = (),
        figures: Mapping[str, float],
        declared: bool = False,
        threshold: float | None = None,
    ) -> Iterator[Threat]:
        """Yield the threat if its value is on the wrong side of its threshold, or it is declared.

        A threat without conditions is a threat to all of them.
        """
        limit = self.thresholds.get(rule.threat, rule.threshold if threshold is None else threshold)
        if declared or rule.met(value, limit):
            yield Threat(
                threat=rule.threat,
                applies_to=applies_to,
                evidence=evidence,
                figure=rule.figure,
                value=float(value),
                threshold=float(limit),
                remedy=rule.remedy,
                source=rule.source,
                conditions=conditions or self.names,
                figures=tuple((name, float(figure)) for name, figure in figures.items()),
            )
