from __future__ import annotations

import math
from statistics import NormalDist

import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import OptionError, StratumError

SCALE = lk.LikertScale(
    labels={1: "Strongly agree", 5: "Strongly disagree"},
    positive="low",
    nonsubstantive={"N/A": 9, "Refused": None},
)
ONE = lk.Instrument("one", [lk.Item("q", SCALE, keyed="negative")])
Z = NormalDist().inv_cdf(0.975)


def tally(counts: dict[object, int]) -> lk.Tally:
    """Return the tally of one item."""
    return lk.Tally.from_counts({"q": counts}, ONE)


def test_a_row_for_every_level_used_or_not() -> None:
    """By declared code, in ascending order, the label beside it; what was missing is counted."""
    table = lk.frequencies(tally({1: 6, 4: 2, None: 1, 9: 1, "Refused": 2}))
    found = table.to_frame()
    assert list(found.columns) == [
        "item", "code", "label", "count", "weighted_count", "proportion", "se", "low", "high",
        "base", "n", "n_missing", "note",
    ]  # fmt: skip
    assert found["code"].tolist() == [1, 2, 3, 4, 5]
    assert found["label"].tolist() == ["Strongly agree", "2", "3", "4", "Strongly disagree"]
    assert found["count"].tolist() == [6, 0, 0, 2, 0]
    assert found["weighted_count"].tolist() == [6.0, 0.0, 0.0, 2.0, 0.0]
    assert found["proportion"].tolist() == [0.75, 0, 0, 0.25, 0]
    assert found["n"].unique().tolist() == [8]
    assert found["n_missing"].unique().tolist() == [4]
    assert table.notes[0] == "Proportions are of the valid answers."


@pytest.mark.parametrize("view", ["keyed", "favourable"])
def test_the_view_moves_neither_codes_nor_labels(view) -> None:
    """Proportions are of answers, whatever their scores."""
    plain, scored = (
        lk.frequencies(t) for t in (tally({1: 6, 4: 2}), tally({1: 6, 4: 2}).scored(view))
    )
    assert plain.rows == scored.rows


def test_base_all_counts_who_did_not_answer() -> None:
    """The toplines of many pollsters: "No answer" is in the base."""
    table = lk.frequencies(tally({1: 6, 4: 2, None: 1, 9: 1, "Refused": 2}), base="all")
    assert [row.proportion for row in table] == [0.5, 0, 0, pytest.approx(1 / 6), 0]
    assert {(row.n, row.n_missing) for row in table} == {(8, 4)}
    assert table.notes[0].startswith("Proportions are of all respondents")
    # Wilson's interval of 6 in 12.
    centre, half = 0.5, Z / (1 + Z * Z / 12) * math.sqrt(0.25 / 12 + Z * Z / 4 / 144)
    assert (table.rows[0].low, table.rows[0].high) == pytest.approx((centre - half, centre + half))


def test_nobody_and_everybody_have_an_interval() -> None:
    """0 of 10 lies between 0 and z² / (10 + z²), 10 of 10 between 10 / (10 + z²) and 1."""
    rows = {row.code: row for row in lk.frequencies(tally({2: 10}))}
    assert (rows[1].proportion, rows[1].low) == (0.0, 0.0)
    assert rows[1].high == pytest.approx(Z * Z / (10 + Z * Z))
    assert (rows[2].proportion, rows[2].high) == (1.0, 1.0)
    assert rows[2].low == pytest.approx(10 / (10 + Z * Z))


@pytest.mark.parametrize("weight", [None, "w"])
def test_an_item_that_nobody_answered_has_no_shares(weight: str | None) -> None:
    """NaN, never 0 %; of all respondents nobody chose a level, which is a true 0 %."""
    frame = pd.DataFrame({"q": [9.0, None, 9.0], "w": [1.0, 2.0, 1.0]})
    answers = lk.Responses(frame, ONE, weight=weight)
    for row in lk.frequencies(answers):
        assert (row.count, row.n, row.n_missing) == (0, 0, 3)
        assert all(math.isnan(v) for v in (row.proportion, row.low, row.high))
    for row in lk.frequencies(answers, base="all"):
        assert row.proportion == 0.0
        assert 0.0 == row.low < row.high < 1.0


@pytest.mark.parametrize("weight", [None, "w"])
def test_nobody_at_all_has_no_shares(weight: str | None) -> None:
    """An empty frame, on either base."""
    frame = pd.DataFrame({"q": [1.0], "w": [1.0]}).iloc[:0]
    for base in ("valid", "all"):
        rows = lk.frequencies(lk.Responses(frame, ONE, weight=weight), base=base)  # type: ignore[arg-type]
        assert all(math.isnan(row.proportion) and math.isnan(row.high) for row in rows)


def test_rounded_shares_say_what_they_add_up_to() -> None:
    """Three thirds are 99 %; what adds up to 100 % is not mentioned."""
    frame = pd.DataFrame({
        "q": [1, 2, 3] * 2 + [1, 1, 2, 2] + [1, 2, 3, 4, 5, 5] + [1, 2, 4],
        "g": ["thirds"] * 6 + ["halves"] * 4 + ["sixths"] * 6 + ["others"] * 3,
    })  # fmt: skip
    table = lk.frequencies(lk.Responses(frame, ONE), by="g")
    assert table.to_text(200).splitlines()[-1] == (
        "Rounded percentages add up to 99 % for others / q and thirds / q; to 101 % for sixths / q."
    )
    # Printed in part, the table speaks of what is printed.
    assert table.filter(g="sixths").to_text(200).endswith("add up to 101 % for sixths / q.")
    halves = lk.frequencies(lk.Responses(frame[frame["g"] == "halves"], ONE))
    assert "add up" not in halves.to_text(200)


def test_rounded_shares_of_all_include_the_missing() -> None:
    """With base="all" the parts are the levels and those without an answer."""
    counts: dict[object, int] = {1: 1, 2: 1, None: 1}
    shown = lk.frequencies(tally(counts), base="all").to_text(200)
    assert "Rounded percentages add up to 99 % for q." in shown
    plain = lk.frequencies(tally(counts))
    assert plain.notes[1] == "Intervals: Wilson, 95 %, each by itself."
    assert "add up" not in plain.to_text(200)
    assert "Missing answers: q 1 blank." in plain.to_text(200)


def test_options_are_words_written_in_full() -> None:
    """Neither abbreviations nor upper case."""
    for option, word in (
        ("base", "All"),
        ("base", "val"),
        ("interval", "wald"),
        ("interval", None),
    ):
        with pytest.raises(
            OptionError, match=f"{option}={word!r} is not an option; expected one of"
        ):
            lk.frequencies(tally({1: 1}), **{option: word})  # type: ignore[arg-type]


def test_weighted_shares_and_counts() -> None:
    """Sums of weights over their sum; the number of respondents stays beside it."""
    frame = pd.DataFrame({"q": [1, 1, 2, None], "w": [0.5, 1.5, 2.0, 4.0]})
    answers = lk.Responses(frame, ONE, weight="w")
    rows = lk.frequencies(answers).rows
    assert [(row.count, row.weighted_count, row.proportion) for row in rows[:3]] == [
        (2, 2.0, 0.5), (1, 2.0, 0.5), (0, 0.0, 0.0),
    ]  # fmt: skip
    rows = lk.frequencies(answers, base="all").rows
    assert [row.proportion for row in rows[:3]] == [0.25, 0.25, 0.0]
    assert (rows[0].n, rows[0].n_missing) == (3, 1)


def test_weighted_intervals_at_0_and_100_percent_use_kishs_size() -> None:
    """Where the variance is 0 they do not collapse: n_eff = (Σw)² / Σw² = 3.5² / 5.25."""
    frame = pd.DataFrame({"q": [2, 2, 2, None], "w": [0.5, 1.0, 2.0, 7.0]})
    rows = lk.frequencies(lk.Responses(frame, ONE, weight="w")).rows
    effective = 3.5**2 / 5.25
    assert (rows[0].low, rows[0].high) == (0.0, pytest.approx(Z * Z / (effective + Z * Z)))
    assert (rows[1].low, rows[1].high) == (pytest.approx(effective / (effective + Z * Z)), 1.0)


def test_weighted_intervals_without_variance_use_kishs_size() -> None:
    """Each stratum gives one answer, so that nothing varies within: the share is still unsure."""
    frame = pd.DataFrame({"q": [1, 1, 2, 2], "g": [1, 1, 2, 2], "w": 1.0})
    row = lk.frequencies(lk.Responses(frame, ONE, stratum="g", weight="w")).rows[0]
    unweighted = lk.frequencies(lk.Responses(frame, ONE)).rows[0]
    assert lk.means(lk.Responses(frame, ONE, stratum="g", weight="w"))["q"].se == 0.0
    assert (row.proportion, row.low, row.high) == pytest.approx(
        (0.5, unweighted.low, unweighted.high)
    )


def test_weighted_intervals_use_the_effective_size_of_korn_and_graubard() -> None:
    """By hand, without strata: v = n / (n - 1) Σ w² (y - p)² / (Σw)²; n_valid - 1 = df = n - 1."""
    frame = pd.DataFrame({"q": [1, 1, 2, 3], "w": [1.0, 2.0, 3.0, 2.0]})
    row = lk.frequencies(lk.Responses(frame, ONE, weight="w")).rows[0]
    share = 3 / 8
    variance = 4 / 3 * ((1 + 4) * (1 - share) ** 2 + (9 + 4) * share**2) / 64
    n = share * (1 - share) / variance
    centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    assert (row.proportion, row.low, row.high) == pytest.approx(
        (share, centre - half, centre + half)
    )


def test_a_small_group_counts_for_no_more_answers_than_it_has() -> None:
    """The degrees of freedom of 60 respondents would make three answers like nine."""
    frame = pd.DataFrame({"q": [1, 2, 2, *[None] * 57], "w": [1.0, 2.0, 1.0, *[1.0] * 57]})
    row = lk.frequencies(lk.Responses(frame, ONE, weight="w")).rows[0]
    effective = row.proportion * (1 - row.proportion) / row.se**2
    # It would be 3.33: no sample knows more than its own number of answers.
    assert effective > 3
    centre = (row.proportion + Z * Z / 6) / (1 + Z * Z / 3)
    assert (row.low + row.high) / 2 == pytest.approx(centre)


def test_one_weighted_answer_has_no_interval() -> None:
    """Nobody can tell how it varies."""
    frame = pd.DataFrame({"q": [1, None], "w": [1.0, 2.0]})
    row = lk.frequencies(lk.Responses(frame, ONE, weight="w")).rows[0]
    assert row.proportion == 1.0
    assert math.isnan(row.low)
    assert math.isnan(row.high)


def test_a_stratum_of_one_respondent_is_an_error() -> None:
    """As in means."""
    frame = pd.DataFrame({"q": [1, 2, 3], "g": ["a", "a", "b"], "w": 1.0})
    with pytest.raises(StratumError, match="item 'q': stratum 'b' has one respondent"):
        lk.frequencies(lk.Responses(frame, ONE, stratum="g", weight="w"))


def test_a_higher_level_widens_every_interval() -> None:
    """Law 8."""
    counts: dict[object, int] = {1: 6, 2: 1, 4: 2}
    wide, narrow = (lk.frequencies(tally(counts), confidence_level=c) for c in (0.99, 0.8))
    for one, other in zip(wide, narrow, strict=True):
        assert one.low <= other.low <= other.high <= one.high
        assert one.high - one.low > other.high - other.low
