"""Of whom the figures say nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import counted
from likertkit.summary._claim_input import Sentence, under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.summary._claim_input import ClaimInput

# Two means that differ by less look almost the same in print.
_APART = 0.05


def not_in_pairs(given: ClaimInput) -> Iterator[Sentence]:
    """Say how many people are in one of the means but in no pair."""
    left = {row.item: (row.n_first_only or 0) + (row.n_second_only or 0) for row in given.rows}
    most = max(left, key=left.__getitem__, default="")
    if most and left[most]:
        who = "1 person is" if left[most] == 1 else f"up to {left[most]} people are"
        yield Sentence(
            "non-overlap",
            "Anything about people who answered under only one condition: "
            f"{who} in one mean but in no pair ({most!r}).",
            {most: left[most]},
        )


def unlinked(given: ClaimInput) -> Iterator[Sentence]:
    """Say what answers cannot show if it is unknown which answers one person gave."""
    known = [row for row in given.rows if not math.isnan(row.within_low)]
    unsure = [row for row in known if row.within_low <= 0 <= row.within_high]
    first, second = given.conditions
    more, figures = "", {}
    if unsure:
        more = (
            f" For {len(unsure)} of {counted(len(known), 'item')} even the sign of the difference "
            "among people who rated both is unknown."
        )
        figures = {"items": len(known), "sign not known": len(unsure)}
    yield Sentence(
        "pairing",
        f"That any person rated {first!r} and {second!r} differently: the answers of a person are "
        f"not linked.{more}",
        figures,
    )


def impossible(given: ClaimInput) -> Iterator[Sentence]:
    """Say which printed means cannot be means of the stated number of answers."""
    for name, item in given.impossible:
        row = next((row for row in given.rows if row.item == item), None)
        if row is not None:
            side = "first" if name == given.conditions[0] else "second"
            mean, n = getattr(row, f"mean_{side}"), getattr(row, f"n_{side}")
            yield Sentence(
                "impossible mean",
                f"That {mean:.10g} is the mean score of {item!r}{under(name)}: {n} answers cannot "
                "have this mean if all count alike and the mean is rounded to nearest.",
                {"mean": mean, "n": n},
            )


def silent(given: ClaimInput, name: str, side: str) -> Iterator[Sentence]:
    """Say how far the people who did not answer could move a mean."""
    ends = {
        row.item: (getattr(row, f"low_{side}"), getattr(row, f"high_{side}")) for row in given.rows
    }
    wide = {item: (low, high) for item, (low, high) in ends.items() if high - low > _APART}
    if not wide:
        return
    item = max(wide, key=lambda name: wide[name][1] - wide[name][0])
    low, high = wide[item]
    yield Sentence(
        "nonresponse",
        f"That the means{under(name)} are the means of everybody who was asked: with the people "
        f"who did not answer, the mean of {item!r} lies between {low:.2f} and {high:.2f}.",
        {"low": low, "high": high},
    )


def cohorts_apart(given: ClaimInput, name: str, side: str) -> Iterator[Sentence]:
    """Say where a mean depends on which cohorts answered most."""
    means = {
        row.item: (getattr(row, f"mean_{side}"), getattr(row, f"stratified_{side}"))
        for row in given.rows
    }
    apart = {
        item: (raw, stratified)
        for item, (raw, stratified) in means.items()
        if abs(raw - stratified) > _APART
    }
    if not apart:
        return
    item = max(apart, key=lambda name: abs(apart[name][0] - apart[name][1]))
    raw, stratified = apart[item]
    yield Sentence(
        "unequal cohorts",
        f"That the means{under(name)} do not depend on which cohorts answered most: the mean of "
        f"{item!r} is {raw:.2f}; it is {stratified:.2f} if each cohort counts by its size.",
        {"mean": raw, "stratified": stratified},
    )
