"""What may be claimed and what may not, in sentences that are there only with their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from likertkit.results import Record
from likertkit.summary._differences import differ, no_difference, scoring, unadjusted
from likertkit.summary._findings import cause, described, directions, few, recall
from likertkit.summary._gaps import cohorts_apart, impossible, not_in_pairs, silent, unlinked

if TYPE_CHECKING:
    from likertkit.summary._told import Said, Told


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Claim(Record):
    """A sentence that the figures carry, or one that they do not.

    Attributes
    ----------
    kind : {'may', 'may not'}
        Whether it may be claimed.
    about : str
        What it is about: an item, a condition, or what threatens it.
    text : str
        The sentence.
    figures : tuple of (str, float)
        The figures that it rests on, by name.
    """

    kind: Literal["may", "may not"]
    about: str
    text: str
    figures: tuple[tuple[str, float], ...]

    def cells(self) -> dict[str, str]:
        """Return the parts as text for people, the figures with four digits that count."""
        figures = ", ".join(f"{name} {value:.4g}" for name, value in self.figures)
        return {**super().cells(), "figures": figures or "–"}


def claims(told: Told) -> tuple[Claim, ...]:
    """Return what may be claimed, then what may not."""
    sides = tuple(zip(told.conditions, ("first", "second"), strict=False))
    may = [one for name, side in sides for one in described(told, name, side)]
    may_not = [*impossible(told), *few(told), *directions(told)]
    if len(sides) == 2:
        may += differ(told)
        may_not += [
            *no_difference(told),
            *unadjusted(told),
            *scoring(told),
            *recall(told),
            *cause(told),
            *(not_in_pairs(told) if told.linked else unlinked(told)),
        ]
    for name, side in sides:
        may_not += [*silent(told, name, side), *cohorts_apart(told, name, side)]
    kinds: tuple[tuple[Literal["may", "may not"], list[Said]], ...]
    kinds = (("may", may), ("may not", may_not))
    return tuple(
        Claim(
            kind=kind,
            about=about,
            text=text,
            figures=tuple((name, float(value)) for name, value in figures.items()),
        )
        for kind, said in kinds
        for about, text, figures in said
    )
