"""Careless answers: the traps, the joint rule, the headline without the flagged."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats

import likertkit as lk
from likertkit.bias import careless
from likertkit.errors import ArgumentError, ArgumentTypeError

NAN = math.nan
FIVE = lk.LikertScale(nonsubstantive={"N/A": 9})
RNG = np.random.default_rng(5)


def instrument(n_items: int, n_subscales: int = 0, *, mixed: bool = False) -> lk.Instrument:
    """Return an instrument whose items go to subscales of equal size, every second reversed."""
    return lk.Instrument(
        "trial",
        [
            lk.Item(
                f"q{k}",
                FIVE,
                keyed="negative" if mixed and k % 2 else "positive",
                subscale=f"s{k * n_subscales // n_items}" if n_subscales else None,
            )
            for k in range(n_items)
        ],
    )


def responses(rows, asked: lk.Instrument, **declared: str) -> lk.Responses:
    """Bind rows of codes."""
    return lk.Responses(pd.DataFrame(rows, columns=list(asked.names)), asked, **declared)


EIGHT = instrument(8)
MIXED = [[1, 5, 2, 4, 3, 1, 5, 2], [5, 1, 4, 2, 5, 3, 1, 4], [2, 4, 1, 5, 3, 4, 2, 5]]


def test_a_blank_does_not_break_a_straight_line() -> None:
    """Nor does an answer without substance, and neither lengthens it."""
    rows = [*MIXED, [3, 3, 3, NAN, 3, 3, 3, 3], [3, 3, 9, 3, 3, NAN, 3, 3], [NAN] * 8]
    found = careless(responses(rows, EIGHT))
    assert found.longstring.tolist() == [1, 1, 1, 7, 6, 0]
    assert found.flagged.tolist() == [False, False, False, True, True, False]


def test_the_same_answers_give_the_same_flags() -> None:
    """Nothing is drawn at random, also where pairs of synonyms have gaps."""
    rows = RNG.integers(1, 6, (60, 8)).astype(float)
    rows[:, 4:] = np.clip(rows[:, :4] + RNG.integers(-1, 2, (60, 4)), 1, 5)
    rows[RNG.random(rows.shape) < 0.1] = NAN
    one, other = careless(responses(rows, EIGHT)), careless(responses(rows, EIGHT))
    assert np.isfinite(one.synonyms).sum() > 30
    assert one == other
    np.testing.assert_array_equal(one.synonyms, other.synonyms)
    assert "synonyms: 4 pairs of items with r > 0.6; a row needs 3 pairs." in one.notes


def test_even_odd_uses_every_item_of_a_subscale() -> None:
    """Of four items a subscale the last two count as well as the first two."""
    twelve = instrument(12, 3)
    row = [1, 1, 5, 1, 3, 3, 3, 1, 5, 5, 1, 5]
    changed = [1, 1, 1, 1, 3, 3, 3, 3, 5, 5, 5, 5]
    found = careless(responses([row, changed], twelve))
    # Halves of the first row: odd 3, 3, 3; even 1, 2, 5.
    assert found.even_odd.tolist() == approx([NAN, 1], nan_ok=True)


def test_even_odd_is_keyed_and_on_one_range() -> None:
    """A reversed item agrees with the others when it is answered the other way round."""
    six = instrument(6, 3, mixed=True)
    found = careless(responses([[1, 5, 3, 3, 5, 1], [1, 1, 3, 3, 5, 5]], six))
    assert found.even_odd.tolist() == approx([1, -1])
    long = lk.LikertScale(range(11))
    wide = lk.Instrument(
        "wide",
        [lk.Item(f"q{k}", long if k == 2 else FIVE, subscale=f"s{k // 2}") for k in range(6)],
    )
    # Odd items at 0, 1/2 and 1 of their ranges, even ones at 0, 1/2, 1: perfectly consistent.
    assert careless(responses([[1, 1, 5, 3, 5, 5]], wide)).even_odd.tolist() == approx([1])


@pytest.mark.parametrize(("n_subscales", "had"), [(0, "none"), (1, "1"), (2, "2")])
def test_even_odd_needs_three_subscales(n_subscales, had) -> None:
    """With fewer it is undefined, and that is said."""
    found = careless(responses(MIXED, instrument(8, n_subscales)))
    assert np.isnan(found.even_odd).all()
    expected = f"even_odd: needs 3 subscales of two or more items, and the instrument has {had}."
    assert expected in found.notes


def test_single_items_are_no_subscale() -> None:
    """A subscale of one item has no halves."""
    seven = lk.Instrument(
        "seven", [lk.Item(f"q{k}", FIVE, subscale=f"s{k // 2}") for k in range(7)]
    )
    found = careless(responses([[1, 1, 3, 3, 5, 5, 2]], seven))
    assert found.even_odd.tolist() == approx([1])
    assert "even_odd: over 3 subscales; high values are consistent." in found.notes


def test_the_rule_asks_for_two_criteria() -> None:
    """A run alone does not flag; a run without spread does; the numbers are told."""
    run = [5, 5, 5, 5, 1, 3, 2, 4]
    line = [3, 3, 3, 3, 3, 3, 3, 3]
    found = careless(responses([*MIXED, run, line], EIGHT))
    assert found.n_met.tolist() == [0, 0, 0, 1, 2]
    assert found.flagged.tolist() == [False] * 4 + [True]
    assert dict(found.met)["longstring"].tolist() == [False] * 3 + [True, True]
    assert dict(found.met)["irv"].tolist() == [False] * 4 + [True]
    assert [row.n_met for row in found.summary] == [2, 1, 0, 0, None]
    assert found.summary["longstring"].criterion == "≥ 50 % of answers"
    assert "Flagged: 1 of 5 rows (20.0 %)." in found.notes
    assert careless(responses([run], EIGHT), n_criteria=1).flagged.tolist() == [True]


def test_every_threshold_is_stated_with_its_source() -> None:
    """In the order of the criteria; one's own threshold is called so."""
    found = careless(responses(MIXED, EIGHT))
    assert found.notes[0] == (
        "Rule: a row is flagged that meets 2 or more of these: longstring ≥ 50 % of answers "
        "(Curran 2016); irv ≤ 10 % of range (no published threshold: a convention of "
        "likertkit); mahalanobis p < 0.001 (the usual level for outliers, Tabachnick & "
        "Fidell); even_odd < 0.3 (Jackson, in Johnson 2005)."
    )
    own = careless(
        responses(MIXED, EIGHT), longstring=None, irv=None, mahalanobis=0.01, even_odd=None,
        n_criteria=1,
    )  # fmt: skip
    assert own.notes[0] == (
        "Rule: a row is flagged that meets it: mahalanobis p < 0.01 (your own threshold)."
    )
    assert own.criteria == (("mahalanobis", "p < 0.01"),)
    found = careless(responses(MIXED, EIGHT), synonyms=0)
    assert "synonyms < 0 (your own threshold)" in found.notes[0]
    assert dict(found.options)["synonyms"] == 0


@pytest.mark.parametrize(
    ("rows", "option"),
    [
        # Runs of 4, 5 of 8; spreads of 1 and 2 points of 4; consistencies of 1, 1/2 doubled.
        ([[1, 1, 1, 1, 2, 3, 4, 5], [2, 2, 2, 1, 1, 1, 3, 4]], {"longstring": 0.5}),
        ([[3, 3, 3, 3, 3, 3, 3, 4], [3, 3, 3, 3, 3, 3, 4, 4]], {"irv": 0.1}),
    ],
)
def test_straight_lines_meet_their_threshold_when_they_reach_it(rows, option) -> None:
    """At least half of the answers; at most a tenth of the range."""
    (name,) = option
    others = {"longstring": None, "irv": None, "mahalanobis": None, "even_odd": None}
    found = careless(responses(rows, EIGHT), n_criteria=1, **{**others, **option})
    assert found.flagged.tolist() == [True, False]
    assert found.met[0][0] == name
    if name == "irv":
        exact = float(found.irv[0]) / 4
        at = careless(responses(rows, EIGHT), n_criteria=1, **{**others, "irv": exact})
        assert at.flagged.tolist() == [True, False]


def test_runs_are_a_proportion_of_the_answers_that_are_there() -> None:
    """Six equal answers of eight, of which two are blank, are all there is."""
    row = [4, 4, NAN, 4, 4, NAN, 4, 4]
    found = careless(responses([row, MIXED[0]], EIGHT), longstring=1.0, irv=None, n_criteria=1)
    assert found.flagged.tolist() == [True, False]


def test_correlations_meet_their_threshold_below_it() -> None:
    """Strictly: at the threshold itself nobody is flagged."""
    six = instrument(6, 3)
    rows = [[1, 1, 2, 3, 3, 2], [1, 3, 2, 2, 3, 1]]
    expected = careless(responses(rows, six)).even_odd
    assert expected.tolist() == approx([2 / 3, -1])
    alone = {"longstring": None, "irv": None, "mahalanobis": None, "n_criteria": 1}
    at = careless(responses(rows, six), even_odd=float(expected[0]), **alone)
    assert at.flagged.tolist() == [False, True]
    above = careless(responses(rows, six), even_odd=0.67, **alone)
    assert above.flagged.tolist() == [True, True]


def test_who_answered_little_is_not_judged() -> None:
    """Neither flagged, nor forgotten."""
    rows = [*MIXED, [3, 3, 3, 3, 3, NAN, NAN, NAN], [NAN] * 8]
    found = careless(responses(rows, EIGHT))
    assert found.judged.tolist() == [True, True, True, False, False]
    assert not found.flagged.any()
    assert found.n_answers.tolist() == [8, 8, 8, 5, 0]
    assert found.n_met.tolist() == [0] * 5
    expected = "2 rows have fewer than 6 valid answers: not judged, and not flagged."
    assert expected in found.notes
    assert careless(responses(rows, EIGHT), min_answered=5).flagged.tolist()[3]
    one = careless(responses([*MIXED, [3] * 5 + [NAN] * 3], EIGHT))
    assert "1 row has fewer than 6 valid answers: not judged, and not flagged." in one.notes
    assert not any("not judged" in note for note in careless(responses(MIXED, EIGHT)).notes)


def test_a_short_form_flags_nobody() -> None:
    """A straight line of five items can well be meant, and that is said."""
    found = careless(responses([[5] * 5, [1, 2, 3, 4, 5]], instrument(5)))
    assert not found.flagged.any()
    assert any("has 5 items, but 6 answers are needed" in note for note in found.notes)
    six = careless(responses([[5] * 6, [1, 2, 3, 4, 5, 1]], instrument(6)))
    assert six.flagged.tolist() == [True, False]
    assert not any("answers are needed" in note for note in six.notes)


def test_a_line_may_be_meant_where_all_items_point_one_way() -> None:
    """Said there, and not where some are reversed."""
    warning = "All items have the same keying"
    assert any(warning in note for note in careless(responses(MIXED, EIGHT)).notes)
    balanced = careless(responses(MIXED, instrument(8, mixed=True)))
    assert not any(warning in note for note in balanced.notes)


def test_spreads_of_different_codes_are_no_criterion() -> None:
    """On scales of different ranges irv is shown and not judged."""
    items = [lk.Item(f"q{k}", lk.LikertScale(range(11)) if k else FIVE) for k in range(8)]
    mixed = lk.Instrument("mixed", items)
    found = careless(responses([[3] * 8, *MIXED], mixed))
    assert found.irv[0] == 0
    assert found.summary["irv"].n_met == 0
    assert any("irv mixes them" in note for note in found.notes)
    assert not any("irv mixes" in note for note in careless(responses(MIXED, EIGHT)).notes)


def test_the_range_is_that_of_the_scale() -> None:
    """A tenth of 0 to 10 is a whole point, though only two levels were used."""
    ten = lk.Instrument("ten", [lk.Item(f"q{k}", lk.LikertScale(range(11))) for k in range(8)])
    rows = [[3, 4, 3, 4, 3, 4, 3, 4]]
    alone = {"longstring": None, "mahalanobis": None, "even_odd": None, "n_criteria": 1}
    assert careless(responses(rows, ten), **alone).flagged.tolist() == [True]
    assert careless(responses(rows, EIGHT), **alone).flagged.tolist() == [False]


def test_distances_have_their_probability() -> None:
    """χ² with a degree of freedom for each item answered."""
    rows = RNG.integers(1, 6, (80, 4)).astype(float)
    rows[0, 1] = NAN
    found = careless(responses(rows, instrument(4)))
    expected = stats.chi2.sf(found.mahalanobis, [3] + [4] * 79)
    np.testing.assert_allclose(found.pvalue, expected, rtol=1e-10)
    note = (
        "mahalanobis: D², over the items that a row answers; χ² with one degree of freedom for "
        "each item."
    )
    assert note in found.notes


def test_a_rare_distance_needs_rows() -> None:
    """(n - 1)² / n is the most: said where that is not rare enough, and for whom."""
    rows = RNG.integers(1, 6, (27, 8))
    reach = "mahalanobis: too few rows: no complete row can reach p < 0.001."
    # Of eight items the thousandth is 26.1; 26² / 27 is 25.04, and 28² / 29 is 27.03.
    assert reach in careless(responses(rows, EIGHT)).notes
    assert reach not in careless(responses(rows, EIGHT), mahalanobis=None).notes
    assert reach not in careless(responses(RNG.integers(1, 6, (29, 8)), EIGHT)).notes
    frame = pd.DataFrame(RNG.integers(1, 6, (67, 8)), columns=list(EIGHT.names))
    frame["when"] = ["late"] * 27 + ["early"] * 40
    found = careless(lk.Responses(frame, EIGHT, condition="when"))
    assert any("too few rows under late: no complete row can reach" in note for note in found.notes)


def test_covariances_that_the_rows_do_not_tell() -> None:
    """Few rows with gaps have no distance, and a note."""
    rows = [[*row[:7], NAN] if k == 0 else row for k, row in enumerate(MIXED)]
    found = careless(responses(rows, EIGHT))
    assert np.isnan(found.mahalanobis).all()
    assert any("undefined, because answers are missing and the rows" in n for n in found.notes)
    assert not any("undefined, because" in note for note in careless(responses(MIXED, EIGHT)).notes)


def test_each_condition_is_a_population_of_its_own() -> None:
    """Distances and synonyms are those of the condition's rows alone; the rule is one."""
    early = RNG.integers(1, 4, (50, 8)).astype(float)
    late = RNG.integers(3, 6, (40, 8)).astype(float)
    late[:, 4:] = late[:, :4]
    frame = pd.DataFrame(np.vstack([early, late]), columns=list(EIGHT.names))
    frame["when"] = ["early"] * 50 + ["late"] * 40
    frame["who"] = [*range(50), *range(40)]
    found = careless(lk.Responses(frame, EIGHT, respondent="who", condition="when"))
    alone = careless(responses(late, EIGHT))
    np.testing.assert_allclose(found.mahalanobis[50:], alone.mahalanobis, rtol=1e-9)
    np.testing.assert_allclose(found.synonyms[50:], alone.synonyms)
    assert "synonyms: 0 pairs under early and 4 pairs under late of items" in found.to_text(999)
    assert "D² within each condition" in found.to_text(999)
    assert list(found.to_frame())[:2] == ["who", "when"]
    assert found.summary.filter(when="late")["longstring"].n == 40
    assert found.headline.by == ("when",)


def test_the_headline_with_and_without_the_flagged() -> None:
    """Means in the view of the answers, weighted as they are; the difference is the change."""
    rows = [*MIXED, [5] * 8]
    asked = instrument(8, mixed=True)
    frame = pd.DataFrame(rows, columns=list(asked.names)).assign(w=[1.0, 2.0, 1.0, 4.0])
    found = careless(lk.Responses(frame, asked, weight="w").scored("keyed"))
    assert found.flagged.tolist() == [False] * 3 + [True]
    row = found.headline["q1"]
    assert (row.n, row.n_without) == (4, 3)
    assert row.mean == approx((1 * 1 + 2 * 5 + 1 * 2 + 4 * 1) / 8)
    assert row.mean_without == approx((1 * 1 + 2 * 5 + 1 * 2) / 4)
    assert row.difference == approx(row.mean_without - row.mean)
    assert found.headline.notes[0] == ("Scores are keyed: negatively keyed items are reversed.")
    assert found.headline.notes[1:3] == found.notes[:2]
    assert dict(found.headline.options)["view"] == "keyed"


def test_the_headline_is_by_condition() -> None:
    """Each condition without its own flagged."""
    frame = pd.DataFrame([*MIXED, [5] * 8], columns=list(EIGHT.names))
    frame["when"] = ["before", "after", "before", "after"]
    found = careless(lk.Responses(frame, EIGHT, condition="when")).headline
    before = found.filter(when="before")["q0"]
    assert (before.n, before.n_without, before.mean, before.mean_without) == (2, 2, 1.5, 1.5)
    after = found.filter(when="after")["q1"]
    assert (after.n, after.n_without, after.mean, after.mean_without) == (2, 1, 3, 1)


def test_where_nobody_is_left_there_is_no_headline() -> None:
    """Said item by item."""
    rows = [[3] * 8, [4] * 7 + [NAN]]
    found = careless(responses(rows, EIGHT))
    row = found.headline["q0"]
    assert math.isnan(row.mean_without)
    assert row.note == "no valid answers without the flagged rows"
    nothing = careless(responses([[*MIXED[0][:7], NAN]], EIGHT)).headline["q7"]
    assert nothing.note == "no valid answers"
    assert careless(responses(MIXED, EIGHT)).headline["q0"].note == ""


def test_the_flags_choose_rows_of_the_frame() -> None:
    """A mask in the order of the frame."""
    frame = pd.DataFrame([[2] * 8, *MIXED], columns=list(EIGHT.names))
    found = careless(lk.Responses(frame, EIGHT))
    kept = frame[~found.flagged]
    assert kept.index.tolist() == [1, 2, 3]
    again = lk.means(lk.Responses(kept, EIGHT))
    for row in found.headline:
        assert again[row.item].mean == approx(row.mean_without)
    assert list(found.to_frame()) == ["row", *found.FIGURES]
    assert found.to_frame()["flagged"].tolist() == [True, False, False, False]
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    with pytest.raises(ValueError, match="read-only"):
        again.met[0][1][0] = True


def test_one_respondent_and_nobody() -> None:
    """Whatever needs others is undefined; an empty frame stays empty."""
    one = careless(responses(MIXED[:1], EIGHT))
    assert one.longstring.tolist() == [1]
    assert np.isnan([one.mahalanobis[0], one.synonyms[0], one.pvalue[0]]).all()
    none = careless(responses(np.empty((0, 8)), EIGHT))
    assert none.to_frame().empty
    assert "Flagged: 0 of 0 rows (–)." in none.notes
    frame = pd.DataFrame(np.empty((0, 8)), columns=list(EIGHT.names)).assign(when=[])
    assert not len(careless(lk.Responses(frame, EIGHT, condition="when")).summary)


def test_a_constant_item_changes_no_distance() -> None:
    """What does not vary has no degree of freedom."""
    rows = RNG.integers(1, 6, (50, 4))
    five = careless(responses(np.column_stack([rows, np.full(50, 3)]), instrument(5)))
    four = careless(responses(rows, instrument(4)))
    np.testing.assert_allclose(five.mahalanobis, four.mahalanobis, rtol=1e-9)
    np.testing.assert_allclose(five.pvalue, four.pvalue, rtol=1e-9)


def test_synonyms_are_alike_in_agreement() -> None:
    """Items that correlate only as codes, because one scale runs the other way, are none."""
    low = lk.LikertScale(positive="low")
    items = [lk.Item(f"q{k}", low if k % 2 else FIVE) for k in range(6)]
    x = RNG.integers(1, 6, (40, 3))
    same = np.repeat(x, 2, axis=1)
    turned = same.copy()
    turned[:, 1::2] = 6 - turned[:, 1::2]
    asked = lk.Instrument("six", items)
    assert any("synonyms: 0 pairs" in n for n in careless(responses(same, asked)).notes)
    assert any("synonyms: 3 pairs" in n for n in careless(responses(turned, asked)).notes)


@pytest.mark.parametrize(
    ("options", "error", "match"),
    [
        ({"longstring": 6}, ArgumentError, "longstring=6 is not between 0 and 1"),
        ({"mahalanobis": -0.1}, ArgumentError, "mahalanobis=-0.1 is not between 0 and 1"),
        ({"irv": 1.5}, ArgumentError, "irv=1.5 is not between 0 and 1"),
        ({"even_odd": -1.5}, ArgumentError, "even_odd=-1.5 is not between -1 and 1"),
        ({"synonyms": "0.2"}, ArgumentTypeError, "synonyms='0.2' is not a number"),
        ({"synonym_correlation": None}, ArgumentTypeError, "synonym_correlation=None is not"),
        (
            {"synonym_correlation": -0.5},
            ArgumentError,
            "synonym_correlation=-0.5 is not between 0 and 1",
        ),
        ({"n_criteria": 5}, ArgumentError, "n_criteria=5 is more than the number of criteria that"),
        ({"n_criteria": 0}, ArgumentError, "n_criteria=0 is too small"),
        ({"min_answered": 1}, ArgumentError, "min_answered=1 is too small"),
        (
            {"longstring": None, "irv": None, "even_odd": None},
            ArgumentError,
            "are used: mahalanobis",
        ),
    ],
)
def test_options_are_checked(options, error, match) -> None:
    """What was found and what was expected."""
    with pytest.raises(error, match=match):
        careless(responses(MIXED, EIGHT), **options)


def test_negative_consistencies_may_be_thresholds() -> None:
    """Correlations lie between -1 and 1."""
    found = careless(responses(MIXED, EIGHT), even_odd=-0.2, synonyms=-0.5)
    assert dict(found.options)["even_odd"] == -0.2
    none = {"longstring": None, "irv": None, "mahalanobis": None, "even_odd": None}
    with pytest.raises(
        ArgumentError, match="n_criteria=2 is more than the number of criteria that are used: none"
    ):
        careless(responses(MIXED, EIGHT), **none)


def test_what_cannot_be_used_and_what_is_said() -> None:
    """A tally has no respondents; notes of the answers come along."""
    with pytest.raises(ArgumentTypeError, match="expected Responses"):
        careless(responses(MIXED, EIGHT).tally())  # type: ignore[arg-type]
    synthetic = lk.studies.balint().synthetic(3).participants
    found = careless(synthetic)
    assert set(synthetic.tally().notes) <= set(found.notes)
    assert set(synthetic.tally().notes) <= set(found.headline.notes)


def test_the_frame_has_every_figure_that_is_worked_out() -> None:
    """Synonyms too, which are no criterion by default."""
    rng = np.random.default_rng(0)
    own = lk.Instrument("i", [lk.Item(f"s{k}", lk.LikertScale()) for k in range(6)])
    level = rng.integers(1, 6, (40, 1))
    answers = np.clip(level + rng.integers(-1, 2, (40, 6)), 1, 5)
    found = careless(
        lk.Responses(pd.DataFrame(answers, columns=list(own.names)), own), synonym_correlation=0.5
    )
    frame = found.to_frame()
    names = ["longstring", "irv", "mahalanobis", "even_odd", "synonyms", "flagged"]
    assert list(frame.columns)[-6:] == names
    assert np.array_equal(frame["synonyms"], found.synonyms, equal_nan=True)
    assert frame["synonyms"].notna().any()
