"""The registry of threats to a comparison: each rule with its search."""

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
                remedy="ratings given during the condition",
                source="Howard 1980; Hill and Betz 2005",
            ),
            find_recall,
        ),
        (
            ThreatRule(
                threat="recency",
                trigger="The time between a condition and its rating is shorter for one of two "
                "conditions.",
                figure="difference of the average times, in months",
                side="at least",
                threshold=1,
                remedy="ratings at the same time after each condition",
                source="Walker, Skowronski and Thompson 2003; Ward and Wilson 2015",
            ),
            find_recency,
        ),
        (
            ThreatRule(
                threat="order",
                trigger="Everybody had experienced one condition before they rated the other, and "
                "nobody in the other order.",
                figure="orders that occur",
                side="below",
                threshold=2,
                remedy="a random order for each person",
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
                remedy="random assignment of people to conditions, in the same circumstances",
                source="Campbell and Stanley 1963 (history)",
            ),
            find_context,
        ),
        (
            ThreatRule(
                threat="non-overlap",
                trigger="Some people could rate, or did rate, only one of two conditions.",
                figure="people with only one condition",
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
                trigger="More people rated a condition, or answered in total or from a cohort, "
                "than could.",
                figure="people above the possible number",
                side="at least",
                threshold=1,
                remedy="the number of people who could rate each condition, from the authors",
                source="counting",
            ),
            find_ineligible,
        ),
        (
            ThreatRule(
                threat="nonresponse",
                trigger="Too few people answered: in total, in a cohort, under a condition, or an "
                "item.",
                figure="proportion that answered",
                side="below",
                threshold=0.95,
                remedy="answers from the people who did not answer, or from a sample of them",
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
                remedy="participation that is required or random",
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
                remedy="means weighted by cohort size and means with equal cohorts, shown together",
                source="Kish 1965",
            ),
            find_unequal,
        ),
        (
            ThreatRule(
                threat="conflict of interest",
                trigger="People were excluded because of a conflict of interest.",
                figure="people excluded",
                side="at least",
                threshold=1,
                remedy="results with and without these people, calculated by somebody without a "
                "conflict of interest",
                source="Luborsky et al. 1999",
            ),
            find_conflict,
        ),
        (
            ThreatRule(
                threat="small n",
                trigger="So few people rated a condition or both conditions, or are in a cohort, "
                "that no exact two-sided test can reject.",
                figure="people",
                side="below",
                threshold=6,
                remedy="more people; without them, the results describe only these people",
                source="counting: 2 of 2ⁿ patterns of signs are the most extreme",
            ),
            find_small,
        ),
        (
            ThreatRule(
                threat="many comparisons",
                trigger="There are several comparisons; an item under two conditions is one "
                "comparison.",
                figure="comparisons",
                side="at least",
                threshold=2,
                remedy="p-values adjusted for all comparisons, or one question chosen in advance",
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
      Everybody had experienced one condition before they rated the other,
      and nobody in the other order.
      Remedy: a random order for each person. Source: Hogarth and Einhorn
      1992.
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
            (
                "The threshold of small n is the smallest n with 2/2ⁿ ≤ 1 − confidence_level: 6 at "
                "95 %."
            ),
        ),
        key="threat",
    )
