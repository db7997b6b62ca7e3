"""What a paper prints of a comparison: every figure is the result's, and reads back."""

from __future__ import annotations

import math
import re

import attrs
import pandas as pd
import pytest
from tests.public import COMPARISONS, DATA

import likertkit as lk
from likertkit.compare import ConditionsTable, EquivalenceRow, GroupRow, OmnibusRow, OverlapRow
from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError

TWO_SIDED = [name for name in COMPARISONS if name != "compare_conditions"]
NUMBER = r"[-−]?\d*\.?\d+"


def cells(table):
    """Return the printed rows, as a dictionary from head to cell."""
    grid = table._grid()
    heads = []
    for place, head in enumerate(grid.header):
        above = [text for line in grid.spans for text in spread(line)[place : place + 1] if text]
        heads.append(" ".join([*above, head]))
    return [dict(zip(heads, row, strict=True)) for row in grid.rows]


def spread(line):
    """Return the heading above each column."""
    return [text for text, n in line for _ in range(n)]


def rounds_to(text, value, decimals=2):
    """Return whether a printed number is a figure, rounded."""
    return text == "–" if math.isnan(value) else abs(float(text) - value) <= 0.5001 / 10**decimals


def numbers(text):
    """Return the numbers of a cell as they print."""
    return re.findall(NUMBER, text)


def thrice():
    """Return answers under three conditions."""
    frame = DATA.to_frame(values="codes")
    later = frame[frame["when"] == "b"].assign(when="c")
    whole = pd.concat([frame, later], ignore_index=True)
    return lk.Responses(whole, DATA.instrument, respondent="who", condition="when")


@pytest.mark.parametrize("name", TWO_SIDED)
def test_every_figure_is_that_of_the_result(name):
    """In the frame unrounded, under the same names; in print rounded, and back again."""
    result = COMPARISONS[name].call(DATA)
    table = lk.comparison_table(result)
    assert len(table) == len(result)
    printed = cells(table)
    for row, of_result, texts in zip(table, result, printed, strict=True):
        same = {*attrs.fields_dict(type(row))} & {*attrs.fields_dict(type(of_result))}
        same -= {"low", "high"} if "superiority" in name and "equivalence" in name else set()
        for column in same - {"rank_biserial"}:
            mine, theirs = getattr(row, column), getattr(of_result, column)
            assert mine == theirs or (math.isnan(mine) and math.isnan(theirs)), column
        (head,) = (one for one in texts if one.startswith("Difference"))
        figures = [row.mean_difference, row.low, row.high]
        got = numbers(texts[head])
        assert len(got) == (1 if math.isnan(row.low) else 3)
        assert all(rounds_to(a, b) for a, b in zip(got, figures, strict=False))
        # Fisher's exact test has no statistic.
        assert "Test" in texts or math.isnan(row.statistic)
        assert "Test" not in texts or rounds_to(numbers(texts["Test"])[-1], row.statistic)
        for side in ("first", "second"):
            span = getattr(row, side)
            if "proportion" in name:
                share = texts[f"{span} %"]
                assert rounds_to(share.removesuffix(" %"), 100 * getattr(row, f"mean_{side}"), 0)
                continue
            mean, sd = numbers(texts[f"{span} M (SD)"])
            assert rounds_to(mean, getattr(row, f"mean_{side}"))
            assert rounds_to(sd, getattr(row, f"sd_{side}"))
        (pvalue,) = (text for one, text in texts.items() if re.match(r"p\b", one))
        assert numbers(pvalue)[0].startswith(".")
        if not pvalue.startswith(("<", ">")):
            assert float(pvalue) == pytest.approx(row.pvalue_adjusted, abs=0.0005)


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("compare_paired, wilcoxon", r"V = [\d.]+"),
        ("compare_paired, sign", r"S = [\d.]+"),
        ("compare_paired, t", r"t\(\d+\) = -?[\d.]+"),
        ("compare_paired, bowker", r"χ²\(\d+\) = [\d.]+"),
        ("compare_groups, mann-whitney", r"U = [\d.]+"),
        ("compare_groups, t", r"t\([\d.]+\) = -?[\d.]+"),
        ("compare_overlapping", r"t\([\d.]+\) = -?[\d.]+"),
        ("compare_overlapping, proportion", r"z = -?[\d.]+"),
    ],
)
def test_the_statistic_has_its_name_and_degrees_of_freedom(name, symbol):
    """As a paper has them."""
    for row in cells(lk.comparison_table(COMPARISONS[name].call(DATA))):
        assert re.fullmatch(symbol, row["Test"])


@pytest.mark.parametrize(
    ("test", "field"),
    [
        ("wilcoxon", "rank_biserial"),
        ("t", "cohen_d"),
        ("sign", "superiority"),
        ("bowker", "superiority"),
    ],
)
def test_the_effect_of_pairs_goes_with_the_test(test, field):
    """It is that of `effects`, with its interval, also in a narrowed table."""
    result = lk.compare_paired(DATA, "a", "b", test=test)
    effects = result.effects["q2"]
    (row,) = lk.comparison_table(result.filter(item="q2"))
    assert row.effect == getattr(effects, field)
    assert (row.effect_low, row.effect_high) == (
        getattr(effects, f"{field}_low"),
        getattr(effects, f"{field}_high"),
    )


def test_another_effect_on_request():
    """Whichever `effects` has; of groups each pair has its own."""
    result = lk.compare_groups(DATA, "group", first="m", test="t")
    for field, head in (("hedges_g", "g"), ("cliffs_delta", "δ"), ("hodges_lehmann", "Shift")):
        table = lk.comparison_table(result, effect=field)
        assert [row.effect for row in table] == [getattr(row, field) for row in result.effects]
        assert any(one.startswith(f"{head} [95 % CI]") for one in cells(table)[0])
        assert any(note.startswith(f"{head}: ") for note in table.notes)
        assert dict(table.options)["effect"] == field
    with pytest.raises(OptionError, match="effect='rank_biserial'"):
        lk.comparison_table(result, effect="rank_biserial")
    with pytest.raises(OptionError):
        lk.comparison_table(lk.compare_overlapping(DATA, "a", "b"), effect="cohen_d")
    with pytest.raises(ArgumentError, match="effect='cohen_d' is of two sides"):
        lk.comparison_table(result.omnibus, effect="cohen_d")


def test_a_sampling_design_has_the_superiority():
    """Neither d nor ranks are defined there; means are weighted, and the notes say so."""
    frame = DATA.to_frame(values="codes").assign(w=lambda rows: 1 + rows["who"] % 3)
    data = lk.Responses(frame, DATA.instrument, respondent="who", condition="when", weight="w")
    for result in (
        lk.compare_paired(data, "a", "b", test="t"),
        lk.compare_groups(data, "group", test="t"),
    ):
        table = lk.comparison_table(result)
        assert [row.effect for row in table] == [row.superiority for row in result]
        assert "M and SD, weighted, are" in table.notes[0]
    assert any("of the difference t;" in note for note in table.notes)


def test_who_is_who():
    """One pair of groups names the heads; several name each row."""
    frame = pd.DataFrame({"q1": [1, 2, 4, 5, 5, 3], "q2": 3, "ward": list("aabbcc")})
    result = lk.compare_groups(lk.Responses(frame, DATA.instrument), "ward")
    table = lk.comparison_table(result)
    assert [(row["first"], row["second"]) for row in cells(table)[:3]] == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]
    assert cells(table)[0]["second n"] == "2"
    one = lk.comparison_table(result.filter(first="a", second="c", item="q1"))
    assert "first" not in cells(one)[0]
    assert cells(one)[0]["c M (SD)"] == "4.00 (1.41)"
    assert "Difference: a minus c." in one.notes
    by = lk.comparison_table(lk.compare_groups(DATA, "group", by="when", first="f", second="m"))
    assert by.by == ("when",)
    assert [row["when"] for row in cells(by)] == ["a", "a", "b", "b"]
    assert by.to_frame().columns[0] == "when"


def test_an_odd_name_of_a_side_keeps_its_place():
    """A number, a group called as a column is, and a group called Total."""
    frame = pd.DataFrame({"q1": [1, 2, 4, 5], "q2": [3, 2, 1, 4], "ward": ["Total", "Total", 1, 1]})
    row = cells(
        lk.comparison_table(lk.compare_groups(lk.Responses(frame, DATA.instrument), "ward"))
    )[0]
    assert {"Total M (SD)", "1 M (SD)"} <= {*row}


def test_several_groups_stand_beside_each_other():
    """With the test of them all; the frame has a row a group."""
    frame = pd.DataFrame({"q1": [1, 2, 4, 5, 5, 3], "q2": 3, "ward": list("aabbcc")})
    data = lk.Responses(frame, DATA.instrument)
    for test, text in (
        ("mann-whitney", r"H\(2\) = \d\.\d\d"),
        ("t", r"F\(2, \d\.\d\) = \d+\.\d\d"),
        ("linear-by-linear", r"M²\(1\) = \d\.\d\d"),
    ):
        whole = lk.compare_groups(data, "ward", test=test).omnibus
        table = lk.comparison_table(whole)
        row = cells(table)[0]
        assert re.fullmatch(text, row["Test"])
        assert (row["b n"], row["b M (SD)"]) == ("2", "4.50 (0.71)")
        tidy = table.to_frame()
        assert tidy["side"].tolist() == ["a", "b", "c"] * 2
        assert tidy["effect"].tolist()[:3] == [whole["q1"].effect] * 3
    plain = attrs.evolve(table, printing=attrs.evolve(table.printing, measure=None))
    assert "r" in cells(table)[0]
    assert "r" not in cells(plain)[0]
    # A side that is filtered out of one item only leaves a dash.
    some = attrs.evolve(table, rows=table.rows[:-1])
    assert (cells(some)[1]["c n"], cells(some)[1]["c M (SD)"]) == ("–", "–")


def test_several_conditions_stand_beside_each_other():
    """Of those who answered under all; every two of them with their own names."""
    result = lk.compare_conditions(thrice())
    table = lk.comparison_table(result.filter(item="q1"))
    (row,) = cells(table)
    ranks = result.ranks.filter(item="q1")
    assert row["n"] == str(ranks.rows[0].n)
    for rank in ranks:
        assert row[f"{rank.condition} M (SD)"] == f"{rank.mean:.2f} ({rank.sd:.2f})"
    assert re.fullmatch(r"χ²\(2\) = [\d.]+", row["Test"])
    assert row["W"].startswith(".")
    # The rank-biserial correlation of the pairs stands there without its interval.
    alone = lk.comparison_table(result.pairs)
    assert [row.effect for row in alone] == [row.rank_biserial for row in result.pairs]
    assert any(note.endswith("each by itself: of the difference t.") for note in alone.notes)
    pairs = lk.comparison_table(result.pairs, effect="superiority")
    assert pairs.by == ()
    assert [(row.first, row.second) for row in pairs][::2] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert [row.effect_low for row in pairs] == [row.superiority_low for row in result.pairs]


def test_equivalence_says_its_verdict():
    """With the interval of twice the confidence level, minus 1."""
    table = lk.comparison_table(lk.equivalence(DATA, "a", "b", margin=2))
    assert [row["Equivalent"] for row in cells(table)] == [
        "yes" if row.equivalent else "no" for row in table
    ]
    assert "Difference [90 % CI]" in cells(table)[0]
    ranks = lk.equivalence(DATA, "a", "b", margin=0.2, test="superiority")
    table = lk.comparison_table(ranks)
    assert "Difference" in cells(table)[0]
    assert [(row.effect, row.effect_low, row.effect_high) for row in table] == [
        (row.superiority, row.low, row.high) for row in ranks
    ]


def test_the_head_of_p_names_the_correction():
    """And as many decimals as are asked for."""
    for correction, head in (
        ("holm", "p (Holm)"),
        ("benjamini-hochberg", "p (BH)"),
        ("bonferroni", "p (Bonferroni)"),
        ("none", "p"),
    ):
        result = lk.compare_paired(DATA, "a", "b", correction=correction)
        table = lk.comparison_table(result.with_decimals(pvalues=4))
        assert all(len(row[head].removeprefix("> ")) == 5 for row in cells(table))


def test_what_is_undefined_is_a_dash_with_its_reason():
    """No answers: no mean; one answer: no standard deviation; no spread: no interval."""
    frame = pd.DataFrame(
        {
            "who": [1, 2, 3] * 2,
            "when": ["a"] * 3 + ["b"] * 3,
            "q1": [1, 2, 3, 2, 3, 4],
            "q2": [None, 2, None, 3, None, None],
        }
    )
    data = lk.Responses(frame, DATA.instrument, respondent="who", condition="when")
    table = lk.comparison_table(lk.compare_paired(data, "a", "b", test="t"))
    alike, nobody = cells(table)
    assert alike["Difference"] == "-1.00"
    # Without any statistic there is no column of them.
    assert "Test" not in alike
    assert (alike["a M (SD)"], alike["p (Holm)"]) == ("2.00 (1.00)", "–")
    assert (nobody["a M (SD)"], nobody["n"]) == ("–", "0")
    assert "q2: nobody gave a valid answer under both conditions" in table.to_text(200)
    lone = lk.comparison_table(lk.compare_groups(lk.Responses(frame[:4], DATA.instrument), "when"))
    assert cells(lone)[0]["b M (SD)"] == "2.00 (–)"


def test_notes_name_what_a_reader_asks():
    """Tests, correction and family, intervals, pairs; each once."""
    table = lk.comparison_table(lk.compare_paired(DATA, "a", "b"))
    text = "\n".join(table.notes)
    for words in (
        "n: respondents who answered under both conditions; M and SD are of their answers.",
        "Difference: a minus b.",
        "Intervals in brackets, 95 %, each by itself: of the difference t; of r Wilson's",
        "Answered under a or b only, and not compared",
        "Test: signed-rank (Pratt), exact.",
        "Adjusted p-values: Holm, the family being 2 p-values (all items).",
    ):
        assert text.count(words) == 1
    assert "Intervals: " not in text


def test_what_is_no_comparison_is_refused():
    """By its type; a comparison without rows too."""
    for other in (lk.means(DATA), 5, lk.compare_overlapping(DATA, "a", "b").parts):
        with pytest.raises(ArgumentTypeError, match="is not a comparison"):
            lk.comparison_table(other)  # type: ignore[call-overload]
    result = lk.compare_paired(DATA, "a", "b")
    with pytest.raises(ArgumentError, match="has no rows"):
        lk.comparison_table(result.filter(n_pairs=-1))
    wards = [f"w{k}" for k in range(21)]
    many = pd.DataFrame({"q1": [1, 2, 3] * 7, "q2": 3, "ward": wards})
    left_out = lk.compare_groups(lk.Responses(many, DATA.instrument), "ward")
    with pytest.raises(ArgumentError, match="make too many pairs"):
        lk.comparison_table(left_out)
    assert len(lk.comparison_table(left_out.omnibus)) == 42


def test_kinds_are_known_by_their_rows():
    """Every public comparison has its row."""
    kinds = {type(COMPARISONS[name].call(DATA).rows[0]) for name in TWO_SIDED}
    assert {GroupRow, OverlapRow, EquivalenceRow} <= kinds
    assert isinstance(lk.compare_conditions(thrice()), ConditionsTable)
    assert isinstance(lk.compare_groups(DATA, "group").omnibus.rows[0], OmnibusRow)
