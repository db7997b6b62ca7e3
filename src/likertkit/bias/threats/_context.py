"""A design with what its data show: what every search for a threat looks at."""

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
    """Return a text with a capital at its beginning, and the rest as it was."""
    return text[:1].upper() + text[1:]


@attrs.frozen
class NotJudged:
    """A threat of which neither the design nor the data say enough.

    Attributes
    ----------
    threat : str
        Its name.
    why : str
        What is not known.
    """

    threat: ThreatName
    why: str


@attrs.frozen(kw_only=True, eq=False)
class ThreatContext:
    """A design, what its data show, and what was asked.

    Attributes
    ----------
    design : DeclaredDesign
        The declaration.
    evidence : Evidence
        What the data show; nothing where there are none.
    thresholds : mapping of str to float
        Thresholds that replace the registry's.
    confidence_level : float
        The confidence level at which tests would be made.
    """

    design: DeclaredDesign
    evidence: Evidence
    thresholds: Mapping[ThreatName, float]
    confidence_level: float

    @property
    def names(self) -> tuple[str, ...]:
        """The conditions."""
        return tuple(one.name for one in self.design.conditions)

    @property
    def pairs(self) -> Iterator[tuple[Condition, Condition]]:
        """Every two conditions."""
        return combinations(self.design.conditions, 2)

    @property
    def members(self) -> int:
        """The members of all cohorts together."""
        return sum(one.size for one in self.design.cohorts)

    @property
    def answered(self) -> dict[str, int]:
        """How many of each cohort answered, as far as the data or the design say."""
        declared = {
            one.name: one.responded for one in self.design.cohorts if one.responded is not None
        }
        return {**declared, **self.evidence.people_by_cohort}

    def numbers(self, condition: str) -> tuple[int, ...]:
        """Return how many can have rated a condition, as far as data or the design say.

        One number from data or a declaration, several where more than one explains printed
        means, none where nothing is known.
        """
        if condition in self.evidence.n_raters:
            return (self.evidence.n_raters[condition][1],)
        if condition in self.evidence.printed and self.evidence.printed[condition].n:
            return self.evidence.printed[condition].n
        declared = self.design.condition(condition).responded
        return () if declared is None else (declared,)

    def most_raters(self, condition: str) -> int | None:
        """Return how many can have rated a condition at the most; None where nothing is known."""
        found = self.numbers(condition)
        if found:
            return max(found)
        bounds = (self.design.responded, self.design.invited_to(condition))
        return min((one for one in bounds if one is not None), default=None)

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

        A threat that names no conditions bears on all.
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
                figures=tuple((key, float(one)) for key, one in figures.items()),
            )
