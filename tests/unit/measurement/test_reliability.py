"""What reliability says of scales that are odd, and of designs; R's figures are in oracles."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError, UnknownItemError

FIVE = lk.LikertScale((1, 2, 3, 4, 5), positive="high")
ITEMS = [
    lk.Item("a1", FIVE, subscale="first"),
    lk.Item("a2", FIVE, subscale="first", keyed="negative"),
    lk.Item("a3", FIVE, subscale="first"),
    lk.Item("b1", FIVE, subscale="second"),
    lk.Item("b2", FIVE, subscale="second"),
    lk.Item("b3", FIVE, subscale="second"),
    lk.Item("alone", FIVE),
]
TRIAL = lk.Instrument("trial", ITEMS)
RNG = np.random.default_rng(20_010_104)
N = 80
TRAIT = RNG.normal(size=N)
SIGNS = [-1 if item.keyed == "negative" else 1 for item in ITEMS]
RAW = 3 + np.outer(TRAIT, SIGNS) + RNG.normal(size=(N, len(ITEMS)))
FRAME = pd.DataFrame(np.clip(np.round(RAW), 1, 5), columns=list(TRIAL.names)).assign(
    when=["x", "y"] * (N // 2),
    grade=["u"] * 30 + ["v"] * 50,
    school=np.arange(N) // 4,
    w=1 + RNG.random(N),
)
FRAME.loc[5, "a1"] = np.nan
FRAME.loc[6, "b2"] = np.nan
DATA = lk.Responses(FRAME, TRIAL)
PLAIN = lk.Instrument("plain", [lk.Item(name, FIVE) for name in ("a", "b", "c")])


def plain(**columns: object) -> lk.Responses:
    """Return responses to three items without subscales."""
    frame = pd.DataFrame(columns, dtype=float)
    return lk.Responses(frame, PLAIN.select(list(columns)))


def of_rows(frame, names):
    """Return alpha of complete rows, by its formula."""
    scores = frame[names].dropna().to_numpy()
    k = len(names)
    return k / (k - 1) * (1 - scores.var(axis=0, ddof=1).sum() / scores.sum(axis=1).var(ddof=1))


def test_a_row_for_each_subscale_and_what_is_left_out():
    """Negatively keyed items are reversed, and the result says so."""
    table = lk.cronbach_alpha(DATA)
    assert [row.subscale for row in table] == ["first", "second"]
    keyed = FRAME.assign(a2=6 - FRAME["a2"])
    assert table["first"].estimate == pytest.approx(of_rows(keyed, ["a1", "a2", "a3"]))
    assert table["second"].estimate == pytest.approx(of_rows(keyed, ["b1", "b2", "b3"]))
    assert (table["first"].n_respondents, table["first"].n_incomplete) == (N - 1, 1)
    assert dict(table.options)["view"] == "keyed"
    for note in (
        "Scores are keyed: negatively keyed items are reversed, as a scale needs.",
        "Reversed: a2.",
        "In no subscale, and left out: alone.",
    ):
        assert note in table.notes
    favourable = lk.cronbach_alpha(DATA.scored("favourable"))
    assert dict(favourable.options)["view"] == "favourable"
    assert favourable["first"] == table["first"]


@pytest.mark.parametrize(
    ("items", "names", "k"),
    [
        ("a1..a3", ["a1..a3"], [3]),
        (["a?", "b1"], ["a?, b1"], [4]),
        (["a1", "a2", "a3", "b1", "b2"], ["a1, a2, …, b2"], [5]),
        ({"all": "*", "pair": ["b1", "b2"]}, ["all", "pair"], [7, 2]),
    ],
)
def test_items_name_any_set(items, names, k):
    """By patterns; several sets, which may overlap."""
    table = lk.reliability(DATA, items=items)
    assert [row.subscale for row in table] == names
    assert [row.n_items for row in table] == k


@pytest.mark.parametrize(
    ("items", "error"),
    [
        ([], ArgumentError),
        ({}, ArgumentError),
        ({"none": []}, ArgumentError),
        ({1: "a1"}, ArgumentTypeError),
        (7, ArgumentTypeError),
        ("zz", UnknownItemError),
    ],
)
def test_items_that_name_nothing(items, error):
    """Are refused."""
    with pytest.raises(error):
        lk.reliability(DATA, items=items)


def test_a_tally_is_no_table_of_two_items():
    """The error names what is."""
    with pytest.raises(ArgumentTypeError, match="CoTally"):
        lk.reliability(DATA.tally())
    with pytest.raises(ArgumentTypeError, match="needs Responses"):
        lk.cronbach_alpha(DATA.cotally(), interval="bootstrap")
    with pytest.raises(OptionError):
        lk.cronbach_alpha(DATA, interval="normal")


def test_complete_rows_of_a_table_are_those_of_its_items():
    """Said where that is another set; a subscale counted by itself has its own."""
    table = lk.cronbach_alpha(DATA.cotally())
    assert table["first"].n_respondents == N - 2
    assert any("cotally(subscale='first')" in note for note in table.notes)
    own = lk.cronbach_alpha(DATA.cotally(subscale="first"))
    assert own["first"] == lk.cronbach_alpha(DATA)["first"]
    assert not any("cotally" in note for note in own.notes)
    assert (
        lk.cronbach_alpha(DATA.cotally(), pairwise=True)["first"]
        == (lk.cronbach_alpha(DATA, pairwise=True)["first"])
    )


def test_conditions_stand_first_and_strata_are_pooled():
    """As do further axes of a co-tally."""
    data = lk.Responses(FRAME, TRIAL, condition="when", stratum="grade")
    table = lk.reliability(data)
    assert table.names[:2] == ("when", "subscale")
    assert any("'grade' are pooled" in note for note in table.notes)
    half = lk.reliability(lk.Responses(FRAME[FRAME["when"] == "x"], TRIAL))
    assert table["first", "x"].alpha == half["first"].alpha
    by = lk.cronbach_alpha(data.cotally(by="school"), items="b*")
    assert by.names[:3] == ("school", "when", "subscale")
    drawn = lk.reliability(data, interval="bootstrap", n_resamples=50, rng=1)["first", "x"]
    same = lk.reliability(
        lk.Responses(FRAME[FRAME["when"] == "x"], TRIAL),
        interval="bootstrap",
        n_resamples=50,
        rng=1,
    )["first"]
    assert (drawn.alpha_low, drawn.omega_high) == (same.alpha_low, same.omega_high)


def test_a_domain_is_a_sample_of_its_own():
    """Also for a bootstrap; no note says that intervals know of the rest."""
    options = {"interval": "bootstrap", "n_resamples": 30, "rng": 1}
    table = lk.reliability(DATA.where(grade="u"), **options)
    own = lk.reliability(lk.Responses(FRAME[FRAME["grade"] == "u"], TRIAL), **options)
    assert table.rows == own.rows
    assert "Domain: grade = 'u'. Only these answers are counted" in table.notes
    cotally = DATA.cotally(by="grade", subscale="first")
    assert lk.cronbach_alpha(cotally.where(grade="u"))["first", "u"].n_respondents == 30 - 1
    weighted = lk.reliability(lk.Responses(FRAME, TRIAL, weight="w"), **options)
    assert any("each with the weight it has" in note for note in weighted.notes)


def test_designs_that_no_interval_reads_are_said():
    """Clusters, and sizes of a population."""
    data = lk.Responses(FRAME, TRIAL, cluster="school").sampled(population=500)
    (note,) = [note for note in lk.reliability(data).notes if note.startswith("Intervals do not")]
    assert "the clusters of 'school' and the sampling design" in note


def test_a_bootstrap_draws_clusters_that_were_declared():
    """Of two clusters there are three samples, whose alphas are the ends of the interval."""
    frame = pd.DataFrame(
        {"a": [1, 2, 4, 5, 3, 2, 1], "b": [1, 3, 4, 4, 5, 1, 3], "home": [*"ppppqqq"]}
    )
    two = lk.Instrument("two", [lk.Item(name, lk.LikertScale()) for name in "ab"])
    data = lk.Responses(frame, two, cluster="home").sampled(population=500)
    table = lk.cronbach_alpha(data, interval="bootstrap", n_resamples=99, rng=1)
    samples = []
    for homes in ("pp", "pq", "qq"):
        rows = pd.concat([frame[frame["home"] == home] for home in homes])
        cov = np.cov(rows[["a", "b"]].to_numpy().T)
        samples.append(2 * (1 - np.trace(cov) / cov.sum()))
    row = table["two"]
    assert (row.low, row.high) == pytest.approx((min(samples), max(samples)), abs=1e-12)
    assert "clusters of 'home'" in " ".join(table.notes)
    assert "Intervals do not read the sampling design: clusters count one by one." in table.notes
    alone = lk.cronbach_alpha(data.where(home="p"), interval="bootstrap", n_resamples=9, rng=1)
    assert alone["two"].note == "the resamples do not differ: no interval"


def test_weights_give_weighted_covariances_and_no_feldt():
    """A bootstrap has an interval; weights that are equal change no estimate."""
    data = lk.Responses(FRAME.assign(w=FRAME["w"].where(FRAME.index > 0, 0.0)), TRIAL, weight="w")
    row = lk.cronbach_alpha(data)["second"]
    heavy = FRAME.assign(w=FRAME["w"].where(FRAME.index > 0, 0.0)).dropna(subset=["b2"])
    covariance = np.cov(heavy[["b1", "b2", "b3"]].T, aweights=heavy["w"])
    assert row.estimate == pytest.approx(1.5 * (1 - np.trace(covariance) / covariance.sum()))
    assert math.isnan(row.low)
    assert "Feldt's interval is not for weights" in row.note
    drawn = lk.cronbach_alpha(data, interval="bootstrap", n_resamples=200, rng=2)["second"]
    assert drawn.low < row.estimate < drawn.high
    equal = lk.reliability(lk.Responses(FRAME.assign(w=2.5), TRIAL, weight="w"))["second"]
    assert equal.alpha == pytest.approx(lk.reliability(DATA)["second"].alpha)
    assert equal.omega == pytest.approx(lk.reliability(DATA)["second"].omega)


def test_rows_of_weight_0_are_never_drawn():
    """Their answers change nothing."""
    light = FRAME.assign(w=FRAME["w"].where(FRAME.index % 3 > 0, 0.0))
    drawn = [
        lk.cronbach_alpha(
            lk.Responses(frame, TRIAL, weight="w"), interval="bootstrap", n_resamples=30, rng=6
        )["second"]
        for frame in (light, light[light["w"] > 0])
    ]
    assert (drawn[0].low, drawn[0].high) == (drawn[1].low, drawn[1].high)


def test_the_bootstrap_is_near_feldt_for_normal_answers():
    """And repeats by its seed; pairwise it draws whole rows too."""
    feldt = lk.cronbach_alpha(DATA)["first"]
    drawn = [
        lk.cronbach_alpha(DATA, interval="bootstrap", n_resamples=999, rng=3)["first"]
        for _ in range(2)
    ]
    assert drawn[0] == drawn[1]
    assert drawn[0].low == pytest.approx(feldt.low, abs=0.06)
    assert drawn[0].high == pytest.approx(feldt.high, abs=0.04)
    pairs = lk.cronbach_alpha(DATA, pairwise=True, interval="bootstrap", n_resamples=99, rng=3)
    assert pairs["first"].low < pairs["first"].estimate < pairs["first"].high
    std = lk.cronbach_alpha(DATA, standardized=True, interval="bootstrap", n_resamples=99, rng=3)
    assert std["first"].low < std["first"].high
    assert dict(std.options)["rng"] == 3


def test_few_rows_may_leave_resamples_undefined():
    """They are counted; where none differ there is no interval."""
    data = plain(a=[1, 1, 1, 5], b=[2, 2, 2, 4], c=[2, 1, 2, 5])
    row = lk.cronbach_alpha(data, interval="bootstrap", n_resamples=99, rng=1)["plain"]
    assert "undefined in" in row.note
    same = plain(a=[1, 2, 3, 4], b=[1, 2, 3, 4])
    row = lk.cronbach_alpha(same, interval="bootstrap", n_resamples=99, rng=1)["plain"]
    assert row.estimate == 1
    assert "the resamples do not differ" in row.note
    twice = lk.cronbach_alpha(
        plain(a=[1, 5], b=[2, 5], c=[5, 1]), interval="bootstrap", n_resamples=2, rng=2
    )["plain"]
    assert math.isnan(twice.low)


def test_an_interval_is_widened_to_hold_its_estimate():
    """Percentiles of two resamples may both lie below it."""
    notes = {
        lk.cronbach_alpha(DATA, items="a*", interval="bootstrap", n_resamples=2, rng=seed)[
            "a*"
        ].note
        for seed in range(8)
    }
    assert "interval widened to hold the estimate" in notes


@pytest.mark.parametrize(
    ("columns", "note"),
    [
        ({"a": [1, 2, 3]}, "one item is not a scale"),
        ({"a": [None, None], "b": [1, 2]}, "nobody answered every item"),
        ({"a": [None, 1], "b": [1, None]}, "nobody answered every item"),
        ({"a": [1, None], "b": [2, 3]}, "only one respondent answered every item"),
        (
            {"a": [2, 2, 2], "b": [3, 3, 3]},
            "the sum of the items does not vary; a and b do not vary",
        ),
        ({"a": [1, 2, 3], "b": [3, 2, 1]}, "the sum of the items does not vary"),
    ],
)
def test_alpha_is_undefined_and_says_why(columns, note):
    """Without an error: one scale never stops the others."""
    row = lk.cronbach_alpha(plain(**columns))["plain"]
    assert math.isnan(row.estimate)
    assert math.isnan(row.low)
    assert row.note == note
    both = lk.reliability(plain(**columns), interval="bootstrap", n_resamples=9, rng=1)["plain"]
    assert math.isnan(both.alpha)
    assert note.partition(";")[0] in both.note


@pytest.mark.parametrize(
    ("columns", "note"),
    [
        ({"a": [None, None], "b": [1, 2]}, "nobody answered a"),
        ({"a": [None, 1], "b": [1, None]}, "nobody answered both a and b"),
        ({"a": [1, None], "b": [2, 3]}, "only one respondent answered every two items"),
        (
            # cov(5 3, 2 4) = -2 of two pairs; variances of three: 1 and 1.
            {"a": [5, 3, 4, None], "b": [2, 4, None, 3]},
            (
                "no respondents have such pairwise covariances: the sum would vary less than 0; "
                "2 to 3 respondents answered two items"
            ),
        ),
    ],
)
def test_pairwise_alpha_is_undefined_and_says_why(columns, note):
    """It names the items."""
    assert lk.cronbach_alpha(plain(**columns), pairwise=True)["plain"].note == note


def test_pairs_say_how_many_they_are():
    """And which of these numbers Feldt's interval takes."""
    row = lk.cronbach_alpha(DATA, pairwise=True)["first"]
    assert row.n_respondents == N - 1
    assert f"Feldt's interval takes n = {N - 1}" in row.note
    assert f"{N - 1} to {N} respondents answered two items" in row.note


def test_notes_on_scales():
    """A constant item, a negative alpha, and an alpha of 1."""
    constant = plain(a=[1, 2, 4], b=[3, 3, 3], c=[1, 2, 5])
    row = lk.cronbach_alpha(constant)["plain"]
    assert row.estimate == pytest.approx(1.5 * (1 - (7 / 3 + 13 / 3) / (37 / 3 + 0.0)), abs=1)
    assert row.note == "b does not vary"
    standard = lk.cronbach_alpha(constant, standardized=True)["plain"]
    assert "b does not vary: no correlations" in standard.note
    assert "negative" in lk.cronbach_alpha(plain(a=[1, 2, 4], b=[4, 3, 2]))["plain"].note
    one = lk.cronbach_alpha(plain(a=[1, 2, 4], b=[1, 2, 4]))["plain"]
    assert (one.estimate, one.note) == (1, "no spread apart from what the items share: no interval")
    mixed = lk.Instrument("mixed", [lk.Item("a", FIVE), lk.Item("b", lk.LikertScale(range(11)))])
    data = lk.Responses(pd.DataFrame({"a": [1, 2, 5], "b": [3, 5, 10]}), mixed)
    assert lk.cronbach_alpha(data)["mixed"].note == "items on different scales (1 to 5 and 0 to 10)"


def test_omega_is_undefined_and_says_why():
    """Two items, nothing in common, two of three alone; a constant item; one item."""
    said = {
        "one correlation leaves the loadings of omega open": plain(a=[1, 2, 3], b=[1, 3, 3]),
        "a does not vary: no correlations; a does not vary": plain(a=[1, 1], b=[1, 2], c=[2, 1]),
        "one item is not a scale": plain(a=[1, 2]),
        "the items have no common variance: no omega": plain(
            a=[1, 2] * 4, b=[1, 1, 2, 2] * 2, c=[1] * 4 + [2] * 4
        ),
        "the correlations leave the loadings of omega open": plain(
            a=[1, 2, 1, 2] * 2, b=[1, 2, 1, 1] * 2, c=[1] * 4 + [2] * 4
        ),
    }
    for note, data in said.items():
        table = lk.mcdonald_omega(data)
        assert math.isnan(table["plain"].estimate)
        assert table["plain"].note == note
        assert all(math.isnan(row.loading) and row.note for row in table.loadings)


def test_omega_names_heywood_cases_and_negative_loadings():
    """In the row, and beside the loading."""
    rows = [[1, 1, 1], [2, 2, 1], [3, 2, 3], [4, 4, 5], [5, 5, 4], [2, 1, 2]]
    table = lk.mcdonald_omega(plain(**dict(zip("abc", zip(*rows, strict=True), strict=True))))
    assert "Heywood case: the uniqueness of a is held at 0.005" in table["plain"].note
    assert [bool(row.note) for row in table.loadings] == [True, False, False]
    wrong = lk.mcdonald_omega(lk.Responses(FRAME, TRIAL.revise(negative=[])), items="a*")
    assert "negative loading of a2" in wrong["a*"].note


def test_a_factor_that_does_not_converge_is_no_factor(monkeypatch):
    """So few steps are not enough."""
    monkeypatch.setattr("likertkit._kernels.items._one_factor._MOST_STEPS", 1)
    row = lk.mcdonald_omega(DATA)["first"]
    assert math.isnan(row.estimate)
    assert row.note == "the factor did not converge: no omega"


def test_omega_has_an_interval_by_bootstrap_alone():
    """In both forms; resamples with a constant item are left out."""
    plain_row = lk.mcdonald_omega(DATA)["first"]
    assert math.isnan(plain_row.low)
    assert plain_row.note == "no interval without interval='bootstrap'"
    for form in ("model", "observed"):
        row = lk.mcdonald_omega(DATA, form=form, interval="bootstrap", n_resamples=99, rng=5)
        assert row["first"].low < row["first"].estimate < row["first"].high
    assert "omega_low" in lk.reliability(DATA, interval="bootstrap", n_resamples=9, rng=1).shown
    few = plain(a=[1, 1, 3], b=[1, 1, 2], c=[1, 2, 2])
    notes = [
        lk.mcdonald_omega(few, interval="bootstrap", n_resamples=3, rng=seed)["plain"].note
        for seed in range(12)
    ]
    assert any("undefined in 3 of 3 resamples" in note for note in notes)


def test_alpha_has_an_interval_where_omega_has_none():
    """Of two items, in one bootstrap."""
    row = lk.reliability(DATA, items=["b1", "b2"], interval="bootstrap", n_resamples=99, rng=1)[
        "b1, b2"
    ]
    assert row.alpha_low < row.alpha < row.alpha_high
    assert np.isnan([row.omega, row.omega_low, row.omega_high]).all()
    assert "loadings of omega open" in row.note


def test_ordinal_alpha():
    """Above alpha; negative, smoothed and undefined ones say so."""
    row = lk.ordinal_alpha(DATA)["first"]
    assert row.estimate > lk.cronbach_alpha(DATA)["first"].estimate
    assert row.note == "no interval"
    likely = lk.ordinal_alpha(DATA, estimator="maximum-likelihood")["first"]
    assert likely.estimate == pytest.approx(row.estimate, abs=0.01)
    wrong = lk.ordinal_alpha(lk.Responses(FRAME, TRIAL.revise(negative=[])), items=["a2", "a3"])
    assert "negative" in next(iter(wrong)).note
    odd = lk.ordinal_alpha(plain(a=[1, 1, 5, 5], b=[1, 1, 5, 5], c=[1, 5, 5, 1]))["plain"]
    assert "1 correlation at -1 or 1" in odd.note
    assert "smoothed" in odd.note
    still = lk.ordinal_alpha(plain(a=[1, 2], b=[1, 1]))["plain"]
    assert "b does not vary" in still.note
    even = lk.ordinal_alpha(plain(a=[1, 2], b=[2, 1]))["plain"]
    assert math.isnan(even.estimate)


def test_split_half():
    """Seeded where the halvings are many; odd numbers of items; nothing without a scale."""
    row = lk.split_half(DATA)["first"]
    assert (row.n_splits, row.minimum <= row.estimate <= row.maximum) == (3, True)
    assert "halves of 1 and 2 items" in row.note
    some = [lk.split_half(DATA, items="*", n_splits=5, rng=seed) for seed in (1, 1, 2)]
    assert some[0] == some[1]
    assert some[0]["*"].estimate != some[2]["*"].estimate
    assert "5 of 35 halvings, by chance" in some[0]["*"].note
    drawn = lk.split_half(DATA, interval="bootstrap", n_resamples=99, rng=4)["second"]
    assert drawn.low < drawn.estimate < drawn.high
    assert lk.split_half(plain(a=[1, 2]))["plain"].note == "one item is not a scale"
    still = lk.split_half(plain(a=[1, 2, 3], b=[2, 2, 2]))["plain"]
    assert (math.isnan(still.estimate), still.lambda_4) == (True, 0)
    assert "undefined for 1 halving" in still.note


def test_one_score_is_described_where_it_has_no_correlation() -> None:
    """Its n, mean, SD and alpha are what the first table of a paper needs."""
    printed = str(lk.correlations(lk.scale_scores(plain(a=[1, 2, 4], b=[2, 2, 5]))))
    line = next(line for line in printed.splitlines() if line.startswith("1 plain"))
    # Scores 1.5, 2, 4.5; variances 7/3 and 3, covariance 5/2: alpha 2 (1 - (16/3) / (31/3)).
    assert line.split() == ["1", "plain", "3", "2.67", "1.61", "0.97"]


def test_correlations_of_scores_have_their_alpha() -> None:
    """The first table of a paper: M, SD, alpha and r of the scale scores, from the rows."""
    rng = np.random.default_rng(4)
    trait = rng.normal(size=(50, 1))
    frame = pd.DataFrame(
        np.clip(np.round(3 + trait + rng.normal(size=(50, 5))), 1, 5),
        columns=["a1", "a2", "a3", "b1", "b2"],
    )
    frame.loc[:2, "a1"] = np.nan
    scale = lk.LikertScale(positive="high")
    course = lk.Instrument("course", [lk.Item(name, scale) for name in frame]).revise(
        subscales={"a": "a*", "b": "b*"}
    )
    answers = lk.Responses(frame.assign(site=["x", "y"] * 25), course)
    by_hand = pd.DataFrame({
        "a": (frame[["a1", "a2", "a3"]].mean(axis=1) - 1) * 25,
        "b": (frame[["b1", "b2"]].mean(axis=1) - 1) * 25,
    })  # fmt: skip
    for site in (None, "x"):
        data = answers if site is None else answers.where(site=site)
        scores = lk.scale_scores(answers, method="pomp")
        table = lk.correlations(scores if site is None else scores.where(site=site))
        its = by_hand if site is None else by_hand[::2]
        assert table.rows[0].correlation == pytest.approx(its.corr().iloc[0, 1], rel=1e-12)
        for row in table.descriptives:
            assert (row.mean, row.sd) == pytest.approx(
                (its[row.item].mean(), its[row.item].std()), rel=1e-12
            )
            assert row.alpha == lk.cronbach_alpha(data)[row.item].estimate
        assert "alpha" in str(table)
        assert not any("Reversed" in note for note in table.notes if "Scores:" not in note)
