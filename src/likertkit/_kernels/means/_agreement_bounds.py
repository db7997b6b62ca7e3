"""The least and the largest agreement among all shares whose likelihood is near the sample's."""

from __future__ import annotations

import math
from functools import cache
from itertools import combinations_with_replacement, product
from typing import TYPE_CHECKING

import numpy as np

from likertkit._kernels.means._moments import (
    layer_agreement,
    table_consensus,
    table_leik,
    table_van_der_eijk,
)
from likertkit._kernels.means._student import t_quantile

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
        log_divergence = (centre * np.log(left)).sum(axis=1) + np.log(total)
        return log_divergence, (parts / left).sum(axis=1) / total - total

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


# Up to so many levels every order of the shares is tried, 4,683 of six.
_EVERY_ORDER = 6
# Levels times orders that are tried at a time, and rounds without a gain that end the search.
_TRIED = 4_000
_PATIENCE = 3
# Halvings of what lies between two medians, and of the slope of the mean.
_HALVINGS = 30
_SLOPES = 22
# Means that are tried between two levels, and in all; how many of the best are looked at again,
# and how often.
_BETWEEN = 4
_MEANS = 20
_BEST = 3
_CLOSER = 8
# Limits are rounded up in steps of this factor, beside which the searches err by nothing: so that
# levels that differ by less have one interval, and a higher level never a narrower one.
_STEP = 1.002


def agreement_reaches(
    shares: NDArray[np.float64], size: float, df: float, confidence_level: float
) -> tuple[float, float]:
    """Return the divergence of the shares that a likelihood interval of each measure holds.

    Twice the size times it is the limit of the likelihood ratio: the square of Student's t, which
    is χ² with one degree of freedom where answers are many.  Van der Eijk's A bends at every tie
    of two shares, and has half the degrees of freedom; that simulations bear out, and no theory.
    With few answers outside the two commonest levels the limit moves towards -2 log(1 - level):
    where nobody chose another level, the shares that this limit holds are those under which that
    happens as often as 1 - level.
    """
    others = size * float(np.sort(shares)[:-2].sum())
    unseen = -2 * math.log1p(-confidence_level)
    limits = []
    for degrees in (max(df / 2, 1.0), df):
        usual = t_quantile((1 + confidence_level) / 2, degrees) ** 2
        limit = (max(unseen, usual) + others * usual) / (1 + others)
        limits.append(float(_STEP ** math.ceil(math.log(limit, _STEP))) / (2 * size))
    return limits[0], limits[1]


def agreement_bounds(
    shares: NDArray[np.float64], reaches: tuple[float, float], rng: np.random.Generator
) -> tuple[tuple[float, float], ...]:
    """Return the bounds of van der Eijk's A, Leik's and Tastle and Wierman's consensus.

    Parameters
    ----------
    shares : array of shape (n_levels,)
        The sample's shares.
    reaches : (float, float)
        The largest divergence Σ s log(s/p) of shares p, which is a likelihood ratio over 2 n: for
        van der Eijk's A, and for the two others.
    rng : numpy.random.Generator
        Where the orders come from that are tried on a scale of more than six levels.
    """
    k = len(shares)
    scores = np.arange(k, dtype=np.float64)
    # Half at either end is the least of each measure, and no search need come near to it.
    split = np.zeros(k)
    split[[0, -1]] = 0.5
    ends = shares[[0, -1]]
    to_split = math.inf
    if not shares[1:-1].any():
        to_split = float((ends * np.log(2 * np.where(ends > 0, ends, 1.0))).sum())
    order, other = reaches
    candidates = (
        (order, _by_order(shares, order, rng), table_van_der_eijk),
        (other, _by_median(shares, other), table_leik),
        (other, _by_mean(shares, other), table_consensus),
    )
    bounds = []
    for reach, tried, statistic in candidates:
        known = [shares, split] if to_split <= reach else [shares]
        values = statistic(np.vstack([*known, tried]), scores)
        bounds.append((float(values.min()), float(values.max())))
    return tuple(bounds)


def _alone(n: int, k: int) -> NDArray[np.intp]:
    """Return blocks of one level each."""
    return np.broadcast_to(np.arange(k), (n, k))


# Leik ---------------------------------------------------------------------------------------------


def _by_median(shares: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
    """Return candidates for the bounds of Leik's consensus.

    It is 1 - 2/(K - 1) times the mean distance from the median, the least from any level: so its
    largest value is the largest of K linear ones, and its least lies where two levels are medians
    alike, between which a mixture of their distances is found by halving.
    """
    k = len(shares)
    levels = np.arange(k)
    distance = np.abs(levels[:, None] - levels).astype(np.float64)
    pairs = np.array([*combinations_with_replacement(range(k), 2)])
    below, above = distance[pairs[:, 0]], distance[pairs[:, 1]]
    centre = np.broadcast_to(shares, below.shape)
    room = np.full(len(below), reach)
    alone = _alone(len(below), k)
    low, high = np.zeros(len(below)), np.ones(len(below))
    for _ in range(_HALVINGS):
        part = ((low + high) / 2)[:, None]
        mixed = farthest_shares(centre, (1 - part) * below + part * above, room, alone)
        further = ((above - below) * mixed).sum(axis=1) < 0
        low, high = np.where(further, part[:, 0], low), np.where(further, high, part[:, 0])
    sides = [
        farthest_shares(centre, (1 - part) * below + part * above, room, alone)
        for part in (low[:, None], high[:, None])
    ]
    mixed = _between(sides[0], sides[1], above - below)
    most = farthest_shares(centre[:k], -distance, room[:k], alone[:k])
    return np.vstack([mixed, *sides, most])


def _between(
    one: NDArray[np.float64], other: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the mixtures of two shares, both in reach, whose weighted sums are 0 if possible."""
    at_one, at_other = ((weights * shares).sum(axis=1) for shares in (one, other))
    part = np.full(len(one), 0.5)
    apart = at_one - at_other
    np.divide(at_one, apart, out=part, where=apart != 0)
    part = np.clip(part, 0.0, 1.0)[:, None]
    mixed: NDArray[np.float64] = one + part * (other - one)
    return mixed


# Tastle and Wierman -------------------------------------------------------------------------------


def _by_mean(shares: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
    """Return candidates for the bounds of Tastle and Wierman's consensus.

    Given the mean it is linear: so the farthest shares of each mean are found by halving the slope
    that moves the mean, and then those of means nearer to the best one.
    """
    k = len(shares)
    levels = np.arange(k, dtype=np.float64)
    both = np.array([-levels, levels])
    ends = farthest_shares(np.tile(shares, (2, 1)), both, np.full(2, reach), _alone(2, k)) @ levels
    grid = np.linspace(ends[0], ends[1], max(_BETWEEN * (k - 1), _MEANS) + 1)
    step = float(grid[1] - grid[0])
    means, signs = np.tile(grid, 2), np.repeat([1.0, -1.0], len(grid))
    kept = []
    for _ in range(_CLOSER + 1):
        tried = _at_mean(shares, reach, means, signs)
        kept.append(tried)
        values = signs * table_consensus(tried, levels)
        around = []
        for sign in (1.0, -1.0):
            same_side = np.flatnonzero(signs == sign)
            best = means[same_side[np.argsort(values[same_side])[-_BEST:]]]
            near = best[:, None] + step * np.linspace(-1, 1, 9)
            around.append(np.unique(np.clip(near, ends[0], ends[1])))
        means = np.concatenate(around)
        signs = np.repeat([1.0, -1.0], [len(means_of_sign) for means_of_sign in around])
        step /= 4
    return np.vstack(kept)


def _at_mean(
    shares: NDArray[np.float64],
    reach: float,
    means: NDArray[np.float64],
    signs: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the shares with the most or the least consensus about each mean."""
    k = len(shares)
    levels = np.arange(k, dtype=np.float64)
    distance = np.abs(levels - means[:, None]) / (k - 1)
    # A share at one end pulls the mean away from the other: nobody is as far as the whole scale.
    slopes = signs[:, None] * np.log2(np.maximum(1 - distance, 1e-9))
    centre = np.broadcast_to(shares, slopes.shape)
    room, alone = np.full(len(means), reach), _alone(len(means), k)
    low, high = np.full(len(means), -1.0), np.ones(len(means))
    below = above = centre
    for _ in range(_SLOPES):
        middle = (low + high) / 2
        slope = (middle / (1 - middle**2))[:, None]
        tried = farthest_shares(centre, slopes + slope * levels, room, alone)
        is_below = tried @ levels < means
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
        below = np.where(is_below[:, None], tried, below)
        above = np.where(is_below[:, None], above, tried)
    return _between(below, above, levels - means[:, None])


# Van der Eijk -------------------------------------------------------------------------------------


def _by_order(
    shares: NDArray[np.float64], reach: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return candidates for the bounds of van der Eijk's A.

    Its layers depend on the order of the shares alone.  Given the order, with its ties, A is
    linear, so that going through all orders finds the bounds themselves; on wider scales those
    orders are tried that differ in one level's place from the best so far.
    """
    k = len(shares)
    if k <= _EVERY_ORDER:
        ranks, slopes = _every_order(k)
        return np.vstack([_at_order(shares, reach, ranks, sign * slopes) for sign in (1, -1)])
    return np.vstack([_searched(shares, reach, sign, rng) for sign in (1.0, -1.0)])


@cache
def _every_order(k: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return all weak orders of so many levels, the highest 0, and the slopes of A in each."""
    ranks = np.array([*product(range(k), repeat=k)], dtype=np.intp)
    most = ranks.max(axis=1)
    n_ranks = (ranks[:, :, None] == np.arange(k)).any(axis=1).sum(axis=1)
    ranks = ranks[n_ranks == most + 1]
    return ranks, order_slopes(ranks)


def order_slopes(ranks: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return by how much A changes with the share of each level, in each weak order of them."""
    n, k = ranks.shape
    used = ranks[None] <= np.arange(k)[:, None, None]
    whole = np.zeros((k + 1, n))
    whole[1:] = used.sum(axis=2) * layer_agreement(np.moveaxis(used, 2, 0))
    steps = np.diff(whole, axis=0).T
    sizes = _sums(np.ones((n, k)), ranks)
    slopes: NDArray[np.float64] = np.take_along_axis(steps / np.maximum(sizes, 1), ranks, axis=1)
    return slopes


def _sums(values: NDArray[np.float64], ranks: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the sums of the levels of each rank."""
    n, k = ranks.shape
    places = (ranks + np.arange(n)[:, None] * k).ravel()
    return np.asarray(np.bincount(places, values.ravel(), n * k), dtype=np.float64).reshape(n, k)


def _at_order(
    shares: NDArray[np.float64],
    reach: float,
    ranks: NDArray[np.intp],
    slopes: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the farthest shares of each order whose ties the likelihood allows."""
    everywhere = np.broadcast_to(shares, ranks.shape)
    means = _sums(everywhere, ranks) / np.maximum(_sums(np.ones(ranks.shape), ranks), 1)
    centre = np.take_along_axis(means, ranks, axis=1)
    ratio = np.divide(everywhere, centre, out=np.ones(centre.shape), where=everywhere > 0)
    room = reach - (everywhere * np.log(ratio)).sum(axis=1)
    near = room > 1e-12 * reach
    return farthest_shares(centre[near], slopes[near], room[near], ranks[near])


def _searched(
    shares: NDArray[np.float64], reach: float, sign: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return what a search of the orders finds, each round beginning at the best so far."""
    best, value, idle = shares, -np.inf, 0
    while idle < _PATIENCE:
        ranks = np.vstack([_ranked(best[None]), _moved(best, rng)])
        at_orders = _at_order(shares, reach, ranks, sign * order_slopes(ranks))
        tried = np.vstack([best[None], at_orders])
        values = sign * table_van_der_eijk(tried, tried)
        top = int(np.argmax(values))
        idle = 0 if values[top] > value + 1e-9 else idle + 1
        best, value = tried[top], float(values[top])
    return best[None]


def _ranked(keys: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return dense ranks, the largest key 0; keys that differ by rounding are equal."""
    order = np.argsort(-keys, axis=1, kind="stable")
    ordered = np.take_along_axis(keys, order, axis=1)
    steps = np.zeros(keys.shape, dtype=np.intp)
    steps[:, 1:] = np.cumsum(ordered[:, :-1] - ordered[:, 1:] > 1e-12, axis=1)
    ranks = np.empty_like(steps)
    np.put_along_axis(ranks, order, steps, axis=1)
    return ranks


def _moved(best: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.intp]:
    """Return orders that differ from that of *best* in the places of one level or two blocks."""
    k = len(best)
    n = max(_TRIED // k, 100)
    keys = np.tile(-_ranked(best[None])[0].astype(np.float64), (n, 1))
    rows = np.arange(n)
    for share in (1.0, 0.4, 0.15):
        go = rng.random(n) < share
        one, other = rng.integers(0, k, size=(2, n))
        aside = rng.choice([-0.5, 0.0, 0.0, 0.5], size=n)
        moved = keys[rows, other] + aside
        block = rng.random(n) < 0.4
        whole = keys == keys[rows, one][:, None]
        whole &= block[:, None] | (np.arange(k) == one[:, None])
        keys = np.where(go[:, None] & whole, moved[:, None], keys)
    return _ranked(keys)
