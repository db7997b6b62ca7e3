"""Options and words that several comparisons share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar, cast

import attrs

from likertkit._checks import check_choice
from likertkit._kernels.pvalues import adjust_pvalues
from likertkit._text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    class _Tested(Protocol):
        """A row with a p-value."""

        @property
        def pvalue(self) -> float: ...


_RowT = TypeVar("_RowT", bound="_Tested")

METHOD_WORDS = {
    "exact": "exact",
    "saddlepoint": "saddlepoint",
    "asymptotic": "asymptotic (normal, ties corrected)",
    "monte-carlo": "Monte Carlo",
}


Correction = Literal["holm", "benjamini-hochberg", "bonferroni", "none"]

_NAMES: dict[Correction, str] = {
    "holm": "Holm",
    "benjamini-hochberg": "Benjamini-Hochberg",
    "bonferroni": "Bonferroni",
    "none": "none",
}


def check_correction(correction: object) -> None:
    """Raise unless *correction* is one of the words."""
    check_choice(correction, "correction", Correction)


def least_note(answers: str, least: float) -> str:
    """Return that an exact test of so few answers cannot reach the significance level."""
    # Not rounded up: no p-value lies below it, but one may be equal.
    return f"with {answers} no p-value can lie below {f'{least:.3g}'.removeprefix('0')}"


def adjust_rows(rows: Sequence[_RowT], correction: Correction) -> tuple[_RowT, ...]:
    """Return the rows with their p-values adjusted, all rows being the family."""
    pvalues = adjust_pvalues([row.pvalue for row in rows], correction)
    return tuple(
        attrs.evolve(cast("Any", row), pvalue_adjusted=pvalue)
        for row, pvalue in zip(rows, pvalues, strict=True)
    )


def family_note(
    correction: Correction, rows: Sequence[_Tested], what: str, names: tuple[str, ...]
) -> str:
    """Return how p-values were adjusted, and the family of which that was done.

    *what* names the family, such as ``"all items"``, which *names* split; p-values that are
    undefined are not counted in its size.
    """
    what = f"{what} by {', '.join(names)}" if names else what
    size = sum(not math.isnan(row.pvalue) for row in rows)
    if correction == "none":
        return f"P-values are not adjusted, though there are {size} of them ({what})."
    family = counted(size, "p-value")
    return f"Adjusted p-values: {_NAMES[correction]}, the family being {family} ({what})."
