"""What the published means of one condition say about how many rated it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted, format_figure, join_words
from likertkit.published import feasible_n

if TYPE_CHECKING:
    from collections.abc import Mapping

    from likertkit.bias.design._declared_design import DeclaredDesign
    from likertkit.published import FeasibleTable, PublishedTable

# Of more people not every number is tried.
_MOST_TRIED = 10_000


@attrs.frozen(kw_only=True)
class Printed:
    """The numbers of people that explain every published mean of a condition.

    Attributes
    ----------
    condition : str
        The condition.
    n : tuple of int
        Those numbers, ascending, or those that are published; empty where none explains all.
    stated : bool
        Whether they are published.
    sentence : str
        What is known, with its figures.
    """

    condition: str
    n: tuple[int, ...]
    stated: bool
    sentence: str


def read_printed(design: DeclaredDesign, table: PublishedTable, condition: str) -> Printed | None:
    """Read a column of means; None where it cannot tell their n."""
    stated = table.n.get(condition)
    if stated:
        n = tuple(sorted(set(stated.values())))
        text = str(n[0]) if len(n) == 1 else f"{n[0]} to {n[-1]}"
        return Printed(
            condition=condition, n=n, stated=True, sentence=f"Published n of {condition}: {text}."
        )
    most = design.condition(condition).invited or design.invited
    most = most or sum(one.size for one in design.cohorts)
    # From some n on, a power of ten, every mean with so many decimals is possible.
    decimals = max(len(mean.partition(".")[2]) for mean in table.means[condition].values())
    if not 0 < most < min(10**decimals, _MOST_TRIED):
        return None
    candidates = feasible_n(table.means[condition], range(1, most + 1))
    fitting = candidates.fits_all
    means = counted(len(table.means[condition]), "printed mean")
    best = min(candidates, key=lambda row: (-row.n_consistent, row.chance))
    luck = (
        "a random table would do as well at some n with a probability of at most "
        f"{format_figure(best.chance_any, '.1g')}"
    )
    assumed = "if they were rounded to nearest and nothing was weighted"
    if fitting:
        sentence = (
            f"Of n up to {most} only {join_words([str(n) for n in fitting], 'or')} can give the "
            f"{means} of {condition}, {assumed} ({luck})."
        )
    elif never := _fit_nothing(candidates, table.means[condition]):
        sentence = (
            f"No n up to {most} can give {join_words(never)} of {condition}, {assumed}. A "
            "misprint, weights, another rounding or more people would explain that, and skipped "
            "answers would not."
        )
    else:
        sentence = (
            f"No single n up to {most} can give the {means} of {condition}, {assumed}; {best.n} "
            f"can give the most, {best.n_consistent} ({luck}). So not everybody answered every "
            "item there, or some means are misprints, weighted or rounded otherwise."
        )
    return Printed(condition=condition, n=fitting, stated=False, sentence=sentence)


def _fit_nothing(candidates: FeasibleTable, means: Mapping[str, str]) -> list[str]:
    """Return the means that no candidate for n can give, each with its item."""
    never = set.intersection(*(set(row.inconsistent) for row in candidates))
    return [f"{mean} ({item})" for item, mean in means.items() if item in never]
