"""Friedman's test given the ranks that each respondent gave: exactly, or by chance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from likertkit._kernels.pvalues import pvalue_of
from likertkit._kernels.ranks._rank_statistics import centred_ranks

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

# What one step may hold at once, and how many numbers a block of random draws.
_MOST_AT_ONCE = 3_000_000
_BLOCK = 2_000_000


class ExactFriedman(NamedTuple):
    """The p-value, and the least that respondents with such ties can give."""

    pvalue: float
    least: float


def friedman_exact(scores: NDArray[np.int64], most_steps: int) -> ExactFriedman | None:
    """Return the exact p-value given the ties of each respondent; None where it takes too much.

    Without a difference between the conditions each order of a respondent's ranks is equally
    likely.  The sums of ranks are built up respondent by respondent; as no condition is special,
    only sums in ascending order are kept.

    Parameters
    ----------
    scores : array of int, shape (n, k)
        A score for each respondent and condition.
    most_steps : int
        The most orders that are added to sums, of some tenth of a microsecond each.
    """
    ranks = centred_ranks(scores)
    observed = int((ranks.sum(axis=0) ** 2).sum())
    turns = sorted(
        (tuple(row) for row in np.sort(ranks, axis=1).tolist() if any(row)),
        key=_n_orders,
        reverse=True,
    )
    k = scores.shape[1]
    base = 2 * len(turns) * (k - 1) + 1
    if not turns:
        return ExactFriedman(1.0, 1.0)
    if base ** (k - 1) >= 2**62:
        return None
    # The first respondent may rank in any order: the others' are seen from there.
    sums: NDArray[np.int64] = np.array([turns[0]], dtype=np.int64)
    mass: NDArray[np.float64] = np.ones(1)
    known: dict[tuple[int, ...], NDArray[np.int64]] = {}
    steps = 0
    for turn in turns[1:]:
        n_orders = _n_orders(turn)
        steps += len(sums) * n_orders
        if steps > most_steps or len(sums) * n_orders > _MOST_AT_ONCE:
            return None
        orders = _orders(turn, known)
        moved = np.sort((sums[:, None] + orders).reshape(-1, k), axis=1)
        keys = (moved[:, 1:] + base // 2) @ (base ** np.arange(k - 1))
        _, first, place = np.unique(keys, return_index=True, return_inverse=True)
        added = np.bincount(place.reshape(-1), np.repeat(mass / n_orders, n_orders))
        mass = np.asarray(added, dtype=np.float64)
        sums = moved[first]
    squares = (sums**2).sum(axis=1)
    return ExactFriedman(
        _pvalue(math.fsum(mass[squares >= observed])),
        _pvalue(math.fsum(mass[squares == squares.max()])),
    )


def friedman_monte_carlo(
    scores: NDArray[np.int64],
    n_resamples: int,
    rng: np.random.Generator,
    report: Callable[[int], None],
) -> float:
    """Return the p-value from random orders of each respondent's ranks; ours is one of them."""
    ranks = centred_ranks(scores)
    k = ranks.shape[1]
    observed = int((ranks.sum(axis=0) ** 2).sum())
    turns, counts = np.unique(np.sort(ranks, axis=1), axis=0, return_counts=True)
    many: list[tuple[int, NDArray[np.int64]]] = []
    single: list[NDArray[np.int64]] = []
    known: dict[tuple[int, ...], NDArray[np.int64]] = {}
    for turn, count in zip(turns.tolist(), counts.tolist(), strict=True):
        # Many with the same ties are drawn by how many have each order.
        if count > _n_orders(turn):
            many.append((count, _orders(tuple(turn), known)))
        else:
            single += [np.array(turn, dtype=np.int64)] * count
    rows = np.array(single, dtype=np.int64).reshape(-1, k)
    block = max(1, _BLOCK // (max(len(rows), *(len(turns) for _, turns in many), 1) * k))
    reached = done = 0
    while done < n_resamples:
        size = min(block, n_resamples - done)
        sums = rng.permuted(np.broadcast_to(rows, (size, *rows.shape)), axis=2).sum(axis=1)
        for count, orders in many:
            sums += rng.multinomial(count, np.full(len(orders), 1 / len(orders)), size) @ orders
        reached += int(np.count_nonzero((sums**2).sum(axis=1) >= observed))
        done += size
        report(done)
    return (1 + reached) / (1 + n_resamples)


def _pvalue(share: float) -> float:
    return pvalue_of(math.log(share) if share > 0 else -math.inf)


def _n_orders(turn: tuple[int, ...]) -> int:
    """Return in how many orders ranks can stand, ties alike."""
    n_orders = math.factorial(len(turn))
    for value in set(turn):
        n_orders //= math.factorial(turn.count(value))
    return n_orders


def _orders(
    turn: tuple[int, ...], known: dict[tuple[int, ...], NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Return all orders in which some ranks can stand, a row each."""
    if turn not in known:
        if len(turn) == 1:
            known[turn] = np.array([turn], dtype=np.int64)
        else:
            parts = []
            for value in dict.fromkeys(turn):
                at = turn.index(value)
                rest = _orders(turn[:at] + turn[at + 1 :], known)
                head = np.full((len(rest), 1), value, dtype=np.int64)
                parts.append(np.concatenate([head, rest], axis=1))
            known[turn] = np.concatenate(parts)
    return known[turn]
