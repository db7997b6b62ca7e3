"""Of whom the figures say nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit.summary._wording import under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.summary._told import Said, Told

# Means that are closer are printed alike, or nearly so.
_APART = 0.05


def not_in_pairs(told: Told) -> Iterator[Said]:
    """Say how many are in one mean and in no pair."""
    left = {
        row.item: (row.n_first or 0) + (row.n_second or 0) - 2 * (row.n_pairs or 0)
        for row in told.rows
    }
    most = max(left, key=left.__getitem__, default="")
    if most and left[most]:
        who = "1 person is" if left[most] == 1 else f"up to {left[most]} people are"
        yield (
            "non-overlap",
            (
                "Anything about a difference in those who answered under one condition only: "
                f"{who} in one mean and in no pair ({most!r})."
            ),
            {most: left[most]},
        )


def unlinked(told: Told) -> Iterator[Said]:
    """Say what answers leave open of which nobody knows whose they are."""
    known = [row for row in told.rows if not math.isnan(row.within_low)]
    unsure = [row for row in known if row.within_low <= 0 <= row.within_high]
    first, second = told.conditions
    more, figures = "", {}
    if unsure:
        more = (
            f" For {len(unsure)} of {len(known)} items not even the sign is known of the "
            "difference among those who rated both."
        )
        figures = {"items": len(known), "sign not known": len(unsure)}
    yield (
        "pairing",
        (
            f"That anybody rated {first!r} and {second!r} differently: the answers are not linked "
            f"person by person.{more}"
        ),
        figures,
    )


def silent(told: Told, name: str, side: str) -> Iterator[Said]:
    """Say how far the silent could move a mean."""
    ends = {
        row.item: (getattr(row, f"low_{side}"), getattr(row, f"high_{side}")) for row in told.rows
    }
    wide = {item: (low, high) for item, (low, high) in ends.items() if high - low > _APART}
    if not wide:
        return
    item = max(wide, key=lambda one: wide[one][1] - wide[one][0])
    low, high = wide[item]
    yield (
        "nonresponse",
        (
            f"That the means{under(name)} are those of all who were asked: that of {item!r} lies "
            f"between {low:.2f} and {high:.2f}, and what those who did not answer would have said "
            "decides where."
        ),
        {"low": low, "high": high},
    )


def cohorts_apart(told: Told, name: str, side: str) -> Iterator[Said]:
    """Say where a mean depends on which cohort answered most."""
    means = {
        row.item: (getattr(row, f"mean_{side}"), getattr(row, f"stratified_{side}"))
        for row in told.rows
    }
    apart = {
        item: (raw, weighed)
        for item, (raw, weighed) in means.items()
        if abs(raw - weighed) > _APART
    }
    if not apart:
        return
    item = max(apart, key=lambda one: abs(apart[one][0] - apart[one][1]))
    raw, weighed = apart[item]
    yield (
        "unequal cohorts",
        (
            f"That the means{under(name)} do not depend on who answered most: that of {item!r} is "
            f"{raw:.2f}, and {weighed:.2f} with each cohort counted by its size."
        ),
        {"mean": raw, "stratified": weighed},
    )
