"""The registry of threats to a comparison: the rule of each, and what looks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit.bias.threats._cohorts import find_self_selection, find_unequal
from likertkit.bias.threats._few_or_many import find_many, find_small
from likertkit.bias.threats._table import ThreatRule, listed
from likertkit.bias.threats._time_and_memory import (
    find_context,
    find_order,
    find_recall,
    find_recency,
)
from likertkit.bias.threats._who_answered import (
    find_conflict,
    find_ineligible,
    find_non_overlap,
    find_nonresponse,
)
from likertkit.results import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from likertkit.bias.threats._context import NotJudged, ThreatContext
    from likertkit.bias.threats._table import Threat, ThreatName

    Search: TypeAlias = Callable[[ThreatContext, ThreatRule], Iterator[Threat | NotJudged]]

# In the order in which threats are listed.
REGISTRY: dict[ThreatName, tuple[ThreatRule, Search]] = {
    rule.threat: (rule, search)
    for rule, search in (
        (
            ThreatRule(
                threat="recall",
                trigger="A condition is declared retrospective, or ended a month or more before "
                "it was rated.",
                figure="months from its end to the rating",
                side="at least",
                threshold=1,
                remedy="ratings given while the condition lasts",
                source="Howard 1980; Hill and Betz 2005",
            ),
            find_recall,
        ),
        (
            ThreatRule(
                threat="recency",
                trigger="One of two conditions lies nearer in time to its rating than the other.",
                figure="months between their middle distances",
                side="at least",
                threshold=1,
                remedy="ratings at the same distance in time from each condition",
                source="Walker, Skowronski and Thompson 2003; Ward and Wilson 2015",
            ),
            find_recency,
        ),
        (
            ThreatRule(
                threat="order",
                trigger="Everybody had one condition behind them when they rated another, and "
                "nobody the other way round.",
                figure="orders that occur",
                side="below",
                threshold=2,
                remedy="an order drawn by lot for each person",
                source="Hogarth and Einhorn 1992",
            ),
            find_order,
        ),
        (
            ThreatRule(
                threat="context confounding",
                trigger="The declared contexts of the conditions differ.",
                figure="different contexts",
                side="at least",
                threshold=2,
                remedy="conditions that people are given by lot, in the same circumstances",
                source="Campbell and Stanley 1963 (history)",
            ),
            find_context,
        ),
        (
            ThreatRule(
                threat="non-overlap",
                trigger="Some people could rate, or did rate, only one of two conditions.",
                figure="such people",
                side="at least",
                threshold=1,
                remedy="ratings of both conditions by the same people, linked person by person",
                source="Derrick, Russ, Toher and White 2017",
            ),
            find_non_overlap,
        ),
        (
            ThreatRule(
                threat="ineligible raters",
                trigger="More people rated a condition, or answered in all or from a cohort, than "
                "could.",
                figure="people too many",
                side="at least",
                threshold=1,
                remedy="the number who could rate each condition, from those who ran the study",
                source="counting",
            ),
            find_ineligible,
        ),
        (
            ThreatRule(
                threat="nonresponse",
                trigger="Too few answered: of all who were asked, of a cohort, under a condition, "
                "or an item.",
                figure="proportion that answered",
                side="below",
                threshold=0.95,
                remedy="answers from those who were silent, or from a sample of them",
                source="Groves and Peytcheva 2008; Horowitz and Manski 1998",
            ),
            find_nonresponse,
        ),
        (
            ThreatRule(
                threat="self-selection",
                trigger="Members of cohorts took part by choice.",
                figure="cohorts that took part by choice",
                side="at least",
                threshold=1,
                remedy="participation that does not depend on liking: required, or drawn by lot",
                source="Bethlehem 2010",
            ),
            find_self_selection,
        ),
        (
            ThreatRule(
                threat="unequal cohorts",
                trigger="The largest cohort is many times the smallest, or cohorts took part at "
                "different frequencies.",
                figure="times the smallest cohort, or different frequencies",
                side="at least",
                threshold=2,
                remedy="means with cohorts weighted by size and alike, shown beside each other",
                source="Kish 1965",
            ),
            find_unequal,
        ),
        (
            ThreatRule(
                threat="conflict of interest",
                trigger="People were left out for a conflict of interest.",
                figure="people left out",
                side="at least",
                threshold=1,
                remedy="figures with and without those left out, worked out by somebody without a "
                "stake",
                source="Luborsky et al. 1999",
            ),
            find_conflict,
        ),
        (
            ThreatRule(
                threat="small n",
                trigger="So few people rated a condition, rated both, or form a cohort that no "
                "exact two-sided test can reject.",
                figure="people",
                side="below",
                threshold=6,
                remedy="more people; until then the figures are about these people alone",
                source="counting: 2 of 2ⁿ patterns of signs are the most extreme",
            ),
            find_small,
        ),
        (
            ThreatRule(
                threat="many comparisons",
                trigger="Several comparisons are made; one item under two conditions is one.",
                figure="comparisons",
                side="at least",
                threshold=2,
                remedy="p-values adjusted for all comparisons, or one question chosen beforehand",
                source="Holm 1979",
            ),
            find_many,
        ),
    )
}


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ThreatRuleTable(Table[ThreatRule]):
    """The rules of all threats, a row each; it prints as a list.

    Examples
    --------
    >>> from likertkit.bias import threat_rules
    >>> print(threat_rules().filter(threat="order").to_text(72))
    Threats, and when each is listed
    <BLANKLINE>
    order: orders that occur, below 2
      Everybody had one condition behind them when they rated another, and
      nobody the other way round.
      Remedy: an order drawn by lot for each person. Source: Hogarth and
      Einhorn 1992.
    ...
    """

    def to_text(self, width: int | None = None) -> str:
        """Return the rules as text.

        Parameters
        ----------
        width : int, optional
            The most columns a line may take; by default the terminal's.

        Returns
        -------
        str
            The title, a paragraph for each threat, and the note.
        """
        parts = [
            (
                row.threat,
                f"{row.figure}, {row.side} {row.threshold:g}",
                row.trigger,
                f"Remedy: {row.remedy}. Source: {row.source}.",
            )
            for row in self.rows
        ]
        return listed(self.title, parts, self._footer(), width)


def threat_rules() -> ThreatRuleTable:
    """Return every threat that :meth:`StudyDesign.threats` knows, with trigger and threshold.

    Returns
    -------
    ThreatRuleTable
        A row a threat, in the order in which they are listed.

    Examples
    --------
    >>> from likertkit.bias import threat_rules
    >>> rule = threat_rules()["nonresponse"]
    >>> rule.figure, rule.side, rule.threshold
    ('proportion that answered', 'below', 0.95)
    """
    return ThreatRuleTable(
        title="Threats, and when each is listed",
        names=tuple(field.name for field in attrs.fields(ThreatRule)),
        shown=("threat", "trigger", "figure", "side", "threshold"),
        rows=tuple(rule for rule, _ in REGISTRY.values()),
        notes=(
            "The threshold of small n is the least n with 2/2ⁿ ≤ 1 − confidence_level: 6 at 95 %.",
        ),
        key="threat",
    )
