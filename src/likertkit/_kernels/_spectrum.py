"""A tail of a sum of scaled counts, from its characteristic function."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# A frequency whose part of the whole is below exp(-50) = 2e-22 is left out.
_LOG_NEGLIGIBLE = 50.0
_CHUNK = 2**15


def spectral_work(sizes: Sequence[int], failing: NDArray[np.float64], period: int) -> float:
    """Return about how many evaluations of one group at one frequency the tail takes."""
    # On average over the frequencies a sign lessens the modulus by this in logs.
    less = -np.log(np.maximum(failing, 1 - failing)) * np.array(sizes)
    needed = int(np.searchsorted(np.cumsum(np.sort(less)[::-1]), _LOG_NEGLIGIBLE)) + 1
    return period / 2 * min(needed, len(sizes))


def spectral_tail(
    steps: Sequence[int],
    sizes: Sequence[int],
    failing: NDArray[np.float64],
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
    order = np.argsort(-np.array(sizes) * failing * (1 - failing), kind="stable")
    groups = [(steps[g] % period, sizes[g], float(failing[g])) for g in order.tolist()]
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
    for step, size, failing in groups:
        sine = np.sin(_angle(j, step, period) / 2)
        with np.errstate(divide="ignore"):
            modulus += size / 2 * np.log1p(-4 * failing * (1 - failing) * sine**2)
        kept = modulus > -_LOG_NEGLIGIBLE
        j, modulus = j[kept], modulus[kept]
    phase = -_angle(j, start % period, period)
    for step, size, failing in groups:
        angle = _angle(j, step, period)
        phase += size * np.arctan2(
            (1 - failing) * np.sin(angle), failing + (1 - failing) * np.cos(angle)
        )
    return j, np.exp(modulus + 1j * phase)


def _angle(j: NDArray[np.int64], times: int, period: int) -> NDArray[np.float64]:
    """Return the angle of a multiple of frequencies, between -pi and pi, reduced in integers."""
    turned = j * times % period
    found: NDArray[np.float64] = (2 * math.pi / period) * np.where(
        2 * turned > period, turned - period, turned
    )
    return found
