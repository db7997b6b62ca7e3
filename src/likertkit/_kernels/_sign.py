"""The exact sign test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._kernels._flips import flip_least, flip_pvalue, flips

if TYPE_CHECKING:
    from likertkit._kernels._tails import Alternative


def sign_pvalue(positive: int, negative: int, alternative: Alternative) -> float:
    """Return the log of the exact p-value of so many positive and negative differences.

    Either sign is as likely as the other; differences of zero do not count.
    """
    return flip_pvalue(flips([1], [positive], [negative]), alternative, "exact")[0]


def sign_least(positive: int, negative: int, alternative: Alternative) -> float:
    """Return the log of the least p-value that so many differences can have: all of one sign."""
    return flip_least(flips([1], [positive], [negative]), alternative)
