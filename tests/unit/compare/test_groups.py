from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats

import likertkit as lk
from likertkit.compare import GroupRow, GroupTable, OmnibusRow
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    AxisError,
    MissingColumnError,
    OptionError,
    StratumError,
)

SCALE = lk.LikertScale()
TWO = lk.Instrument("trial", [lk.Item("clear", SCALE), lk.Item("tired", SCALE, keyed="negative")])
ONE = lk.Instrument("one", [lk.Item("clear", SCALE)])
FRAME = pd.DataFrame({
    "clear": [1, 2, 2, 3, 4, 5, 5, 4, 3, 3, 2, None],
    "tired": [4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4],
    "ward": ["w"] * 4 + ["e"] * 4 + ["n"] * 3 + [None],
})  # fmt: skip
TESTS = ("mann-whitney", "brunner-munzel", "t", "linear-by-linear")


def of(groups, **options: object) -> GroupTable:
    """Return the comparison of counts of one item, by group."""
    cells = [
        {"ward": name, "item": "clear", "code": code, "count": count}
        for name, counts in groups.items()
        for code, count in zip(SCALE.codes, counts, strict=True)
    ]
    return lk.compare_groups(lk.Tally.from_counts(pd.DataFrame(cells), ONE), "ward", **options)  # type: ignore[arg-type]


def test_all_pairs_in_the_order_of_the_groups():
    """Or that of the column's type; blanks are in no group, and counted."""
    found = lk.compare_groups(lk.Responses(FRAME, TWO), "ward")
    assert isinstance(found, GroupTable)
    assert all(isinstance(row, GroupRow) for row in found)
    pairs = [(row.item, row.first, row.second) for row in found]
    assert pairs == [
        (item, *pair)
        for item in ("clear", "tired")
        for pair in (("e", "n"), ("e", "w"), ("n", "w"))
    ]
    assert [(row.n_first, row.n_second) for row in found.filter(item="clear")] == [
        (4, 3),
        (4, 4),
        (3, 4),
    ]
    assert "In no group, for want of a value in 'ward': 1 row." in found.notes
    assert "Scores are the codes as answered." in found.notes
    ordered = FRAME.astype({"ward": pd.CategoricalDtype(list("wne"), ordered=True)})
    turned = lk.compare_groups(lk.Responses(ordered, TWO), "ward")
    assert [(row.first, row.second) for row in turned][:3] == [("w", "n"), ("w", "e"), ("n", "e")]


def test_columns_stand_as_declared():
    """The frame's columns; least_pvalue and its like are attributes."""
    found = lk.compare_groups(lk.Responses(FRAME, TWO), "ward")
    assert (
        list(found.to_frame().columns)
        == (
            "item first second n_first n_second mean_difference low high statistic df pvalue "
            "pvalue_adjusted superiority superiority_low superiority_high cliffs_delta method note"
        ).split()
    )
    assert (
        list(found.omnibus.to_frame().columns)
        == ("item n n_groups statistic df pvalue pvalue_adjusted effect method note").split()
    )
    assert "least_pvalue" not in found.to_text(200)
    text = found.to_text(60)
    # The groups stand in front of every part of a table that is too wide.
    assert text.count("first  second") > 1
    assert isinstance(found.omnibus["clear"], OmnibusRow)


def test_a_pair_or_one_against_the_others():
    """With two names one pair, told by the title; with one all pairs with it."""
    answers = lk.Responses(FRAME, TWO)
    pair = lk.compare_groups(answers, "ward", first="w", second="e")
    assert [(row.first, row.second) for row in pair] == [("w", "e")] * 2
    assert pair.title == "w minus e, groups of ward: trial"
    assert "first" not in pair.shown
    assert pair["clear"].mean_difference == 2 - 4.5
    first = lk.compare_groups(answers, "ward", first="n")
    assert [(row.first, row.second) for row in first][:2] == [("n", "e"), ("n", "w")]
    second = lk.compare_groups(answers, "ward", second="n")
    assert [(row.first, row.second) for row in second][:2] == [("e", "n"), ("w", "n")]
    assert dict(second.options)["second"] == "n"
    assert len(pair.omnibus) == 2
    assert pair.omnibus["clear"].n_groups == 3


def test_figures_by_hand():
    """Five and four answers, where everything can be counted."""
    row = of({"a": [0, 0, 1, 2, 2], "b": [2, 1, 1, 0, 0]}).rows[0]
    # Of 20 comparisons one is a tie, and the first wins all others.
    assert row.statistic == 19.5
    assert row.superiority == 19.5 / 20
    assert row.cliffs_delta == approx(0.95)
    ends = [(end + 1) / 2 for end in (row.cliffs_delta_low, row.cliffs_delta_high)]
    assert ends == approx([row.superiority_low, row.superiority_high], rel=1e-15)
    assert row.hodges_lehmann == 2.5
    assert row.mean_difference == approx(4.2 - 1.75)
    # Of 126 ways two are as high, for either 3 will do, and one is lower than that is high.
    assert row.pvalue == approx(3 / 126)
    assert row.least_pvalue == approx(1 / 126)
    assert row.log10_pvalue == approx(math.log10(3 / 126))
    assert math.isnan(row.df)
    d = stats.ttest_ind([3, 4, 4, 5, 5], [1, 1, 2, 3]).statistic * math.sqrt(1 / 5 + 1 / 4)
    assert row.cohen_d == approx(d)
    assert row.hedges_g == approx(d * (1 - 3 / 27), rel=1e-2)
    assert 0.5 < row.superiority_low < row.superiority < row.superiority_high < 1


@pytest.mark.parametrize("test", TESTS)
def test_alternatives(test):
    """'greater' means that the first tends to be higher."""
    groups = {"a": [0, 1, 1, 4, 3], "b": [2, 3, 1, 1, 0]}
    p = {
        side: of(groups, test=test, alternative=side).rows[0].pvalue
        for side in ("greater", "less", "two-sided")
    }
    assert 0 < p["greater"] < p["two-sided"] < 0.05
    assert p["less"] > 0.95
    notes = of(groups, test=test, alternative="less").notes
    assert any("one-sided, whether the first tends to be lower" in note for note in notes)
    notes = of(groups, test=test, alternative="greater").notes
    assert any("one-sided, whether the first tends to be higher" in note for note in notes)


def test_methods_are_named():
    """How p was had stands in each row."""
    groups = {"a": [5, 9, 1, 4, 3], "b": [2, 3, 6, 1, 0]}
    for method in ("exact", "saddlepoint", "asymptotic"):
        row = of(groups, method=method).rows[0]
        words = " (normal, ties corrected)" if method == "asymptotic" else ""
        assert row.method == f"Mann-Whitney, {method}{words}"
        assert math.isnan(row.least_pvalue) == (method != "exact")
    assert [of(groups, test=test).rows[0].method for test in TESTS] == [
        "Mann-Whitney, exact",
        "Brunner-Munzel, t",
        "Welch's t",
        "linear-by-linear, exact",
    ]
    assert [of(groups, test=test).omnibus["clear"].method for test in TESTS] == [
        "Kruskal-Wallis, exact",
        "Kruskal-Wallis, exact",
        "Welch's F",
        "linear-by-linear, exact",
    ]
    ranked = of(groups, test="brunner-munzel")
    assert any("it asks whether the superiority is 1/2" in note for note in ranked.notes)
    assert any("given how both together answered" in note for note in of(groups).notes)
    assert not any("none of means" in note for note in of(groups, test="t").notes)
    assert any("'a', 'b'" in n for n in of(groups, test="linear-by-linear").omnibus.notes)


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("n", [1, 2, 40])
def test_all_tied(test, n):
    """P = 1, superiority 1/2, and no difference; all groups together likewise."""
    row = of({"a": [0, n, 0, 0, 0], "b": [0, 2, 0, 0, 0]}, test=test).rows[0]
    assert (row.pvalue, row.superiority, row.cliffs_delta) == (1.0, 0.5, 0.0)
    assert (row.mean_difference, row.hedges_g, row.hodges_lehmann) == (0.0, 0.0, 0.0)
    assert row.statistic == (n if test == "mann-whitney" else 0.0)
    assert 0 < row.superiority_low < 0.5 < row.superiority_high < 1
    assert row.note
    whole = of({"a": [0, n, 0, 0, 0], "b": [0, 2, 0, 0, 0]}, test=test).omnibus["clear"]
    assert (whole.statistic, whole.pvalue, whole.effect, whole.note) == (0.0, 1.0, 0.0, "")


@pytest.mark.parametrize("test", TESTS)
def test_an_empty_group_stops_nothing(test):
    """NaN with a reason, in no family; the other groups are compared."""
    found = of({"a": [1, 2, 0, 3, 0], "b": [0] * 5, "c": [0, 1, 4, 1, 2]}, test=test)
    dead = found.filter(second="b").rows[0]
    assert dead.note == "no valid answers in 'b'"
    assert dead.n_second == 0
    assert all(
        math.isnan(getattr(dead, name))
        for name in (
            "mean_difference",
            "low",
            "pvalue",
            "pvalue_adjusted",
            "superiority",
            "cliffs_delta",
            "statistic",
            "least_pvalue",
        )
    )
    alive = found.filter(first="a", second="c").rows[0]
    assert 0 < alive.pvalue == alive.pvalue_adjusted < 1
    assert any("the family being 1 p-value" in note for note in found.notes)
    whole = found.omnibus["clear"]
    assert (whole.n, whole.n_groups, whole.note) == (14, 2, "no valid answers in 'b'")
    assert whole.pvalue > 0
    nothing = of({"a": [0] * 5, "b": [0] * 5, "c": [1, 0, 0, 0, 0]}, test=test)
    assert nothing.rows[0].note == "no valid answers in 'a' and 'b'"
    assert math.isnan(nothing.omnibus["clear"].pvalue)
    assert "no valid answers in 'a' and 'b'" in nothing.omnibus["clear"].note


def test_an_empty_group_keeps_its_place_in_a_trend():
    """The next one is two steps away, not one."""
    groups = {"a": [3, 1, 0, 0, 0], "b": [0] * 5, "c": [0, 2, 2, 1, 0], "d": [1, 0, 1, 2, 4]}
    whole = of(groups, test="linear-by-linear").omnibus["clear"]
    answers = np.concatenate([np.repeat(SCALE.codes, counts) for counts in groups.values()])
    places = np.repeat([0, 1, 2, 3], [sum(counts) for counts in groups.values()])
    assert whole.effect == approx(np.corrcoef(answers, places)[0, 1])


def test_no_overlap_and_no_spread():
    """What each test can say of it."""
    apart = {"a": [0, 0, 0, 3, 4], "b": [2, 5, 0, 0, 0]}
    assert of(apart).rows[0].pvalue == approx(2 / math.comb(14, 7))
    row = of(apart, test="brunner-munzel").rows[0]
    assert math.isnan(row.pvalue)
    assert "do not overlap" in row.note
    constant = {"a": [0, 0, 3, 0, 0], "b": [0, 4, 0, 0, 0]}
    row = of(constant, test="t").rows[0]
    assert (row.mean_difference, row.superiority) == (1.0, 1.0)
    assert math.isnan(row.pvalue)
    assert row.note.startswith("no spread")
    whole = of(constant, test="t").omnibus["clear"]
    assert math.isnan(whole.pvalue)
    assert (whole.effect, whole.note) == (1.0, "a group without spread: Welch's F is undefined")
    alone = of({"a": [0, 1, 0, 0, 0], "b": [1, 1, 2, 0, 0]})
    assert alone.rows[0].note == (
        "one valid answer in a group: no spread can be estimated; "
        "with 1 and 4 answers no p-value can lie below .2"
    )
    assert alone.rows[0].pvalue == 1.0


def test_corrections_take_the_whole_table():
    """All items and pairs are one family, and all items together another."""
    answers = lk.Responses(FRAME.assign(tired=FRAME["clear"]), TWO)
    found = lk.compare_groups(answers, "ward", correction="bonferroni")
    assert [row.pvalue_adjusted for row in found] == [min(1.0, 6 * row.pvalue) for row in found]
    assert [row.pvalue_adjusted for row in found.omnibus] == approx(
        [2 * row.pvalue for row in found.omnibus]
    )
    assert any("being 6 p-values (all items and pairs of groups)" in note for note in found.notes)
    assert any("being 2 p-values (all items)" in note for note in found.omnibus.notes)
    plain = lk.compare_groups(answers, "ward", correction="none")
    assert [row.pvalue_adjusted for row in plain] == [row.pvalue for row in plain]


def test_views_turn_the_sign():
    """The statistics are of the view's scores."""
    groups = FRAME.assign(tired=FRAME["clear"])
    one = lk.compare_groups(
        lk.Responses(groups, TWO).scored("keyed"), "ward", first="e", second="w"
    )
    assert one["clear"].superiority == 1 - one["tired"].superiority
    assert one["clear"].mean_difference == -one["tired"].mean_difference
    assert one["clear"].statistic == 16 - one["tired"].statistic
    assert any("keyed" in note for note in one.notes)


def conditions() -> pd.DataFrame:
    """Return two answers of each respondent."""
    return pd.concat(
        [
            FRAME.assign(when=when, who=range(12), clear=FRAME["clear"].iloc[turn].to_numpy())
            for when, turn in (("before", slice(None)), ("after", slice(None, None, -1)))
        ]
    )


def test_conditions_are_compared_apart():
    """A respondent never counts twice, unless the groups are the conditions."""
    answers = lk.Responses(conditions(), TWO, respondent="who", condition="when")
    found = lk.compare_groups(answers, "ward", first="e", second="w")
    assert found.names[:2] == ("when", "item")
    assert [row.n_first for row in found.filter(item="clear")] == [4, 4]
    alone = lk.compare_groups(lk.Responses(FRAME, TWO), "ward", first="e", second="w")
    before = found.filter(when="before")["clear"]
    assert before.pvalue == alone["clear"].pvalue
    assert any("all items and pairs of groups by when" in note for note in found.notes)
    assert len(found.omnibus) == 4
    crossed = lk.compare_groups(answers, "when")
    assert crossed.names[0] == "item"
    assert next((row.first, row.second) for row in crossed) == ("after", "before")
    assert any("compare_paired knows their pairs" in note for note in crossed.notes)
    assert not any("compare_paired" in note for note in found.notes)


def test_other_axes_are_pooled_and_told():
    """Strata, and whatever else a tally is split by."""
    frame = FRAME.assign(grade=[1, 2] * 6, sex=list("fm") * 6)
    found = lk.compare_groups(lk.Responses(frame, TWO, stratum="grade"), "ward")
    assert any("The strata of 'grade' are pooled" in note for note in found.notes)
    plain = lk.compare_groups(lk.Responses(FRAME, TWO), "ward")
    assert found.rows == plain.rows
    tally = lk.Responses(frame, TWO).tally(by=["ward", "sex"])
    split = lk.compare_groups(tally, "ward")
    assert split.rows == plain.rows
    assert "The values of 'sex' are pooled." in split.notes
    by_grade = lk.compare_groups(lk.Responses(frame, TWO, stratum="grade"), "grade")
    assert not any("pooled" in note for note in by_grade.notes)
    noted = lk.studies.balint().synthetic(np.random.default_rng(1)).participants
    assert any("ynthetic" in n for n in lk.compare_groups(noted, "format").notes)


def test_groups_are_told_by_their_type():
    """True is no 1, and a number of NumPy's is one."""
    frame = FRAME[:8].assign(ward=[1, 1, 1, 1, 2, 2, 2, 2])
    answers = lk.Responses(frame, TWO)
    assert lk.compare_groups(answers, "ward", first=np.int64(1), second=2.0)["clear"].n_first == 4
    with pytest.raises(ArgumentError, match="first=True is not one of the groups of 'ward', which"):
        lk.compare_groups(answers, "ward", first=True)


def test_what_cannot_be_compared_is_an_error():
    """One group, one name twice, an unknown one, no column."""
    answers = lk.Responses(FRAME, TWO)
    with pytest.raises(ArgumentError, match="are the same group"):
        lk.compare_groups(answers, "ward", first="e", second="e")
    with pytest.raises(ArgumentError, match="second='x' is not one of the groups"):
        lk.compare_groups(answers, "ward", second="x")
    with pytest.raises(ArgumentError, match="has one group, 'e'"):
        lk.compare_groups(lk.Responses(FRAME[4:8], TWO), "ward")
    with pytest.raises(ArgumentError, match="has no group"):
        lk.compare_groups(lk.Responses(FRAME[:0], TWO), "ward")
    with pytest.raises(ArgumentTypeError, match="is not a column name"):
        lk.compare_groups(answers, ["ward"])
    with pytest.raises(MissingColumnError):
        lk.compare_groups(answers, "hospital")
    with pytest.raises(AxisError):
        lk.compare_groups(answers.tally(), "ward")
    with pytest.raises(ArgumentTypeError):
        lk.compare_groups(FRAME, "ward")
    for option in ("test", "method", "alternative", "correction"):
        with pytest.raises(OptionError, match=option):
            lk.compare_groups(answers, "ward", **{option: "best"})
    with pytest.raises(ArgumentError, match="confidence_level"):
        lk.compare_groups(answers, "ward", confidence_level=95.0)
    with pytest.raises(ArgumentError, match="method='exact' is not a method of test='t'"):
        lk.compare_groups(answers, "ward", test="t", method="exact")


# -- designs ------------------------------------------------------------------------------------

DESIGN = FRAME[:11].assign(
    w=[1.0, 2.5, 0.5, 1.5, 3.0, 1.0, 2.0, 0.7, 1.1, 2.2, 0.9],
    grade=list("aabbaabbaab"),
    school=list("ppqqrrsstuv"),
)


def test_some_tests_know_no_design():
    """Brunner-Munzel and trends have no test by the design; calibrated weights have none."""
    for roles, what in (({"weight": "w"}, "sampling weights"), ({"cluster": "school"}, "clusters")):
        answers = lk.Responses(DESIGN, TWO, **roles)
        for test in ("brunner-munzel", "linear-by-linear"):
            with pytest.raises(ArgumentError, match=f"have {what}, but test='{test}'") as caught:
                lk.compare_groups(answers, "ward", test=test)
            assert "test='mann-whitney', test='t', test='proportion'" in str(caught.value)
        for test in ("t", "mann-whitney"):
            assert lk.compare_groups(answers, "ward", test=test)
        with pytest.raises(ArgumentError, match=f"method='exact' is for simple .* have {what}"):
            lk.compare_groups(answers, "ward", method="exact")
    answers = lk.Responses(DESIGN, TWO)
    made = answers.weighted(lk.poststratify(answers, {"a": 30, "b": 30}, by="grade"))
    with pytest.raises(ArgumentError, match="calibrated"):
        lk.compare_groups(made, "ward", test="t")


def test_equal_weights_leave_the_estimates():
    """With one weight for all, only the error is the design's."""
    plain = lk.compare_groups(lk.Responses(DESIGN, TWO), "ward", test="t")
    equal = lk.compare_groups(lk.Responses(DESIGN.assign(w=2.5), TWO, weight="w"), "ward", test="t")
    for one, other in zip(plain, equal, strict=True):
        assert one.mean_difference == approx(other.mean_difference)
        assert one.superiority == approx(other.superiority)
        assert other.method == "design-based t"
        assert math.isnan(other.hedges_g)
    assert equal.omnibus["clear"].effect == approx(plain.omnibus["clear"].effect)
    assert equal.omnibus["clear"].method == "design-based Wald F"
    assert any("sampling weights; n counts respondents" in note for note in equal.notes)
    assert any("respondents with an answer in the groups compared" in note for note in equal.notes)


def one_more_answer(frame: pd.DataFrame, first: str, second: str) -> tuple[float, float]:
    """Return the interval of the superiority in strata, worked out from the rows.

    Each group has Kish's number of answers, and one more that is spread as all are.
    """
    rows = {g: frame[frame["ward"] == g] for g in (first, second)}
    kish = {g: held["w"].sum() ** 2 / (held["w"] ** 2).sum() for g, held in rows.items()}
    share = {
        g: {x: held["w"][held["clear"] == x].sum() / held["w"].sum() for x in SCALE.codes}
        for g, held in rows.items()
    }
    pooled = {x: sum(kish[g] * share[g][x] for g in rows) / sum(kish.values()) for x in SCALE.codes}
    more = {
        g: {x: (kish[g] * share[g][x] + pooled[x]) / (kish[g] + 1) for x in SCALE.codes}
        for g in rows
    }

    def win(x: int, y: int) -> float:
        return ((x > y) + (x >= y)) / 2

    def among(g: str, x: int) -> float:
        if g == first:
            return sum(p * win(x, y) for y, p in more[second].items())
        return sum(p * win(y, x) for y, p in more[first].items())

    def spread(g: str, shares: dict[int, float]) -> float:
        mean = sum(p * among(g, x) for x, p in shares.items())
        return sum(p * (among(g, x) - mean) ** 2 for x, p in shares.items())

    moves = pd.Series(0.0, index=frame.index)
    for g, held in rows.items():
        mean = sum(p * among(g, x) for x, p in share[g].items())
        for k, (x, w) in held[["clear", "w"]].iterrows():
            moves[k] = w * (among(g, x) - mean) / held["w"].sum()
    designed = sum(
        len(z) / (len(z) - 1) * ((z - z.mean()) ** 2).sum()
        for z in (moves[frame["grade"] == grade] for grade in sorted(set(frame["grade"])))
    )
    n = len(frame)
    simple = sum(spread(g, share[g]) / kish[g] for g in rows) * n / (n - 1)
    parts = [spread(g, more[g]) / kish[g] for g in rows]
    df = sum(parts) ** 2 / sum(part**2 / kish[g] for part, g in zip(parts, rows, strict=True))
    least = sum(len(held) for held in rows.values()) - len(set(frame["grade"]))
    t = stats.t.ppf(0.975, min(df, least))
    gamma = sum(p * among(first, x) for x, p in more[first].items())
    worth = gamma * (1 - gamma) / (sum(parts) * max(1.0, designed / simple)) / t**2
    found = sum(
        p * q * win(x, y) for x, p in share[first].items() for y, q in share[second].items()
    )
    centre = (found + 1 / (2 * worth)) / (1 + 1 / worth)
    half = math.sqrt(found * (1 - found) / worth + 1 / (4 * worth**2)) / (1 + 1 / worth)
    return centre - half, centre + half


@pytest.mark.parametrize("heavy", [1.0, 6.0])
def test_superiority_by_the_design_has_one_more_answer(heavy):
    """From every respondent's part in it; with heavy weights the design is worth less than Kish."""
    frame = DESIGN.assign(w=DESIGN["w"] * np.where(DESIGN["clear"] == 2, heavy, 1.0))
    answers = lk.Responses(frame, ONE, weight="w", stratum="grade")
    row = lk.compare_groups(answers, "ward", first="n", second="w", test="t")["clear"]
    assert (row.superiority_low, row.superiority_high) == approx(one_more_answer(frame, "n", "w"))
    assert row.df == 7 - 2


@pytest.mark.parametrize(
    ("first", "second"), [([5, 4, 5, 4, 5, 4], [2, 1, 2, 1, 1, 3]), ([1, 2, 4, 5, 5], [3, 3, 1, 2])]
)
def test_weights_of_one_leave_the_superiority_alone(first, second):
    """Its interval too, but for a degree of freedom: 1 is no point where groups do not overlap."""
    frame = pd.DataFrame(
        {"clear": first + second, "ward": ["a"] * len(first) + ["b"] * len(second)}
    )
    plain = lk.compare_groups(lk.Responses(frame, ONE), "ward", test="t").rows[0]
    weighted = lk.Responses(frame.assign(w=1.0), ONE, weight="w")
    row = lk.compare_groups(weighted, "ward", test="t").rows[0]
    assert row.superiority == approx(plain.superiority)
    assert (row.superiority_low, row.superiority_high) == approx(
        (plain.superiority_low, plain.superiority_high), abs=0.005
    )
    if plain.superiority == 1.0:
        assert row.superiority == row.superiority_high == 1.0


def test_designs_know_the_view():
    """Turned scores turn the superiority, whatever the order of the levels."""
    twice = DESIGN.assign(tired=DESIGN["clear"])
    answers = lk.Responses(twice, TWO, weight="w").scored("keyed")
    found = lk.compare_groups(answers, "ward", first="n", second="w", test="t")
    one, other = found["clear"], found["tired"]
    assert other.superiority == approx(1 - one.superiority)
    assert (other.superiority_low, other.low) == approx((1 - one.superiority_high, -one.high))


def test_rounding_makes_no_spread():
    """A mean of equal answers is that answer: .4 * 3 / .4 is a little more than 3."""
    frame = DESIGN.assign(w=[0.1] * 4 + [1.0] * 7, clear=3)
    assert 4 * 0.1 * 3 / (4 * 0.1) != 3
    row = lk.compare_groups(
        lk.Responses(frame, TWO, weight="w"), "ward", first="e", second="w", test="t"
    )["clear"]
    assert (row.mean_difference, row.pvalue) == (0.0, 1.0)
    assert row.note.startswith("no spread")


def test_designs_that_tell_of_no_spread():
    """All tied, no overlap, one unit, as many strata as units, no weight."""
    answers = lk.Responses(DESIGN, TWO, weight="w")
    tied = lk.compare_groups(answers, "ward", first="e", second="w", test="t")["tired"]
    assert (tied.pvalue, tied.superiority, tied.mean_difference) == (1.0, 0.5, 0.0)
    assert tied.note.startswith("no spread")
    # Worth the smaller of Kish's numbers; degrees of freedom are both together, and 8 - 1 at most.
    sizes = [w.sum() ** 2 / (w**2).sum() for w in (DESIGN["w"][:4], DESIGN["w"][4:8])]
    t, kish = stats.t.ppf(0.975, min(sum(sizes), 7)), min(sizes)
    half = t / (1 + t**2 / kish) * math.sqrt(0.25 / kish + t**2 / (4 * kish**2))
    assert tied.superiority_high == approx(0.5 + half)
    whole = lk.compare_groups(answers, "ward", test="t").omnibus["tired"]
    assert (whole.statistic, whole.pvalue, whole.effect) == (0.0, 1.0, 0.0)
    apart = DESIGN.assign(clear=[1, 2, 1, 2, 5, 4, 5, 4, 3, 3, 3])
    row = lk.compare_groups(
        lk.Responses(apart, TWO, weight="w"), "ward", first="e", second="w", test="t"
    )["clear"]
    assert (row.superiority, row.superiority_high) == (1.0, 1.0)
    assert 0 < row.superiority_low < 1
    strata = lk.Responses(DESIGN.assign(grade=range(11)), TWO, weight="w", stratum="grade")
    with pytest.raises(StratumError, match="item 'clear': stratum 4, 5, 6"):
        lk.compare_groups(strata, "ward", test="t")
    one = lk.Responses(DESIGN.assign(school=1), TWO, cluster="school")
    row = lk.compare_groups(one, "ward", first="e", second="w", test="t")["clear"]
    assert row.mean_difference == 2.5
    assert math.isnan(row.pvalue)
    assert math.isnan(row.superiority_low)
    assert row.note == "one sampled unit: no spread can be estimated"
    whole = lk.compare_groups(one, "ward", test="t").omnibus["clear"]
    assert "leaves no spread" in whole.note
    nothing = DESIGN.assign(w=[0.0] * 4 + [1.0] * 7)
    found = lk.compare_groups(lk.Responses(nothing, TWO, weight="w"), "ward", test="t")
    row = found.filter(first="e", second="w")["clear"]
    assert (row.n_second, row.note) == (0, "no valid answers in 'w' (4 respondents of weight 0)")
    assert math.isnan(row.mean_difference)
    assert math.isnan(found.filter(first="e", second="w")["tired"].pvalue)
    # The other groups are compared all the same.
    assert found.omnibus["clear"].note == row.note
    assert found.omnibus["clear"].n_groups == 2
    assert any(note.startswith("Weight 0: 4 respondents") for note in found.notes)


def test_lone_clusters_and_untouched_strata():
    """A stratum of one cluster is an error where it has something to say, and else is none."""
    frame = DESIGN.assign(grade=["a"] * 8 + ["b"] * 3, school=list("ppqqrrss") + ["t"] * 3)
    answers = lk.Responses(frame, TWO, stratum="grade", cluster="school")
    with pytest.raises(StratumError, match="stratum 'b' has one cluster"):
        lk.compare_groups(answers, "ward", test="t")
    outside = frame.assign(ward=frame["ward"].where(frame["ward"] != "n"))
    answers = lk.Responses(outside, TWO, stratum="grade", cluster="school")
    row = lk.compare_groups(answers, "ward", first="e", second="w", test="t")["clear"]
    assert row.df == 5 - 2
    assert row.pvalue > 0


def test_units_without_freedom():
    """As many strata as clusters leave no degrees."""
    frame = DESIGN.assign(grade=list("aaaabbbbccc"), school=list("ppppqqqqrrr"))
    answers = lk.Responses(frame.assign(clear=4), TWO, stratum="grade", cluster="school")
    # As for means: that all answered alike is no reason to take one cluster for a sample.
    with pytest.raises(StratumError, match="stratum 'a', 'b' has one cluster"):
        lk.compare_groups(answers, "ward", first="e", second="w", test="t")
    # Two people a stratum were asked, and one of each answered.
    few = pd.DataFrame({"clear": [5, None, 1, None], "ward": list("aabb"), "grade": [1, 1, 2, 2]})
    weighted = lk.Responses(few.assign(w=1.0), ONE, weight="w", stratum="grade")
    row = lk.compare_groups(weighted, "ward", test="t")["clear"]
    assert (row.mean_difference, row.df) == (4.0, 0.0)
    assert all(math.isnan(x) for x in (row.low, row.pvalue, row.superiority_low))
    assert row.note == (
        "as many strata as respondents with an answer: no degrees of freedom are left"
    )


@pytest.mark.parametrize("rule", ["certainty", "adjust", "average"])
def test_a_rule_for_lone_strata_makes_no_degrees_of_freedom(rule):
    """A rule may give an error where each stratum has one respondent, but no test."""
    strata = DESIGN.assign(grade=range(11))
    answers = lk.Responses(strata, TWO, weight="w", stratum="grade").sampled(lone_stratum=rule)
    table = lk.compare_groups(answers, "ward", test="t")
    assert dict(table.options)["lone_stratum"] == rule
    assert any(note.startswith("Strata of one sampled unit") for note in table.notes)
    for row in table:
        assert (row.df, math.isnan(row.low), math.isnan(row.superiority_low)) == (0, True, True)
        assert "no degrees of freedom are left" in row.note
        assert row.pvalue == 1 or math.isnan(row.pvalue)
    for row in table.omnibus:
        assert row.pvalue == 1 or "leaves no spread" in row.note


def test_a_rule_for_lone_strata_has_no_effect_where_strata_are_pooled():
    """Without weights and clusters; the note says who uses the design."""
    plain = lk.Responses(DESIGN.assign(grade=1), TWO, stratum="grade")
    ruled = lk.compare_groups(plain.sampled(lone_stratum="adjust"), "ward", test="t")
    table = lk.compare_groups(plain, "ward", test="t")
    assert ruled.to_frame().equals(table.to_frame())
    assert dict(ruled.options)["lone_stratum"] == "raise"
    (note,) = set(ruled.notes) - set(table.notes)
    assert note.startswith("A sampling design was declared by `sampled()`.")


def test_a_lone_stratum_is_seen_at_the_mean_too():
    """An answer that equals the mean adds nothing to the error, and is alone all the same."""
    frame = pd.DataFrame({
        "clear": [2, 4, 2, 4, 5, 4, 3], "ward": list("aabbbba"), "grade": [1] * 6 + [2],
    })  # fmt: skip
    answers = lk.Responses(frame.assign(w=1.0), ONE, weight="w", stratum="grade")
    with pytest.raises(StratumError, match="stratum 2 has one respondent"):
        lk.compare_groups(answers, "ward", test="t")
    with pytest.raises(StratumError, match="stratum 2 has one respondent"):
        lk.means(answers, by="ward")


def test_designs_within_conditions():
    """Clusters and strata are counted within each condition."""
    frame = pd.concat([DESIGN.assign(when="x"), DESIGN[:9].assign(when="y")])
    for roles in ({"weight": "w"}, {"cluster": "school"}, {"cluster": "school", "weight": "w"}):
        answers = lk.Responses(frame, TWO, condition="when", **roles)
        alone = lk.Responses(DESIGN, TWO, **roles)
        found = lk.compare_groups(answers, "ward", first="e", second="w", test="t")
        one = lk.compare_groups(alone, "ward", first="e", second="w", test="t")["clear"]
        row = found.filter(when="x")["clear"]
        assert (row.low, row.df, row.superiority_low) == approx(
            (one.low, one.df, one.superiority_low)
        )
        assert found.filter(when="y")["clear"].df <= row.df
        crossed = lk.compare_groups(answers, "when", test="t")["clear"]
        assert 0 < crossed.pvalue < 1
    assert any("between clusters" in note for note in found.notes)
    assert any("clusters with an answer in the groups compared" in note for note in found.notes)


def test_clusters_without_an_answer_are_no_degrees_of_freedom():
    """Two of three clusters of a stratum are silent: 1 and not 3, as R's survey has it.

    `degf(subset(design, !is.na(q)))` is 1, then 2; the errors are those of `svyglm` of the subset
    (survey 4.1.1).
    """
    frame = pd.DataFrame({
        "clear": [1, 2, None, None, None, None, 4, 5, 3, None],
        "ward": list("ababababab"),
        "school": [1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
        "grade": [1] * 6 + [2] * 4,
        "w": [1.0, 2, 1, 2, 1, 2, 1, 2, 1, 1],
    })  # fmt: skip
    more = frame.assign(clear=frame["clear"].where(frame.index != 2, 3))
    for data, df, error in ((frame, 1, 0.4598040), (more, 2, 0.5762215)):
        answers = lk.Responses(data, ONE, weight="w", cluster="school", stratum="grade")
        table = lk.compare_groups(answers, "ward", test="t")
        row = table["clear"]
        assert row.df == table.omnibus["clear"].df_within == df
        assert row.mean_difference / row.statistic == approx(error, abs=5e-8)
