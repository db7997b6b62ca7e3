"""Of whom the figures say nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import counted
from likertkit.summary._told import named, under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.summary._row import SummaryRow
    from likertkit.summary._told import Said, Told


def unpaired_notes(told: Told) -> tuple[str, ...]:
    """Return a sentence for all items of which the same numbers are not compared."""
    if not told.linked:
        return ()
    found: dict[tuple[int, int], list[SummaryRow]] = {}
    for row in told.rows:
        n_pairs = row.n_pairs or 0
        alone = ((row.n_first or 0) - n_pairs, (row.n_second or 0) - n_pairs)
        if any(alone):
            found.setdefault(alone, []).append(row)
    first, second = told.conditions
    return tuple(
        f"Answered {named(rows)} under {first!r} or {second!r} only, and not compared: "
        f"{one} and {other}."
        for (one, other), rows in found.items()
    )


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
            f" For {len(unsure)} of {counted(len(known), 'item')} even the sign of the difference "
            "among those who rated both is not known."
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


def impossible(told: Told) -> Iterator[Said]:
    """Say which printed means are not means of as many answers as the table states."""
    for name, item in told.impossible:
        row = next((one for one in told.rows if one.item == item), None)
        if row is not None:
            side = "first" if name == told.conditions[0] else "second"
            mean, n = getattr(row, f"mean_{side}"), getattr(row, f"n_{side}")
            yield (
                "impossible mean",
                (
                    f"That {mean:.10g} is the mean score of {item!r}{under(name)}: {n} answers "
                    "cannot have this mean, if they count alike and the mean is rounded to nearest."
                ),
                {"mean": mean, "n": n},
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
            f"That the means{under(name)} are those of all who were asked: if those count who did "
            f"not answer, the mean of {item!r} lies between {low:.2f} and {high:.2f}."
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
            f"That the means{under(name)} do not depend on who answered most: the mean of "
            f"{item!r} is {raw:.2f}, and {weighed:.2f} if each cohort counts by its size."
        ),
        {"mean": raw, "stratified": weighed},
    )
