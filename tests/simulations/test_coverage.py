"""How often intervals cover: of ten answers added up over every table, of more by simulation.

A simulated rate is compared with its bound less four binomial standard errors, so that a right
interval fails once in thirty thousand runs; and every seed is fixed.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.simulations.coverage import (
    AGREEMENTS,
    BOOTSTRAPS,
    CASES,
    DESIGNED_GROUPS,
    LARGE,
    NOMINAL,
    SCENARIOS,
    SIMULTANEOUS,
    STRATA,
    WEIGHTED,
    WEIGHTED_DOMAINS,
    WEIGHTED_GROUPS,
    WEIGHTED_PAIRS,
    Case,
    Coverage,
    Scenario,
    agreement_case,
    bootstrap_case,
    box_case,
    domain_mean_coverage,
    frequency_case,
    mean_case,
    median_case,
    simple_coverage,
    stratified_coverage,
    superiority_coverage,
    weighted_mean_coverage,
    weighted_proportion_coverage,
)

N_SAMPLES = 1_000
# Bradley (1978) calls a method robust whose error lies within half of the nominal one's.
LIBERAL = NOMINAL - (1 - NOMINAL) / 2
N_RESAMPLES = 499


def tolerance(found: Coverage) -> float:
    """Return four binomial standard errors of a rate; nothing where it is exact."""
    return 4 * math.sqrt(NOMINAL * (1 - NOMINAL) / found.n_drawn) if found.n_drawn else 1e-9


def measured(case: Case, scenario: Scenario) -> Coverage:
    """Return the coverage of a case for independent answers."""
    return simple_coverage(case, scenario, N_SAMPLES, np.random.default_rng(scenario.n))


def named(case: Case) -> str:
    """Return a case's name."""
    return f"{case.function} {case.interval}"


SHARES = [case for case in CASES if case.function.startswith(("frequencies", "box_scores"))]
every_scenario = pytest.mark.parametrize(
    "scenario", SCENARIOS, ids=lambda one: f"{one.name} {one.n}"
)


@every_scenario
def test_clopper_pearson_never_covers_less_than_it_says(scenario: Scenario) -> None:
    """Each level and each box, whatever its share."""
    for case in SHARES:
        if case.interval == "clopper-pearson":
            found = measured(case, scenario)
            assert min(found.rates) >= NOMINAL - tolerance(found)


@every_scenario
@pytest.mark.parametrize("interval", ["wilson", "jeffreys", "logit"])
def test_approximate_shares_cover_on_average(interval: str, scenario: Scenario) -> None:
    """Brown, Cai and DasGupta: on average over shares close to nominal, though not for each."""
    found = measured(frequency_case(interval), scenario)
    assert found.mean >= LIBERAL - tolerance(found)


@every_scenario
def test_goodman_covers_all_levels_at_once(scenario: Scenario) -> None:
    """Wilson's intervals at the level that Bonferroni gives; single ones cover less together."""
    for case in CASES:
        if case.interval == SIMULTANEOUS[0]:
            found = measured(case, scenario)
            assert found.mean >= LIBERAL - 0.025 - tolerance(found)
            single = measured(frequency_case("wilson")._replace(simultaneous=True), scenario)
            assert single.mean < found.mean


@pytest.mark.parametrize("scenario", LARGE, ids=lambda one: one.name)
def test_sison_glaz_covers_where_counts_are_large(scenario: Scenario) -> None:
    """Not on ten answers, whose coverage is exact: the documentation warns of it."""
    case = frequency_case("sison-glaz")
    found = measured(case, scenario)
    assert found.mean >= LIBERAL - tolerance(found)
    few = measured(case, scenario._replace(n=10))
    assert few.mean < 0.8


@every_scenario
@pytest.mark.parametrize("interval", ["wilson", "jeffreys", "logit"])
def test_approximate_intervals_of_a_box_cover(interval: str, scenario: Scenario) -> None:
    """The share of one level: within Bradley's criterion and the error of simulation."""
    found = measured(box_case(interval, "top_box"), scenario)
    assert found.mean >= LIBERAL - tolerance(found)


@every_scenario
def test_the_median_is_never_covered_less_than_the_level_says(scenario: Scenario) -> None:
    """Two tests, each of which errs in half of what is left at the most."""
    found = measured(median_case(), scenario)
    assert found.mean >= NOMINAL - tolerance(found)


@pytest.mark.parametrize("interval", BOOTSTRAPS)
@pytest.mark.parametrize(
    ("statistic", "scenario"),
    [
        (statistic, one)
        for statistic in ("median", "interpolated median")
        for one in SCENARIOS
        if one.n == 50 and (statistic, one.name) != ("median", "J-shaped")
    ],
    ids=str,
)
def test_bootstrapped_medians_of_fifty_cover(interval, statistic, scenario) -> None:
    """Both intervals of both; of J-shaped answers many samples have one median in all resamples."""
    found = measured(bootstrap_case(statistic, interval, N_RESAMPLES), scenario)
    assert found.mean >= LIBERAL - tolerance(found)


@pytest.mark.parametrize("interval", BOOTSTRAPS)
@pytest.mark.parametrize("scenario", LARGE, ids=lambda one: one.name)
def test_agreement_covers_where_answers_are_many(interval: str, scenario: Scenario) -> None:
    """Each of the three measures; of ten answers all fall short, as the documentation says."""
    case = agreement_case(interval, *AGREEMENTS, n_resamples=299)
    found = simple_coverage(case, scenario, 400, np.random.default_rng(7))
    assert min(found.rates) >= LIBERAL - tolerance(found)
    few = simple_coverage(case, scenario._replace(n=10), 0, np.random.default_rng(7))
    assert max(few.rates) < LIBERAL


@pytest.mark.parametrize("n", [2, 9, 10])
@pytest.mark.parametrize(
    "shares", [(0.5, 0, 0, 0, 0.5), (0.6, 0, 0, 0, 0.4), (0, 0.05, 0.9, 0.05, 0)], ids=str
)
def test_likely_agreement_covers_where_measures_turn(shares, n) -> None:
    """Exactly, over every table: half at either end is the least that a measure can be."""
    found = measured(agreement_case("likelihood", *AGREEMENTS), Scenario("ends", shares, n))
    assert min(found.rates) >= NOMINAL - tolerance(found)


@pytest.mark.parametrize(
    "shares",
    [
        (0.2, 0.2, 0.2, 0.2, 0.2),
        (0.1, 0.2, 0.4, 0.2, 0.1),
        (0.3, 0.15, 0.1, 0.15, 0.3),
        (0.5, 0, 0, 0, 0.5),
        (0, 0.02, 0.03, 0.05, 0.9),
    ],
    ids=str,
)
def test_likely_agreement_covers_twenty_answers(shares) -> None:
    """Even, heaped, split and nearly agreed answers."""
    case = agreement_case("likelihood", *AGREEMENTS)
    found = simple_coverage(case, Scenario("twenty", shares, 20), 60, np.random.default_rng(20))
    assert min(found.rates) >= NOMINAL - tolerance(found)


@every_scenario
def test_the_net_covers_with_tangos_score(scenario: Scenario) -> None:
    """At every size, ten answers included."""
    (case,) = [one for one in SHARES if one.function == "box_scores, net"]
    found = measured(case, scenario)
    assert found.mean >= LIBERAL - tolerance(found)


@pytest.mark.parametrize("interval", ["t", "bootstrap", "bca"])
@pytest.mark.parametrize("scenario", [one for one in SCENARIOS if one.n == 50], ids=str)
def test_means_of_fifty_cover(interval: str, scenario: Scenario) -> None:
    """On skewed answers fifty suffice for Bradley's criterion, within the error of simulation."""
    found = measured(mean_case(interval, N_RESAMPLES), scenario)
    assert found.mean >= LIBERAL - tolerance(found)


@pytest.mark.parametrize("scenario", [one for one in SCENARIOS if one.n == 10], ids=str)
def test_ten_skewed_answers_are_too_few_for_a_mean(scenario: Scenario) -> None:
    """What the documentation warns of, exactly: t falls short, the percentiles further."""
    t = measured(mean_case("t"), scenario)
    percentile = measured(mean_case("bootstrap", N_RESAMPLES), scenario)
    assert percentile.mean < t.mean < NOMINAL


@pytest.mark.parametrize("interval", ["t", *BOOTSTRAPS])
@pytest.mark.parametrize("strata", STRATA, ids=lambda one: one.name)
def test_strata_of_a_finite_population_cover(interval: str, strata) -> None:
    """Small cohorts, drawn without replacement: the mean of these very people."""
    options = {} if interval == "t" else {"n_resamples": N_RESAMPLES}
    case = mean_case(interval, population=strata.population, **options)
    found = stratified_coverage(case, strata, 600, np.random.default_rng(3))
    assert found.mean >= LIBERAL - tolerance(found)


@pytest.mark.parametrize("design", WEIGHTED, ids=lambda one: one.name)
def test_weighted_clopper_pearson_covers(design) -> None:
    """On Korn and Graubard's effective size."""
    found = weighted_proportion_coverage("clopper-pearson", design, 300, np.random.default_rng(4))
    assert found.mean >= NOMINAL - tolerance(found)


@pytest.mark.parametrize("design", WEIGHTED, ids=lambda one: one.name)
@pytest.mark.parametrize("interval", ["wilson", "jeffreys", "logit"])
def test_weighted_shares_cover(interval: str, design) -> None:
    """On the same size, on average over the levels."""
    found = weighted_proportion_coverage(interval, design, 300, np.random.default_rng(4))
    assert found.mean >= LIBERAL - tolerance(found)


@pytest.mark.parametrize("design", WEIGHTED, ids=lambda one: one.name)
@pytest.mark.parametrize("interval", ["t", *BOOTSTRAPS])
def test_weighted_means_cover(interval: str, design) -> None:
    """By linearisation and by Rao and Wu's bootstrap of respondents."""
    found = weighted_mean_coverage(interval, design, 300, np.random.default_rng(5))
    assert found.mean >= LIBERAL - tolerance(found)


@pytest.mark.parametrize("domain", WEIGHTED_DOMAINS, ids=lambda one: one.name)
def test_means_of_small_weighted_groups_cover(domain) -> None:
    """On the group's own degrees of freedom; on the 199 of the whole, three cover 75 of 100.

    Fewer than fifty skewed answers are too few for a mean, weighted or not: they fall short by
    less than one in ten, and the documentation says so.
    """
    found = domain_mean_coverage(domain, 300, np.random.default_rng(11))
    skewed = domain.name.startswith("skewed")
    least = 0.875 if skewed else LIBERAL
    assert found.mean >= least - tolerance(found)


@pytest.mark.parametrize("design", WEIGHTED_GROUPS, ids=lambda one: one.name)
def test_the_superiority_of_weighted_groups_covers(design) -> None:
    """From ten answers a group on, whatever the weights and however little the groups overlap."""
    found = superiority_coverage(design, 200, np.random.default_rng(6))
    assert found.mean >= NOMINAL - tolerance(found)


# The others, with clusters of strangers and weights that vary less, are in the printed table.
@pytest.mark.parametrize("design", DESIGNED_GROUPS[1::2], ids=lambda one: one.name)
def test_the_superiority_of_groups_in_clusters_covers(design) -> None:
    """Ten clusters of five in two strata, whose members answer alike in part."""
    found = superiority_coverage(design, 150, np.random.default_rng(6))
    assert found.mean >= NOMINAL - tolerance(found)


@pytest.mark.parametrize("design", WEIGHTED_PAIRS[1::2], ids=lambda one: one.name)
def test_the_superiority_of_weighted_pairs_covers(design) -> None:
    """From ten pairs on, whatever the weights and however many change one way."""
    found = superiority_coverage(design, 150, np.random.default_rng(6))
    assert found.mean >= NOMINAL - tolerance(found)


def test_as_many_draws_as_answers_are_too_narrow() -> None:
    """Strata of four: n draws each make the error too small by √(3/4), and so the coverage.

    The percentile interval of our n - 1 draws is compared with that of n draws, which are made
    here answer by answer, on the same samples of strata from one skewed distribution.
    """
    import likertkit as lk

    rng = np.random.default_rng(8)
    shares, n_strata, n, n_samples, n_resamples = (0.02, 0.05, 0.13, 0.35, 0.45), 6, 4, 400, 499
    scale = lk.LikertScale(positive="high")
    names = [f"sample_{k}" for k in range(n_samples)]
    answers = rng.choice(np.arange(1, 6), p=shares, size=(n_samples, n_strata, n))
    truth = float(np.arange(1, 6) @ shares)
    picked = rng.integers(0, n, size=(n_resamples, n_strata, n))
    drawn = np.take_along_axis(answers[:, None], picked[None], axis=3).mean(axis=(2, 3))
    naive_low, naive_high = np.quantile(drawn, (0.025, 0.975), axis=1)
    naive = ((naive_low <= truth) & (truth <= naive_high)).mean()
    instrument = lk.Instrument("strata", [lk.Item(name, scale) for name in names])
    import pandas as pd

    frame = pd.DataFrame(answers.reshape(n_samples, -1).T, columns=names)
    frame["grade"] = np.repeat([f"grade {h}" for h in range(n_strata)], n)
    table = lk.means(
        lk.Responses(frame, instrument, stratum="grade").sampled(
            population={f"grade {h}": 1000 for h in range(n_strata)}, finite_population=False
        ),
        interval="bootstrap",
        n_resamples=n_resamples,
        rng=9,
    )
    own = np.mean([row.low <= truth <= row.high for row in table])
    error = math.sqrt(NOMINAL * (1 - NOMINAL) / n_samples)
    assert naive < NOMINAL - 4 * error
    assert own > naive + 2 * error
    # The spread of the naive means, over the error of the design: √((n - 1)/n) in expectation.
    ratio = np.mean(drawn.var(axis=1)) / np.mean([row.se**2 for row in table])
    assert ratio == pytest.approx((n - 1) / n, rel=0.03)


def shares_of_designs(
    drawn: list[np.ndarray], weights: list[float], column: str, interval: str = "clopper-pearson"
) -> tuple[np.ndarray, np.ndarray]:
    """Return the bounds of the share of the first level, each sample being an item.

    Parameters
    ----------
    drawn : list of arrays, shape (n_units, n_samples)
        The codes of each stratum, or of each cluster.
    weights : list of float
        The weight of each of their answers.
    column : {'stratum', 'cluster'}
        What they are.
    interval : str, optional
        Which bounds.
    """
    import pandas as pd

    import likertkit as lk

    codes = np.vstack(drawn)
    names = [f"sample_{k}" for k in range(codes.shape[1])]
    sizes = [len(one) for one in drawn]
    frame = pd.DataFrame(codes, columns=names).assign(
        place=np.repeat(np.arange(len(drawn)), sizes), w=np.repeat(weights, sizes)
    )
    instrument = lk.Instrument("designs", [lk.Item(name, lk.LikertScale()) for name in names])
    answers = lk.Responses(frame, instrument, weight="w", **{column: "place"})  # type: ignore[arg-type]
    rows = [row for row in lk.frequencies(answers, interval=interval) if row.code == 1]  # type: ignore[arg-type]
    return np.array([row.low for row in rows]), np.array([row.high for row in rows])


N_DESIGNS = 300


@pytest.mark.parametrize(
    ("sizes", "parts", "shares"),
    [
        ((10, 40), (0.9, 0.1), (0.05, 0.05)),
        ((10, 40), (0.9, 0.1), (0.15, 0.3)),
        ((5, 45), (0.8, 0.2), (0.3, 0.3)),
        ((40, 10), (0.8, 0.2), (0.05, 0.05)),
        ((25, 25), (0.5, 0.5), (0.02, 0.9)),
    ],
)
def test_shares_in_unequal_strata_cover(sizes, parts, shares) -> None:
    """The heaviest stratum may show no spread, which is no certainty."""
    rng = np.random.default_rng(21)
    drawn = [
        np.where(rng.random((n, N_DESIGNS)) < share, 1, rng.integers(2, 6, (n, N_DESIGNS)))
        for n, share in zip(sizes, shares, strict=True)
    ]
    weights = [part / n for part, n in zip(parts, sizes, strict=True)]
    low, high = shares_of_designs(drawn, weights, "stratum")
    truth = sum(part * share for part, share in zip(parts, shares, strict=True))
    rate = ((low <= truth) & (truth <= high)).mean()
    assert rate >= NOMINAL - 4 * math.sqrt(NOMINAL * (1 - NOMINAL) / N_DESIGNS)


CLUSTER_SIZES = {
    "ten": [10] * 10,
    "twenty": [10] * 20,
    "unequal": [2, 2, 3, 4, 5, 6, 8, 12, 18, 40],
    "one large": [100] + [2] * 15,
}


@pytest.mark.parametrize("interval", ["clopper-pearson", "wilson"])
@pytest.mark.parametrize(
    ("sizes", "alike", "share"),
    [
        (sizes, alike, share)
        for name, sizes in CLUSTER_SIZES.items()
        for alike, share in ((1.0, 0.02), (1.0, 0.05), (0.3, 0.02), (0.1, 0.02))
        if name != "one large" or alike == 1
    ],
    ids=str,
)
def test_shares_near_0_in_few_clusters_cover(sizes, interval, alike, share) -> None:
    """Beta-binomial clusters, whose members may all be alike: 0 % comes often.

    Where one cluster holds most of the answers, and its members are not all alike, shares that are
    not 0 are covered less often: no variance between clusters tells what is in one.
    """
    rng = np.random.default_rng(22)
    drawn = []
    for size in sizes:
        own = (rng.random(N_DESIGNS) < share).astype(float)
        if alike < 1:
            rest = (1 - alike) / alike
            own = rng.beta(share * rest, (1 - share) * rest, N_DESIGNS)
        others = rng.integers(2, 6, (1 if alike == 1 else size, N_DESIGNS))
        drawn.append(np.where(rng.random((size, N_DESIGNS)) < own, 1, others))
    low, high = shares_of_designs(drawn, [1.0] * len(sizes), "cluster", interval)
    rate = ((low <= share) & (share <= high)).mean()
    assert rate >= NOMINAL - 4 * math.sqrt(NOMINAL * (1 - NOMINAL) / N_DESIGNS)
