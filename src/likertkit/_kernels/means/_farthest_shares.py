"""How far a linear figure of shares can lie from the sample's, at a given loss of likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Steps of Newton's method, of which eight suffice as a rule, and what ends it.
_STEPS = 40
_NEAR = 1e-11
# The least logarithm of what the multiplier lies beyond the largest slope.
_LEAST = -34.0


def farthest_shares(
    centre: NDArray[np.float64],
    slopes: NDArray[np.float64],
    reach: NDArray[np.float64],
    blocks: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Return the shares p with the largest Σ slope p whose divergence Σ c log(c/p) is in reach.

    A level that the centre does not hold may get a share, at the cost of what the others lose:
    its divergence is -log of what is left to them.

    Parameters
    ----------
    centre, slopes, reach : arrays of shape (n, n_levels), (n, n_levels) and (n,)
        Shares that add up to 1, the slopes, and the divergence allowed, above 0.
    blocks : array of int, shape (n, n_levels)
        Levels of the same number have equal shares at the centre, equal slopes, and keep equal
        shares.

    Notes
    -----
    The conditions of Lagrange give p = m c / (v - slope), v above all slopes.  The divergence
    falls as v rises, and Newton's method finds it; where it is in reach even at the slope of a
    level without answers, that level takes the rest.
    """
    used = centre > 0
    most_used = np.where(used, slopes, -np.inf).max(axis=1)
    unused = np.where(used, -np.inf, slopes)
    most = np.maximum(most_used, unused.max(axis=1))
    gaps = np.where(used, most[:, None] - slopes, 1.0)
    width = np.maximum(np.where(used, gaps, 0.0).max(axis=1), np.finfo(float).tiny)
    # In units of the widest gap; a level of the largest slope would divide by 0.
    gaps = np.where(used, gaps / width[:, None], 1.0)

    def divergence(beyond: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the divergence and by how much it falls."""
        left = gaps + np.where(used, beyond[:, None], 0.0)
        parts = centre / left
        total = parts.sum(axis=1)
        found = (centre * np.log(left)).sum(axis=1) + np.log(total)
        return found, (parts / left).sum(axis=1) / total - total

    to_unused = unused.max(axis=1) > most_used
    at_unused = divergence(np.where(to_unused, 0.0, 1.0))[0]
    to_unused &= at_unused < reach
    # The logarithm of the divergence bends downwards in that of v, so that Newton's steps come
    # from where it is in reach, and never leave it.
    at = np.log(np.maximum(1 / reach, 1.0)) / 2 + 1
    for _ in range(_STEPS):
        beyond = np.exp(at)
        found, falling = divergence(beyond)
        moving = (found > 0) & (falling > 0) & ~to_unused
        step = np.zeros(len(at))
        ratio = np.where(moving, found, reach) / reach
        np.divide(found * np.log(ratio), beyond * falling, out=step, where=moving)
        before, at = at, np.maximum(at + step, _LEAST)
        if np.abs(at - before).max(initial=0.0) < _NEAR:
            break
    beyond = np.where(to_unused, 0.0, np.exp(at))
    shares = np.where(used, centre / (gaps + np.where(used, beyond[:, None], 0.0)), 0.0)
    shares /= shares.sum(axis=1, keepdims=True)
    rest = np.where(to_unused, -np.expm1(np.where(to_unused, at_unused - reach, 0.0)), 0.0)
    first = np.argmax(unused, axis=1)[:, None]
    taking = blocks == np.take_along_axis(blocks, first, axis=1)
    rest = rest / taking.sum(axis=1)
    left = 1 - rest * taking.sum(axis=1)
    found_shares: NDArray[np.float64] = shares * left[:, None] + rest[:, None] * taking
    return found_shares
