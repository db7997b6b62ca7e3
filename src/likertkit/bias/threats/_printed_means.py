"""How many people can have rated a condition, from its published means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted, format_figure, join_words
from likertkit.published import feasible_n

if TYPE_CHECKING:
    from collections.abc import Mapping

    from likertkit.bias.design._declared_design import DeclaredDesign
    from likertkit.published import FeasibleTable, PublishedTable

# Above this number not every n is tried.
_MOST_TRIED = 10_000


@attrs.frozen(kw_only=True)
class Printed:
    """The numbers of people that explain every published mean of a condition.

    Attributes
    ----------
    condition : str
        The condition.
    n : tuple of int
        These numbers, ascending, or the published numbers; empty if no number explains all means.
    stated : bool
        Whether the numbers are published.
    sentence : str
        What is known, as a sentence.
    """

    condition: str
    n: tuple[int, ...]
    stated: bool
    sentence: str


def read_printed(design: DeclaredDesign, table: PublishedTable, condition: str) -> Printed | None:
    """Read a column of means; None if their n cannot be found."""
    stated = table.n.get(condition)
    if stated:
        n = tuple(sorted(set(stated.values())))
        text = str(n[0]) if len(n) == 1 else f"{n[0]} to {n[-1]}"
        return Printed(
            condition=condition, n=n, stated=True, sentence=f"Published n of {condition}: {text}."
        )
    most = design.condition(condition).invited or design.invited
    most = most or sum(cohort.size for cohort in design.cohorts)
    # From a power of ten on, every mean with this number of decimals is possible.
    decimals = max(len(mean.partition(".")[2]) for mean in table.means[condition].values())
    if not 0 < most < min(10**decimals, _MOST_TRIED):
        return None
    candidates = feasible_n(table.means[condition], range(1, most + 1))
    fitting = candidates.fits_all
    means = counted(len(table.means[condition]), "printed mean")
    best = min(candidates, key=lambda row: (-row.n_consistent, row.chance))
    chance = (
        "random means would fit as well at some n with a probability of at most "
        f"{format_figure(best.chance_any, '.1g')}"
    )
    assumed = "if they are rounded to nearest and unweighted"
    if fitting:
        sentence = (
            f"Of all n up to {most} only {join_words([str(n) for n in fitting], 'or')} can give "
            f"the {means} of {condition}, {assumed} ({chance})."
        )
    elif never := _fit_nothing(candidates, table.means[condition]):
        sentence = (
            f"No n up to {most} can give {join_words(never)} of {condition}, {assumed}. This can "
            "be explained by a misprint, weights, another rounding or more people, but not by "
            "skipped answers."
        )
    else:
        sentence = (
            f"No single n up to {most} can give the {means} of {condition}, {assumed}; {best.n} "
            f"can give the largest number, {best.n_consistent} ({chance}). So some people did not "
            "answer every item, or some means are misprints, weighted or rounded differently."
        )
    return Printed(condition=condition, n=fitting, stated=False, sentence=sentence)


def _fit_nothing(candidates: FeasibleTable, means: Mapping[str, str]) -> list[str]:
    """Return the means that no candidate for n can give, with their items."""
    never = set.intersection(*(set(row.inconsistent) for row in candidates))
    return [f"{mean} ({item})" for item, mean in means.items() if item in never]
