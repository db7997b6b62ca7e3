"""The exact distribution of a sum of scaled binomial counts, and approximations of its tails."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# What is left out of a tilted distribution has less probability than exp(-48) = 1e-21.
_LOG_NEGLIGIBLE = 48.0
# Within a block the weights exp(-tilt * y) span no more than exp(64): little error of rounding.
_BLOCK = 64.0
# A value of a half takes about twice as long as a group at one frequency: it is sorted.
_VALUE_WORK = 2.0
# Two halves of this many values each fill some hundred megabytes.
_MOST_VALUES = 2**20


class Tilted(NamedTuple):
    """The steps, the sizes of the groups, where the tail begins, and the tilt with mean there."""

    steps: tuple[int, ...]
    sizes: tuple[int, ...]
    start: int
    tilt: float

    @property
    def slack(self) -> int:
        """What the negative steps of a sum in the tail come to at the most."""
        return _total(self.steps, self.sizes) - self.start


class ExactCost(NamedTuple):
    """What each exact way costs, in evaluations of one group at one frequency.

    `signs` is how many even signs vary as much as the tilted ones: few where nearly all are
    positive, and then no smooth approximation will do.
    """

    meeting: float
    spectrum: float
    signs: float

    @property
    def least(self) -> float:
        """The cost of the cheaper."""
        return min(self.meeting, self.spectrum)


def find_tilt(steps: Sequence[int], sizes: Sequence[int], start: float) -> float:
    """Return the tilt under which the sum has the mean *start*, between middle and maximum."""
    step, size = np.array(steps, dtype=np.float64), np.array(sizes, dtype=np.float64)
    weights = step * size
    short = float(weights.sum()) - start
    tilt = 0.0
    # How far the mean is short of the maximum is convex in the tilt, so that Newton's steps from
    # 0 grow towards the root and never pass it.
    while True:
        p_negative = _p_negative(tilt * step)
        excess = float(weights @ p_negative) - short
        slope = float((weights * step) @ (p_negative * (1 - p_negative)))
        further = tilt + excess / slope
        if not further > tilt * (1 + 1e-14):
            return tilt
        tilt = further


def _p_negative(exponents: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the tilted probability of a negative sign, for exponents of 0 and more."""
    small = np.exp(-exponents)
    p_negative: NDArray[np.float64] = small / (1 + small)
    return p_negative


def tilt(steps: Sequence[int], sizes: Sequence[int], start: int) -> Tilted:
    """Return the distribution tilted for its tail from *start*, between middle and maximum."""
    return Tilted(tuple(steps), tuple(sizes), start, find_tilt(steps, sizes, start))


def exponent(steps: Sequence[int], sizes: Sequence[int], start: float, tilt: float) -> float:
    """Return ``K(tilt) - tilt * start``, so that no large numbers cancel.

    Groups are centred where they are tilted little, and else counted from their maximum.
    """
    parts: list[float] = []
    linear = 2 * start - _total(steps, sizes)
    for step, size in zip(steps, sizes, strict=True):
        half = tilt * step / 2
        if half < 1:
            # The log of a hyperbolic cosine.
            parts.append(size * math.log1p(2 * math.sinh(half / 2) ** 2))
        else:
            parts.append(size * (math.log1p(math.exp(-2 * half)) - math.log(2)))
            linear -= step * size
    return math.fsum(parts) - tilt * linear / 2


def _total(steps: Sequence[int], sizes: Sequence[int]) -> int:
    return sum(step * size for step, size in zip(steps, sizes, strict=True))


def exact_cost(tilted: Tilted) -> ExactCost:
    """Return what the exact tail costs by meeting halves and by the spectrum."""
    steps = np.array(tilted.steps, dtype=np.float64)
    sizes = np.array(tilted.sizes, dtype=np.float64)
    p_negative = _p_negative(tilted.tilt * steps)
    variances = sizes * p_negative * (1 - p_negative)
    reach = _reach(variances)
    widths = np.minimum(np.minimum(sizes, tilted.slack / steps), sizes * p_negative + reach)
    widths -= np.maximum(0, sizes * p_negative - reach)
    first_half, second_half = _halves(np.log(widths + 1).tolist())
    logs = [sum(math.log1p(widths[g]) for g in half) for half in (first_half, second_half)]
    values = math.exp(min(max(logs), 100.0))
    meeting = math.inf if values > _MOST_VALUES else sum(math.exp(log) for log in logs)
    period = _period(steps, variances)
    spectrum = spectral_cost(tilted.sizes, p_negative, period)
    return ExactCost(_VALUE_WORK * meeting, spectrum, 4 * float(variances.sum()))


def _reach(variances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far from its mean a sum of steps up to 1 lies but for a negligible probability.

    From its variance by Bennett's inequality, which is near the truth for rare steps too; Newton
    from Bernstein's bound, on a convex function, stays above the root.
    """
    spreads = np.maximum(variances, 1e-12)
    part = _LOG_NEGLIGIBLE / 3
    reach: NDArray[np.float64] = part + np.sqrt(part**2 + 2 * _LOG_NEGLIGIBLE * spreads)
    for _ in range(4):
        grown = np.log1p(reach / spreads)
        reach -= ((spreads + reach) * grown - reach - _LOG_NEGLIGIBLE) / grown
    return reach


def _period(steps: NDArray[np.float64], variances: NDArray[np.float64]) -> int:
    """Return the width of an interval around the mean with all but a negligible probability."""
    step = float(steps.max())
    reach = _reach(np.array([(steps / step) ** 2 @ variances]))
    return 2 * math.ceil(step * float(reach[0])) + 2


def _halves(logs: Sequence[float]) -> tuple[list[int], list[int]]:
    """Return two sets of groups whose products are about equal, from the logs of the factors."""
    halves: tuple[list[int], list[int]] = [], []
    filled = [0.0, 0.0]
    for group in sorted(range(len(logs)), key=lambda g: -logs[g]):
        smaller = 0 if filled[0] <= filled[1] else 1
        halves[smaller].append(group)
        filled[smaller] += logs[group]
    return halves


def log_upper_tail(steps: Sequence[int], sizes: Sequence[int], start: int) -> float:
    """Return the log of P(S >= start), exact but for rounding, the start beyond the middle."""
    if start == _total(steps, sizes):
        return -sum(sizes) * math.log(2)
    tilted = tilt(steps, sizes, start)
    costs = exact_cost(tilted)
    expected = _meeting_tail(tilted) if costs.meeting <= costs.spectrum else _spectral_tail(tilted)
    return exponent(steps, sizes, start, tilted.tilt) + math.log(expected)


def _spectral_tail(tilted: Tilted) -> float:
    steps = np.array(tilted.steps, dtype=np.float64)
    sizes = np.array(tilted.sizes, dtype=np.float64)
    p_negative = _p_negative(tilted.tilt * steps)
    period = _period(steps, sizes * p_negative * (1 - p_negative))
    return spectral_tail(tilted.steps, tilted.sizes, p_negative, period, tilted.start, tilted.tilt)


def _meeting_tail(tilted: Tilted) -> float:
    """Return ``E_t[exp(-t (S - u)); S >= u]`` from the values of two halves of the groups."""
    groups = [
        _tilted_count(step, size, tilted.tilt, tilted.slack)
        for step, size in zip(tilted.steps, tilted.sizes, strict=True)
    ]
    halves = _halves([math.log(len(values)) for values, _ in groups])
    first_half, second_half = (_all_sums([groups[g] for g in half]) for half in halves)
    if len(first_half[0]) < len(second_half[0]):
        first_half, second_half = second_half, first_half
    order = np.argsort(second_half[0])[::-1]
    values, probabilities = second_half[0][order], second_half[1][order]
    tails, references = _scaled_tails(values, probabilities, tilted.tilt)
    # How many values of the other half are enough for each of the one.
    enough = len(values) - np.searchsorted(values[::-1], tilted.start - first_half[0], side="left")
    some = enough > 0
    last = enough[some] - 1
    beyond = first_half[0][some] + references[last] - tilted.start
    terms = first_half[1][some] * tails[last] * np.exp(-tilted.tilt * beyond)
    return float(np.sort(terms).sum())


def _tilted_count(
    step: int, size: int, tilt: float, slack: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the values of ``step * B`` and their tilted probabilities.

    What is negligible is left out, and what needs more negative steps than the tail allows.
    """
    odds = math.exp(-tilt * step)
    p_negative = odds / (1 + odds)
    reach = math.ceil(float(_reach(np.array([size * p_negative * (1 - p_negative)]))[0])) + 1
    mode = min(size, math.floor((size + 1) * p_negative))
    # Counts of negative signs, whose odds vanish where those of a positive sign would overflow.
    up = np.arange(mode, min(size, mode + reach), dtype=np.float64)
    down = np.arange(mode, max(0, mode - reach), -1, dtype=np.float64)
    above = np.cumprod((size - up) / (up + 1) * odds)
    below = np.cumprod(down / (size - down + 1) / odds)
    weights = np.concatenate([below[::-1], [1.0], above])
    negative = np.arange(mode - len(down), mode + len(up) + 1)
    kept = (weights > math.exp(-_LOG_NEGLIGIBLE)) & (negative * step <= slack)
    return step * (size - negative[kept]), weights[kept] / weights.sum()


def _all_sums(
    groups: Sequence[tuple[NDArray[np.int64], NDArray[np.float64]]],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return every sum of a value from each group, with its probability."""
    values, probabilities = np.zeros(1, dtype=np.int64), np.ones(1)
    for more, their in groups:
        values = np.add.outer(values, more).reshape(-1)
        probabilities = np.multiply.outer(probabilities, their).reshape(-1)
    return values, probabilities


def _scaled_tails(
    values: NDArray[np.int64], probabilities: NDArray[np.float64], tilt: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return, for descending values, the sum of ``p exp(-tilt (y - reference))`` down to each.

    Each value has a reference not above it and near it, so that the weights do not overflow.
    """
    tails = np.empty(len(values))
    references = np.empty(len(values))
    first, carried, reference = 0, 0.0, float(values[0])
    while first < len(values):
        # The block reaches down as far as its weights may span.
        lowest = float(values[first]) - _BLOCK / max(tilt, 1e-300)
        last = max(first + 1, int(np.searchsorted(-values, -lowest, "right")))
        new = float(values[last - 1])
        block = slice(first, last)
        weights = probabilities[block] * np.exp(-tilt * (values[block] - new))
        carried *= math.exp(-tilt * (reference - new))
        tails[block] = carried + np.cumsum(weights)
        references[block] = new
        first, carried, reference = last, float(tails[last - 1]), new
    return tails, references


def log_saddlepoint_tail(steps: Sequence[int], sizes: Sequence[int], start: int) -> float:
    """Return the log of P(S >= start) by Lugannani and Rice's formula, the start past the middle.

    With Daniels' second continuity correction: the tail begins half a step of the lattice earlier.
    """
    from scipy.special import erfcx

    if start == _total(steps, sizes):
        return -sum(sizes) * math.log(2)
    edge = start - 0.5
    tilt = find_tilt(steps, sizes, edge)
    step, size = np.array(steps, dtype=np.float64), np.array(sizes, dtype=np.float64)
    p_negative = _p_negative(tilt * step)
    deviation = math.sqrt(float((size * step**2) @ (p_negative * (1 - p_negative))))
    logged = exponent(steps, sizes, edge, tilt)
    root = math.sqrt(max(0.0, -2 * logged))
    ratio = math.sqrt(math.pi / 2) * float(erfcx(root / math.sqrt(2)))
    if root > 1e-4:
        # At the middle the two reciprocals are infinite and their difference is 0.
        ratio += 1 / (2 * math.sinh(tilt / 2) * deviation) - 1 / root
    return logged - math.log(2 * math.pi) / 2 + math.log(ratio)


# A frequency whose part of the whole is below exp(-50) = 2e-22 is left out.
_LOG_NEGLIGIBLE_WAVE = 50.0
_CHUNK = 2**15


def spectral_cost(sizes: Sequence[int], p_negative: NDArray[np.float64], period: int) -> float:
    """Return about how many evaluations of one group at one frequency the tail takes."""
    # On average over the frequencies a sign lessens the modulus by this in logs.
    less = -np.log(np.maximum(p_negative, 1 - p_negative)) * np.array(sizes)
    needed = int(np.searchsorted(np.cumsum(np.sort(less)[::-1]), _LOG_NEGLIGIBLE_WAVE)) + 1
    return period / 2 * min(needed, len(sizes))


def spectral_tail(
    steps: Sequence[int],
    sizes: Sequence[int],
    p_negative: NDArray[np.float64],
    period: int,
    start: int,
    tilt: float,
) -> float:
    """Return ``E[exp(-tilt (S - start)); S >= start]`` for independent counts of given odds.

    The sum must lie within half a period of *start* but for a negligible probability.  Its
    probabilities are the inverse Fourier transform of the characteristic function on one period,
    and summed with their weights in closed form, frequency by frequency.  Few frequencies count:
    the others drop out as soon as some groups are multiplied in.
    """
    order = np.argsort(-np.array(sizes) * p_negative * (1 - p_negative), kind="stable")
    groups = [(steps[g] % period, sizes[g], float(p_negative[g])) for g in order.tolist()]
    half = period // 2
    # At frequency 0 the weights themselves add up.
    total = half + 1.0 if tilt == 0 else -math.expm1(-tilt * (half + 1)) / -math.expm1(-tilt)
    parts = [total]
    for first in range(1, half + 1, _CHUNK):
        j = np.arange(first, min(half + 1, first + _CHUNK))
        j, factor = _characteristic(j, groups, period, start)
        # A geometric series; near frequency 0 its parts are nearly 1.
        whole = np.expm1(-1j * _angle(j, half + 1, period) - tilt * (half + 1))
        real = (factor * whole / np.expm1(-1j * _angle(j, 1, period) - tilt)).real
        # Every frequency but 0 and the last stands for its negative too.
        parts.append(2 * float(real.sum()) - float(real[2 * j == period].sum()))
    return math.fsum(parts) / period


def _characteristic(
    j: NDArray[np.int64], groups: Sequence[tuple[int, int, float]], period: int, start: int
) -> tuple[NDArray[np.int64], NDArray[np.complex128]]:
    """Return the frequencies that count, and the characteristic function of ``S - start`` there."""
    modulus = np.zeros(len(j))
    for step, size, p_negative in groups:
        sine = np.sin(_angle(j, step, period) / 2)
        with np.errstate(divide="ignore"):
            modulus += size / 2 * np.log1p(-4 * p_negative * (1 - p_negative) * sine**2)
        kept = modulus > -_LOG_NEGLIGIBLE_WAVE
        j, modulus = j[kept], modulus[kept]
    phase = -_angle(j, start % period, period)
    for step, size, p_negative in groups:
        angle = _angle(j, step, period)
        phase += size * np.arctan2(
            (1 - p_negative) * np.sin(angle), p_negative + (1 - p_negative) * np.cos(angle)
        )
    return j, np.exp(modulus + 1j * phase)


def _angle(j: NDArray[np.int64], times: int, period: int) -> NDArray[np.float64]:
    """Return the angle of a multiple of frequencies, between -pi and pi, reduced in integers."""
    turned = j * times % period
    angle: NDArray[np.float64] = (2 * math.pi / period) * np.where(
        2 * turned > period, turned - period, turned
    )
    return angle
