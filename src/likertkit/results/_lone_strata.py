"""What each rule for strata of one unit does, in a sentence."""

from __future__ import annotations

_RULES = {
    "certainty": "are taken as certain to be drawn, and add no variance",
    "adjust": "add their deviation from the whole in place of a variance",
    "average": "add the average of the other strata's variances",
}


def lone_strata_sentences(rule: str) -> list[str]:
    """Return what a rule does; nothing where such strata are refused."""
    if rule == "raise":
        return []
    return [f"Strata of one sampled unit, where there are any, {_RULES[rule]}."]
