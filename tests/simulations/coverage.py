"""How often intervals cover what they estimate, on small and skewed five-point answers.

Run as ``python tests/simulations/coverage.py --samples 10000``; it prints a table in Markdown.
A call of the library handles many samples at once: each is an item of one instrument.  Of ten
answers there are only 1001 tables of counts, so their coverage is not simulated but added up.
"""

from __future__ import annotations

import argparse
import math
import sys
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from tests.designs import in_design

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

CODES = (1, 2, 3, 4, 5)
SCALE = lk.LikertScale(codes=CODES, positive="high")
SEED = 1_988
NOMINAL = 0.95
# Resamples of a bootstrap; more would move its coverage by less than the table shows.
N_RESAMPLES = 1_999
BATCH = 1_000
# Bounds are rounded in their last bits, and a true value may lie on one.
NEAR = 1e-12


class Scenario(NamedTuple):
    """Answers drawn independently: the shares of the levels, and how many answers."""

    name: str
    shares: tuple[float, ...]
    n: int


SKEWED = (0.02, 0.05, 0.13, 0.35, 0.45)
FLOOR = (0.60, 0.25, 0.10, 0.03, 0.02)
SHAPES = {"skewed": SKEWED, "J-shaped": FLOOR}
SCENARIOS = tuple(
    Scenario(name, shares, n) for name, shares in SHAPES.items() for n in (10, 20, 50)
)
LARGE = tuple(Scenario(name, shares, 200) for name, shares in SHAPES.items())


class Samples(NamedTuple):
    """Different samples, and how much each weighs in the coverage.

    Attributes
    ----------
    counts : array of shape (n_samples, n_levels) or (n_samples, n_strata, n_levels)
        How many answers lie at each level.
    weights : array of shape (n_samples,)
        Its probability, or its share of the drawn samples; they add up to 1.
    n_drawn : int
        How many samples were drawn; 0 where these are all that there are.
    """

    counts: Counts
    weights: Floats
    n_drawn: int


class Coverage(NamedTuple):
    """How often intervals covered, and how wide they were.

    Attributes
    ----------
    rates : tuple of float
        Of each quantity the share of samples whose interval covers it; of simultaneous intervals
        one share, of the samples in which all of them do.
    width : float
        Mean width, undefined ones left out.
    n_drawn : int
        How many samples were drawn; 0 where the rates are exact.
    """

    rates: tuple[float, ...]
    width: float
    n_drawn: int

    @property
    def hits(self) -> tuple[int, ...]:
        """How many of the drawn samples each quantity was covered in."""
        return tuple(round(rate * self.n_drawn) for rate in self.rates)

    @property
    def mean(self) -> float:
        """The mean rate."""
        return math.fsum(self.rates) / len(self.rates)


class Limits(NamedTuple):
    """Bounds of intervals, each of shape (n_samples, n_quantities)."""

    low: Floats
    high: Floats


class Case(NamedTuple):
    """An interval of a function, how it is asked for, and what it should cover."""

    function: str
    interval: str
    limits: Callable[[lk.Tally, np.random.Generator], Limits]
    truth: Callable[[Sequence[float]], Sequence[float]]
    simultaneous: bool = False


# Samples ------------------------------------------------------------------------------------------


def enumerated(scenario: Scenario) -> Samples:
    """Return every table of counts with its multinomial probability."""
    n, n_levels = scenario.n, len(scenario.shares)
    last = n + n_levels - 1
    bars = np.array(list(combinations(range(last), n_levels - 1)), dtype=np.int64)
    edges = np.full((len(bars), 1), -1), bars, np.full((len(bars), 1), last)
    counts = np.diff(np.hstack(edges), axis=1) - 1
    ways = [math.factorial(n) // math.prod(map(math.factorial, row)) for row in counts.tolist()]
    chances: Floats = np.array(ways) * np.prod(np.array(scenario.shares) ** counts, axis=1)
    possible = chances > 0
    return Samples(counts[possible], chances[possible], 0)


def drawn(scenario: Scenario, n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw samples; those that are alike are counted once and weigh more."""
    everything = rng.multinomial(scenario.n, scenario.shares, size=n_samples)
    counts, times = np.unique(everything, axis=0, return_counts=True)
    return Samples(counts, times / n_samples, n_samples)


def samples_of(scenario: Scenario, n_samples: int, rng: np.random.Generator) -> Samples:
    """Return every sample of ten answers or fewer, and so many draws of more."""
    return enumerated(scenario) if scenario.n <= 10 else drawn(scenario, n_samples, rng)


def instrument_of(n_items: int) -> lk.Instrument:
    """Return an instrument with an item for each sample."""
    return lk.Instrument("simulated", [lk.Item(f"sample_{k}", SCALE) for k in range(n_items)])


def tally_of(counts: Counts) -> lk.Tally:
    """Return a tally in which each sample is an item; three dimensions have strata."""
    if counts.ndim == 2:
        return lk.Tally.from_counts(
            {
                f"sample_{k}": dict(zip(CODES, row, strict=True))
                for k, row in enumerate(counts.tolist())
            },
            instrument_of(len(counts)),
        )
    n_samples, n_strata, n_levels = counts.shape
    sample, stratum, level = np.indices(counts.shape).reshape(3, -1)
    frame = pd.DataFrame({
        "item": np.array([f"sample_{k}" for k in range(n_samples)])[sample],
        "grade": np.array([f"grade {h}" for h in range(n_strata)])[stratum],
        "code": np.array(CODES[:n_levels])[level],
        "count": counts.ravel(),
    })  # fmt: skip
    return lk.Tally.from_counts(frame, instrument_of(n_samples), stratum="grade")


# True values --------------------------------------------------------------------------------------


def mean_of(shares: Sequence[float]) -> float:
    """Return the mean of frequencies."""
    return math.fsum(x * p for x, p in zip(CODES, shares, strict=True)) / math.fsum(shares)


def median_of(shares: Sequence[float]) -> float:
    """Return the median of frequencies, half of which must not end at a level."""
    below, total = 0.0, math.fsum(shares)
    for code, share in zip(CODES, shares, strict=True):
        below += share
        if below > total / 2:
            return float(code)
    return math.nan


def interpolated_median_of(shares: Sequence[float]) -> float:
    """Return the median of frequencies that are spread over their levels, one unit wide."""
    held = [(x, p) for x, p in zip(CODES, shares, strict=True) if p > 0]
    total, below = math.fsum(shares), 0.0
    for k, (code, share) in enumerate(held):
        if math.isclose(below + share, total / 2, rel_tol=1e-9):
            return (code + held[k + 1][0]) / 2
        if below + share > total / 2:
            return code - 0.5 + (total / 2 - below) / share
        below += share
    return math.nan


def box_scores_of(shares: Sequence[float]) -> tuple[float, float, float]:
    """Return the top level's share, the bottom level's, and their difference."""
    total = math.fsum(shares)
    return shares[-1] / total, shares[0] / total, (shares[-1] - shares[0]) / total


def leik_of(shares: Sequence[float]) -> float:
    """Return 1 - 2 Σ min(F, 1 - F) / (K - 1)."""
    total = math.fsum(shares)
    cumulative = [math.fsum(shares[: k + 1]) / total for k in range(len(shares) - 1)]
    return 1 - 2 * math.fsum(min(f, 1 - f) for f in cumulative) / (len(shares) - 1)


def consensus_of(shares: Sequence[float]) -> float:
    """Return 1 + Σ p log2(1 - |x - mean| / (K - 1))."""
    total, mean = math.fsum(shares), mean_of(shares)
    width = len(shares) - 1
    return 1 + math.fsum(
        p / total * math.log2(1 - abs(x - mean) / width)
        for x, p in zip(CODES, shares, strict=True)
        if p > 0
    )


def van_der_eijk_of(shares: Sequence[float]) -> float:
    """Return A: the agreement of layers of even height, weighted by what they hold."""
    heights = sorted({0.0, *map(float, shares)})
    k, agreement = len(shares), 0.0
    for bottom, top in pairwise(heights):
        layer = [share >= top for share in shares]
        n_used = sum(layer)
        triples = list(combinations(layer, 3))
        together = triples.count((True, True, False)) + triples.count((False, True, True))
        apart = triples.count((True, False, True))
        shape = 1.0
        if together + apart:
            shape = ((k - 2) * together - (k - 1) * apart) / ((k - 2) * (together + apart))
        agreement += shape * (1 - (n_used - 1) / (k - 1)) * n_used * (top - bottom)
    return agreement / math.fsum(shares)


# Limits -------------------------------------------------------------------------------------------


def _limits(rows: Sequence[Any], pairs: Sequence[tuple[str, str]], n_samples: int) -> Limits:
    """Return the named bounds of the rows, which follow each other sample by sample."""
    bounds = [
        np.array([[getattr(row, pair[end]) for pair in pairs] for row in rows], dtype=np.float64)
        for end in (0, 1)
    ]
    low, high = (bound.reshape(n_samples, -1) for bound in bounds)
    return Limits(low, high)


def _named(*names: str) -> list[tuple[str, str]]:
    return [(f"{name}_low", f"{name}_high") for name in names]


PLAIN = [("low", "high")]


def frequency_case(interval: str, **design: Any) -> Case:
    """Return an interval of the share of each level."""

    def limits(tally: lk.Tally, _: np.random.Generator) -> Limits:
        options: dict[str, Any] = {"interval": interval, **design}
        return _limits(
            tuple(in_design(lk.frequencies, tally, **options)), PLAIN, len(tally.instrument)
        )

    together = interval in {"goodman", "sison-glaz"}
    return Case("frequencies", interval, limits, tuple, simultaneous=together)


def box_case(interval: str, which: str) -> Case:
    """Return an interval of the top box, or Tango's of the net."""

    def limits(tally: lk.Tally, _: np.random.Generator) -> Limits:
        options: dict[str, Any] = {"interval": interval}
        return _limits(
            tuple(lk.box_scores(tally, **options)),
            _named(which.removesuffix("_box")),
            len(tally.instrument),
        )

    def truth(shares: Sequence[float]) -> tuple[float]:
        return (
            dict(zip(("top_box", "bottom_box", "net"), box_scores_of(shares), strict=True))[which],
        )

    return Case(f"box_scores, {which}", "tango" if which == "net" else interval, limits, truth)


def mean_case(interval: str, n_resamples: int = N_RESAMPLES, **design: Any) -> Case:
    """Return an interval of the mean."""

    def limits(tally: lk.Tally, rng: np.random.Generator) -> Limits:
        options: dict[str, Any] = {"interval": interval, **design}
        if interval != "t":
            options |= {"n_resamples": n_resamples, "rng": rng}
        return _limits(tuple(in_design(lk.means, tally, **options)), PLAIN, len(tally.instrument))

    return Case("means", interval, limits, lambda shares: (mean_of(shares),))


def median_case() -> Case:
    """Return the interval of the median that inverts tests of the cumulative shares."""

    def limits(tally: lk.Tally, _: np.random.Generator) -> Limits:
        return _limits(tuple(lk.quantiles(tally, probabilities=0.5)), PLAIN, len(tally.instrument))

    return Case("quantiles, median", "inverted", limits, lambda shares: (median_of(shares),))


def top_share(weights: Floats, scores: Floats) -> Floats:
    """Return the share of the highest score, of many tables at once."""
    found: Floats = weights[..., scores.argmax()] / weights.sum(axis=-1)
    return found


# Each with what it is called and with its value for frequencies.
STATISTICS: Mapping[str, tuple[Any, Callable[[Sequence[float]], float]]] = {
    "median": ("median", median_of),
    "interpolated median": ("interpolated_median", interpolated_median_of),
    "top box": (top_share, lambda shares: box_scores_of(shares)[0]),
}


def bootstrap_case(name: str, interval: str, n_resamples: int = N_RESAMPLES) -> Case:
    """Return a bootstrap interval of a statistic."""
    statistic, truth = STATISTICS[name]

    def limits(tally: lk.Tally, rng: np.random.Generator) -> Limits:
        options: dict[str, Any] = {"interval": interval, "n_resamples": n_resamples, "rng": rng}
        rows = tuple(lk.bootstrap(tally, statistic, **options))
        return _limits(rows, PLAIN, len(tally.instrument))

    return Case(f"bootstrap, {name}", interval, limits, lambda shares: (truth(shares),))


AGREEMENTS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "van_der_eijk_a": van_der_eijk_of,
    "leik": leik_of,
    "consensus": consensus_of,
}


def agreement_case(interval: str, *measures: str, n_resamples: int = N_RESAMPLES) -> Case:
    """Return an interval of measures of agreement."""

    def limits(tally: lk.Tally, rng: np.random.Generator) -> Limits:
        options: dict[str, Any] = {"interval": interval}
        if interval != "likelihood":
            options |= {"n_resamples": n_resamples, "rng": rng}
        return _limits(
            tuple(lk.agreement(tally, **options)),
            _named(*measures),
            len(tally.instrument),
        )

    def truth(shares: Sequence[float]) -> list[float]:
        return [AGREEMENTS[measure](shares) for measure in measures]

    return Case(f"agreement, {', '.join(measures)}", interval, limits, truth)


# Coverage -----------------------------------------------------------------------------------------


def covered(limits: Limits, truth: Sequence[float], *, simultaneous: bool = False) -> Floats:
    """Return 1 where an interval covers its true value; an undefined one does not."""
    values = np.array(truth)
    inside = (limits.low <= values + NEAR) & (values - NEAR <= limits.high)
    found: Floats = inside.astype(np.float64)
    return found.min(axis=1, keepdims=True) if simultaneous else found


def coverage(
    case: Case, samples: Samples, truth: Sequence[float], rng: np.random.Generator
) -> Coverage:
    """Return how often the intervals of a case cover the true values."""
    parts = [
        case.limits(tally_of(samples.counts[start : start + BATCH]), rng)
        for start in range(0, len(samples.counts), BATCH)
    ]
    limits = Limits(*(np.vstack(bounds) for bounds in zip(*parts, strict=True)))
    inside = covered(limits, truth, simultaneous=case.simultaneous)
    return Coverage(
        tuple((samples.weights @ inside).tolist()),
        _width(limits, samples.weights),
        samples.n_drawn,
    )


def _width(limits: Limits, weights: Floats) -> float:
    """Return the mean width of the intervals that are defined."""
    widths = (limits.high - limits.low).mean(axis=1)
    known = ~np.isnan(widths)
    return float((widths * weights)[known].sum() / weights[known].sum())


def simple_coverage(
    case: Case, scenario: Scenario, n_samples: int, rng: np.random.Generator
) -> Coverage:
    """Return the coverage of a case for independent answers."""
    samples = samples_of(scenario, n_samples, rng)
    return coverage(case, samples, case.truth(scenario.shares), rng)


# Strata of a finite population --------------------------------------------------------------------


class Strata(NamedTuple):
    """A population that is there: how many of each stratum are at each level, and who is asked."""

    name: str
    people: Counts
    asked: tuple[int, ...]

    @property
    def population(self) -> dict[str, int]:
        """The size of each stratum."""
        return {f"grade {h}": int(size) for h, size in enumerate(self.people.sum(axis=1))}


# Six grades of 13, 8, 9, 17, 6 and 4, some happier than others, as those of the bundled study.
GRADES: Counts = np.array([
    [0, 1, 2, 5, 5],
    [0, 0, 1, 3, 4],
    [1, 1, 2, 3, 2],
    [0, 1, 2, 6, 8],
    [0, 1, 1, 2, 2],
    [0, 0, 1, 1, 2],
], dtype=np.int64)  # fmt: skip
STRATA = (
    Strata("51 of 57 in 6 grades", GRADES, (12, 7, 8, 15, 5, 4)),
    Strata("27 of 57 in 6 grades", GRADES, (6, 4, 4, 8, 3, 2)),
)


def drawn_strata(strata: Strata, n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw from each stratum without replacement."""
    counts = np.stack(
        [
            rng.multivariate_hypergeometric(own, n, size=n_samples)
            for own, n in zip(strata.people, strata.asked, strict=True)
        ],
        axis=1,
    )
    return Samples(counts, np.full(n_samples, 1 / n_samples), n_samples)


def stratified_coverage(
    case: Case, strata: Strata, n_samples: int, rng: np.random.Generator
) -> Coverage:
    """Return the coverage of what is true of a whole finite population."""
    everybody = strata.people.sum(axis=0)
    truth = case.truth((everybody / everybody.sum()).tolist())
    return coverage(case, drawn_strata(strata, n_samples, rng), truth, rng)


# Weights ------------------------------------------------------------------------------------------


class Weighted(NamedTuple):
    """Answers with continuous weights, which within a stratum add up to its share.

    The answers of a stratum have shares of their own and do not depend on the weights, so that
    the weighted share is an unbiased estimate whatever the weights are.
    """

    name: str
    shares: tuple[tuple[float, ...], ...]
    sizes: tuple[int, ...]
    parts: tuple[float, ...]
    spread: float = 0.7

    @property
    def true_shares(self) -> list[float]:
        """The share of each level in the whole."""
        table = np.array(self.shares) * np.array(self.parts)[:, None]
        return [float(share) for share in table.sum(axis=0)]


WEIGHTED = (
    Weighted("weights, n = 50", (SKEWED,), (50,), (1.0,)),
    Weighted(
        "weights, 3 strata, n = 60",
        (SKEWED, (0.05, 0.10, 0.20, 0.35, 0.30), (0.10, 0.20, 0.30, 0.25, 0.15)),
        (25, 20, 15),
        (0.5, 0.3, 0.2),
    ),
)


def weighted_responses(
    design: Weighted, n_samples: int, per_frame: int, rng: np.random.Generator
) -> Iterator[lk.Responses]:
    """Yield frames of rows; the samples of one frame share their weights and nothing else."""
    for start in range(0, n_samples, per_frame):
        n_items = min(per_frame, n_samples - start)
        strata = np.repeat(np.arange(len(design.sizes)), design.sizes)
        weights = rng.lognormal(sigma=design.spread, size=len(strata))
        for h, part in enumerate(design.parts):
            weights[strata == h] *= part / weights[strata == h].sum()
        answers = np.vstack(
            [
                rng.choice(CODES, p=shares, size=(n, n_items))
                for shares, n in zip(design.shares, design.sizes, strict=True)
            ]
        )
        columns: dict[str, Any] = {f"sample_{k}": answers[:, k] for k in range(n_items)}
        frame = pd.DataFrame({**columns, "weight": weights, "grade": strata})
        stratum = "grade" if len(design.sizes) > 1 else None
        yield lk.Responses(frame, instrument_of(n_items), weight="weight", stratum=stratum)


def weighted_coverage(
    design: Weighted,
    limits: Callable[[lk.Responses], Limits],
    truth: Sequence[float],
    n_samples: int,
    rng: np.random.Generator,
    *,
    per_frame: int = 50,
) -> Coverage:
    """Return the coverage of intervals from weighted rows."""
    parts = [limits(held) for held in weighted_responses(design, n_samples, per_frame, rng)]
    found = Limits(*(np.vstack(bounds) for bounds in zip(*parts, strict=True)))
    weights = np.full(n_samples, 1 / n_samples)
    inside = covered(found, truth)
    return Coverage(tuple((weights @ inside).tolist()), _width(found, weights), n_samples)


def weighted_proportion_coverage(
    interval: str, design: Weighted, n_samples: int, rng: np.random.Generator
) -> Coverage:
    """Return the coverage of a share on the effective sample size of Korn and Graubard."""

    def limits(held: lk.Responses) -> Limits:
        options: dict[str, Any] = {"interval": interval}
        return _limits(tuple(lk.frequencies(held, **options)), PLAIN, len(held.instrument))

    return weighted_coverage(design, limits, design.true_shares, n_samples, rng)


def weighted_mean_coverage(
    interval: str, design: Weighted, n_samples: int, rng: np.random.Generator
) -> Coverage:
    """Return the coverage of a weighted mean."""

    def limits(held: lk.Responses) -> Limits:
        options: dict[str, Any] = {"interval": interval}
        if interval != "t":
            options |= {"n_resamples": N_RESAMPLES, "rng": rng}
        return _limits(tuple(lk.means(held, **options)), PLAIN, len(held.instrument))

    return weighted_coverage(design, limits, [mean_of(design.true_shares)], n_samples, rng)


# Small groups of a weighted sample ---------------------------------------------------------------


class WeightedDomain(NamedTuple):
    """So many of 200 respondents with lognormal weights, whose number chance decided."""

    name: str
    shares: tuple[float, ...]
    n: int
    n_all: int = 200
    spread: float = 0.7


MIDDLE = (0.10, 0.20, 0.40, 0.20, 0.10)
WEIGHTED_DOMAINS = tuple(
    WeightedDomain(f"{name}, {n} of 200, weights", shares, n)
    for name, shares in {"middling": MIDDLE, "skewed": SKEWED}.items()
    for n in (3, 5, 8, 15)
)


def domain_mean_coverage(
    domain: WeightedDomain, n_samples: int, rng: np.random.Generator, *, per_frame: int = 50
) -> Coverage:
    """Return the coverage of the weighted mean of a small group, where it has an interval."""
    rows: list[Any] = []
    for start in range(0, n_samples, per_frame):
        n_items = min(per_frame, n_samples - start)
        answers = rng.choice(CODES, p=domain.shares, size=(domain.n_all, n_items))
        instrument = instrument_of(n_items)
        frame = pd.DataFrame(answers, columns=list(instrument.names))
        frame["weight"] = rng.lognormal(sigma=domain.spread, size=domain.n_all)
        frame["group"] = np.where(np.arange(domain.n_all) < domain.n, "few", "rest")
        held = lk.Responses(frame, instrument, weight="weight")
        rows += lk.means(held, by="group").filter(group="few")
    # Answers that are all alike have no interval, and a note says so.
    told = [row for row in rows if row.low < row.high]
    found = _limits(told, PLAIN, len(told))
    weights = np.full(len(told), 1 / len(told))
    inside = covered(found, [mean_of(domain.shares)])
    return Coverage(tuple((weights @ inside).tolist()), _width(found, weights), len(told))


# Groups with weights -----------------------------------------------------------------------------


class WeightedGroups(NamedTuple):
    """Two groups whose answers do not depend on their lognormal weights."""

    name: str
    shares: tuple[tuple[float, ...], tuple[float, ...]]
    sizes: tuple[int, int]
    spread: float

    @property
    def superiority(self) -> float:
        """How often an answer of the first is higher than one of the second, ties half."""
        one, other = (np.array(shares) for shares in self.shares)
        return float(one @ (np.cumsum(other) - other / 2))


WEIGHTED_GROUPS = tuple(
    WeightedGroups(
        f"{name}, {sizes[0]} and {sizes[1]}, weights' sigma {spread}", shares, sizes, spread
    )
    for name, shares in {
        "skewed against middling": (SKEWED, MIDDLE),
        "skewed against J-shaped": (SKEWED, FLOOR),
        "J-shaped twice": (FLOOR, FLOOR),
    }.items()
    for sizes in ((10, 10), (10, 30), (30, 30))
    for spread in (0.5, 0.9)
)


class DesignedGroups(NamedTuple):
    """Two groups in ten clusters of five, in two strata.

    An answer is its cluster's with the chance *alike*, so that each has the shares of its group.
    """

    name: str
    shares: tuple[tuple[float, ...], tuple[float, ...]]
    alike: float
    within: bool
    n_clusters: int = 10
    size: int = 5

    @property
    def superiority(self) -> float:
        """How often an answer of the first is higher than one of the second, ties half."""
        return WeightedGroups(self.name, self.shares, (0, 0), 0.0).superiority


DESIGNED_GROUPS = tuple(
    DesignedGroups(
        f"{name}, groups {'within' if within else 'of whole'} clusters, {alike:.0%} alike",
        shares,
        alike,
        within,
    )
    for name, shares in {
        "skewed against middling": (SKEWED, MIDDLE),
        "middling twice": (MIDDLE, MIDDLE),
        "skewed against J-shaped": (SKEWED, FLOOR),
    }.items()
    for within in (True, False)
    for alike in (0.0, 0.3)
)


class WeightedPairs(NamedTuple):
    """Pairs with lognormal weights; a second answer is the first again with the chance *same*."""

    name: str
    shares: tuple[tuple[float, ...], tuple[float, ...]]
    n: int
    spread: float
    same: float = 0.4

    @property
    def superiority(self) -> float:
        """How often the first answer is higher than the second of the same respondent."""
        apart = WeightedGroups(self.name, self.shares, (0, 0), 0.0).superiority
        return self.same / 2 + (1 - self.same) * apart


WEIGHTED_PAIRS = tuple(
    WeightedPairs(f"{name}, {n} pairs, weights' sigma {spread}", shares, n, spread)
    for name, shares in {
        "middling twice": (MIDDLE, MIDDLE),
        "skewed against middling": (SKEWED, MIDDLE),
        "skewed against J-shaped": (SKEWED, FLOOR),
    }.items()
    for n in (10, 20, 30)
    for spread in (0.5, 0.9)
)


def superiority_coverage(
    design: WeightedGroups | DesignedGroups | WeightedPairs,
    n_samples: int,
    rng: np.random.Generator,
    *,
    per_frame: int = 50,
) -> Coverage:
    """Return the coverage of the superiority of groups or of pairs in a design."""
    rows: list[Any] = []
    for start in range(0, n_samples, per_frame):
        n_items = min(per_frame, n_samples - start)
        if isinstance(design, WeightedPairs):
            rows += _weighted_pairs(design, n_items, rng)
        elif isinstance(design, DesignedGroups):
            rows += _designed_groups(design, n_items, rng)
        else:
            rows += _weighted_groups(design, n_items, rng)
    found = Limits(
        np.array([[row.superiority_low] for row in rows]),
        np.array([[row.superiority_high] for row in rows]),
    )
    weights = np.full(n_samples, 1 / n_samples)
    inside = covered(found, [design.superiority])
    return Coverage(tuple((weights @ inside).tolist()), _width(found, weights), n_samples)


def _answers(shares: Sequence[float], size: tuple[int, ...], rng: np.random.Generator) -> Counts:
    return rng.choice(np.array(CODES), p=shares, size=size)


def _weighted_groups(design: WeightedGroups, n_items: int, rng: np.random.Generator) -> Any:
    answers = [
        _answers(shares, (n, n_items), rng)
        for shares, n in zip(design.shares, design.sizes, strict=True)
    ]
    instrument = instrument_of(n_items)
    frame = pd.DataFrame(np.vstack(answers), columns=list(instrument.names)).assign(
        weight=rng.lognormal(sigma=design.spread, size=sum(design.sizes)),
        group=np.repeat(["first", "second"], design.sizes),
    )
    held = lk.Responses(frame, instrument, weight="weight")
    return lk.compare_groups(held, "group", first="first", second="second", test="t")


def _designed_groups(design: DesignedGroups, n_items: int, rng: np.random.Generator) -> Any:
    n = design.n_clusters * design.size
    cluster, place = np.divmod(np.arange(n), design.size)
    # Within clusters the second group has two of five; else every second cluster of a stratum.
    second = place >= 3 if design.within else cluster // 2 % 2 == 1
    common = rng.random((design.n_clusters, n_items))[cluster]
    chance = np.where(rng.random((n, n_items)) < design.alike, common, rng.random((n, n_items)))
    one, other = (np.searchsorted(np.cumsum(shares)[:-1], chance) + 1 for shares in design.shares)
    instrument = instrument_of(n_items)
    answers = np.where(second[:, None], other, one)
    frame = pd.DataFrame(answers, columns=list(instrument.names)).assign(
        group=np.where(second, "second", "first"), school=cluster, region=cluster % 2
    )
    held = lk.Responses(frame, instrument, cluster="school", stratum="region")
    return lk.compare_groups(held, "group", first="first", second="second", test="t")


def _weighted_pairs(design: WeightedPairs, n_items: int, rng: np.random.Generator) -> Any:
    size = (design.n, n_items)
    one, other = (_answers(shares, size, rng) for shares in design.shares)
    same = rng.random(size) < design.same
    other = np.where(same, one, other)
    instrument = instrument_of(n_items)
    names = list(instrument.names)
    frame = pd.DataFrame(
        np.hstack([one, other]),
        columns=[*(f"first {name}" for name in names), *(f"second {name}" for name in names)],
    ).assign(weight=rng.lognormal(sigma=design.spread, size=design.n))
    held = lk.Responses.from_wide(
        frame,
        instrument,
        columns={when: {name: f"{when} {name}" for name in names} for when in ("first", "second")},
        weight="weight",
    )
    return lk.compare_paired(held, "first", "second", test="t")


# The table ----------------------------------------------------------------------------------------

PROPORTIONS = ("wilson", "clopper-pearson", "jeffreys", "logit")
SIMULTANEOUS = ("goodman", "sison-glaz")
BOOTSTRAPS = ("bootstrap", "bca")

CASES: tuple[Case, ...] = (
    *(frequency_case(interval) for interval in (*PROPORTIONS, *SIMULTANEOUS)),
    *(box_case(interval, "top_box") for interval in PROPORTIONS),
    box_case("wilson", "net"),
    *(mean_case(interval) for interval in ("t", *BOOTSTRAPS)),
    median_case(),
    *(bootstrap_case(statistic, interval) for statistic in STATISTICS for interval in BOOTSTRAPS),
    *(
        agreement_case(interval, measure)
        for measure in AGREEMENTS
        for interval in ("likelihood", *BOOTSTRAPS)
    ),
)

Row = tuple[str, str, str, Coverage]


def simple_rows(
    scenarios: Sequence[Scenario], n_samples: int, rng: Callable[[], np.random.Generator]
) -> Iterator[Row]:
    """Yield the rows of independent answers."""
    for case in CASES:
        for scenario in scenarios:
            found = simple_coverage(case, scenario, n_samples, rng())
            yield case.function, case.interval, f"{scenario.name}, n = {scenario.n}", found


def designed_rows(few: int, rng: Callable[[], np.random.Generator]) -> Iterator[Row]:
    """Yield the rows of weighted and clustered answers."""
    for design in WEIGHTED:
        for interval in PROPORTIONS:
            found = weighted_proportion_coverage(interval, design, few, rng())
            yield "frequencies", interval, design.name, found
        for interval in ("t", *BOOTSTRAPS):
            found = weighted_mean_coverage(interval, design, few, rng())
            yield "means", interval, design.name, found
    for domain in WEIGHTED_DOMAINS:
        found = domain_mean_coverage(domain, few, rng())
        yield "means, by", "t", domain.name, found
    for groups in WEIGHTED_GROUPS:
        found = superiority_coverage(groups, few, rng())
        yield "compare_groups, superiority", "wilson", groups.name, found
    for groups_of in DESIGNED_GROUPS:
        found = superiority_coverage(groups_of, few, rng())
        yield "compare_groups, superiority", "wilson", groups_of.name, found
    for pairs in WEIGHTED_PAIRS:
        found = superiority_coverage(pairs, few, rng())
        yield "compare_paired, superiority", "score", pairs.name, found


def all_rows(n_samples: int) -> Iterator[Row]:
    """Yield function, interval, scenario and coverage; each has a seed of its own."""
    seeds = iter(np.random.SeedSequence(SEED).spawn(1_000))

    def rng() -> np.random.Generator:
        return np.random.default_rng(next(seeds))

    yield from simple_rows(SCENARIOS, n_samples, rng)
    for strata in STRATA:
        for case in (
            frequency_case("wilson", population=strata.population),
            *(mean_case(interval, population=strata.population) for interval in ("t", *BOOTSTRAPS)),
        ):
            found = stratified_coverage(case, strata, max(n_samples // 5, 1), rng())
            yield case.function, case.interval, strata.name, found
    yield from designed_rows(max(n_samples // 10, 1), rng)
    yield from simple_rows(LARGE, n_samples, rng)


def main() -> None:
    """Print the coverage of every interval."""
    parser = argparse.ArgumentParser(description="Coverage of the intervals.")
    parser.add_argument("--samples", type=int, default=10_000, help="samples to draw")
    n_samples = parser.parse_args().samples
    lines = [
        f"Nominal {NOMINAL:.0%}. Seed {SEED}; bootstraps of {N_RESAMPLES} resamples.",
        "",
        "| function | interval | answers | samples | coverage, % | lowest, % | mean width |",
        "|---|---|---|--:|--:|--:|--:|",
    ]
    for function, interval, title, found in all_rows(n_samples):
        drawn_text = str(found.n_drawn) if found.n_drawn else "all"
        lowest = f"{min(found.rates):.1%}"[:-1] if len(found.rates) > 1 else ""
        lines.append(
            f"| {function} | {interval} | {title} | {drawn_text} | {100 * found.mean:.1f} "
            f"| {lowest} | {found.width:.3f} |"
        )
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    main()
