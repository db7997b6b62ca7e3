"""The lattice of rank sums, and approximations of its tails."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

_MOST_STEPS = 200
_CENTRE = 0.02
_NEAR = 1e-10
_LEAST_SHARE = 1e-13


def log_sum(logs: Iterable[float] | NDArray[np.float64]) -> float:
    """Return the logarithm of a sum of numbers that are given by theirs; -inf where none is."""
    array = np.asarray(logs if isinstance(logs, np.ndarray) else list(logs), dtype=np.float64)
    most = float(array.max(initial=-math.inf))
    if most == -math.inf:
        return most
    return most + math.log(float(np.exp(array - most).sum()))


def log_comb(n: int, k: int) -> float:
    """Return the logarithm of a binomial coefficient."""
    if k in {0, n}:
        return 0.0
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


class RankLattice(NamedTuple):
    """Two groups' answers, with the rank sum on whole numbers as small as can be.

    Attributes
    ----------
    totals : tuple of int
        Answers of both groups at each level that has any.
    ranks : tuple of int
        Midranks minus the lowest, over their greatest common divisor.
    n_first : int
        Answers of the first group.
    step : int
        By what the doubled rank sum grows when this one grows by 1.
    total : int
        The sum of the first group's ranks.
    statistic : float
        Its U: how often a first is higher than a second, ties half.
    """

    totals: tuple[int, ...]
    ranks: tuple[int, ...]
    n_first: int
    step: int
    total: int
    statistic: float

    @classmethod
    def from_counts(cls, first: Sequence[int], second: Sequence[int]) -> RankLattice:
        """Return the lattice of two groups, levels from the lowest score on."""
        levels = [(a, a + b) for a, b in zip(first, second, strict=True) if a + b]
        drawn, totals = [a for a, _ in levels], [t for _, t in levels]
        below = np.cumsum([0, *totals]).tolist()
        # Doubled midranks, minus that of the lowest level.
        doubled = [2 * c + t - totals[0] for c, t in zip(below, totals, strict=False)]
        step = math.gcd(*doubled) or 1
        n, n_first = sum(totals), sum(drawn)
        weighted = sum(a * d for a, d in zip(drawn, doubled, strict=True))
        return cls(
            totals=tuple(totals),
            ranks=tuple(d // step for d in doubled),
            n_first=n_first,
            step=step,
            total=weighted // step,
            statistic=(weighted + n_first * (totals[0] - n_first) if n else 0) / 2,
        )

    def deviation(self, total: int) -> int:
        """Return how far the doubled rank sum lies from its mean."""
        return self.step * total - self.n_first * (sum(self.totals) - self.totals[0])

    def tails(self, alternative: str) -> tuple[int | None, int | None]:
        """Return up to which total and from which total on the answers count as extreme."""
        if alternative == "greater":
            return None, self.total
        if alternative == "less":
            return self.total, None
        far = abs(self.deviation(self.total))
        centre = self.step * self.total - self.deviation(self.total)
        return (centre - far) // self.step, -((-centre - far) // self.step)

    def turned(self, total: int) -> tuple[RankLattice, int]:
        """Return the lattice with the order of the levels turned, and a total on it."""
        top = self.ranks[-1]
        turned = self._replace(
            totals=self.totals[::-1],
            ranks=tuple(top - r for r in self.ranks[::-1]),
            total=self.n_first * top - self.total,
        )
        return turned, self.n_first * top - total

    def of_smaller(self) -> RankLattice:
        """Return the lattice of whichever group has fewer answers, of which fewer are drawn."""
        n_second = sum(self.totals) - self.n_first
        if self.n_first <= n_second:
            return self
        return self._replace(n_first=n_second, total=self._whole() - self.total)

    def of_smaller_tails(
        self, low: int | None, high: int | None
    ) -> tuple[RankLattice, int | None, int | None]:
        """Return the same with the ends of the tails, which change sides between the groups."""
        smaller = self.of_smaller()
        if smaller is self:
            return self, low, high
        whole = self._whole()
        return (
            smaller,
            None if high is None else whole - high,
            None if low is None else whole - low,
        )

    def _whole(self) -> int:
        """Return the total of both groups together."""
        return sum(t * r for t, r in zip(self.totals, self.ranks, strict=True))

    def topmost(self) -> list[int]:
        """Return the first group's answers at each level where they are as high as can be."""
        left, drawn = self.n_first, []
        for t in reversed(self.totals):
            drawn.append(min(t, left))
            left -= drawn[-1]
        return drawn[::-1]

    def ends(self) -> tuple[int, int]:
        """Return the greatest and the least total."""
        most = sum(x * r for x, r in zip(self.topmost(), self.ranks, strict=True))
        turned, _ = self.turned(0)
        other = sum(x * r for x, r in zip(turned.topmost(), turned.ranks, strict=True))
        return most, self.n_first * self.ranks[-1] - other

    def log_most(self) -> float:
        """Return the logarithm of the chance of the greatest total, which arises in one way."""
        ways = [log_comb(t, x) for t, x in zip(self.totals, self.topmost(), strict=True)]
        return min(0.0, math.fsum([*ways, -log_comb(sum(self.totals), self.n_first)]))


def normal_log_pvalue(lattice: RankLattice, alternative: str) -> float:
    """Return log p by the normal distribution, its variance corrected for ties."""
    from scipy.special import log_ndtr

    n, n_first = sum(lattice.totals), lattice.n_first
    ties = sum(t**3 - t for t in lattice.totals)
    # Four times the variance, that of the doubled rank sum.
    variance = n_first * (n - n_first) * (n**3 - n - ties) / (3 * n * (n - 1))
    z = lattice.deviation(lattice.total) / math.sqrt(variance)
    if alternative == "two-sided":
        return min(0.0, math.log(2.0) + float(log_ndtr(-abs(z))))
    return float(log_ndtr(-z if alternative == "greater" else z))


def saddlepoint_log_tail(lattice: RankLattice, total: int) -> float:
    """Return log P(S >= total) by Skovgaard's double saddlepoint with a continuity correction.

    The first group's answers are independent binomials, given their sum.
    """
    most, least = lattice.ends()
    if total <= least:
        return 0.0
    if total > most:
        return -math.inf
    if total == most:
        return lattice.log_most()
    saddle = _Saddle(lattice)
    at = total - 0.5
    r, u = saddle.roots(at)
    if abs(r) > _CENTRE:
        return _log_tail(r, u)
    # r and u are both 0 at the mean, and what follows from them is smooth there.
    beside = 2 * _CENTRE * saddle.deviation
    ends = [_log_tail(*saddle.roots(at + side)) for side in (-beside, beside)]
    return log_sum(ends) - math.log(2.0)


def _log_tail(r: float, u: float) -> float:
    from scipy.special import log_ndtr

    return float(log_ndtr(-(r + math.log(u / r) / r)))


class _Saddle:
    """The cumulants of (answers of the first group, their rank sum), and where they meet both."""

    def __init__(self, lattice: RankLattice) -> None:
        self.t = np.array(lattice.totals, dtype=np.float64)
        n = float(self.t.sum())
        self.n_first = lattice.n_first
        ranks = np.array(lattice.ranks, dtype=np.float64)
        self.mean = float(self.t @ ranks) / n
        # In units of their spread, so that both arguments are of one size.
        self.unit = math.sqrt(float(self.t @ (ranks - self.mean) ** 2) / n)
        self.x = (ranks - self.mean) / self.unit
        share = self.n_first / n
        self.start = math.log(share / (1 - share))
        self.variance = n * share * (1 - share)
        self.deviation = self.unit * math.sqrt(self.variance)
        self.reference = self._height(self.start, 0.0, 0.0)

    def _height(self, a: float, b: float, y: float) -> float:
        """Return the exponent: a times the answers, b times their sum, minus the cumulants."""
        return a * self.n_first + b * y - float(self.t @ np.logaddexp(0.0, a + b * self.x))

    def roots(self, total: float) -> tuple[float, float]:
        """Return r and u of the tail from a total on, which lies between the ends."""
        from scipy.special import expit

        y = (total - self.n_first * self.mean) / self.unit
        a, b = self.start, 0.0
        height = self.reference
        det = self.variance**2
        for _ in range(_MOST_STEPS):
            p = expit(a + b * self.x)
            slopes = self.n_first - float(self.t @ p), y - float(self.t @ (p * self.x))
            v = self.t * p * (1 - p)
            aa, ab, bb = float(v.sum()), float(v @ self.x), float(v @ self.x**2)
            det = aa * bb - ab * ab
            da = (bb * slopes[0] - ab * slopes[1]) / det
            db = (aa * slopes[1] - ab * slopes[0]) / det
            if da * slopes[0] + db * slopes[1] < _NEAR:
                # So near, the step itself is right to the square of what is left.
                a, b = a + da, b + db
                break
            share = 1.0
            # The exponent is concave, so that a short enough step climbs.
            while self._height(a + share * da, b + share * db, y) < height and share > _LEAST_SHARE:
                share /= 2
            a, b = a + share * da, b + share * db
            height = self._height(a, b, y)
        height = self._height(a, b, y)
        r = math.copysign(math.sqrt(max(2 * (height - self.reference), 0.0)), b)
        lattice = 2 * math.sinh(b / self.unit / 2) * self.unit
        return r, lattice * math.sqrt(det / self.variance)
