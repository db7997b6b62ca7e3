"""What a table of paired comparisons says of itself."""

from __future__ import annotations

import math
from typing import Any

import pytest
from tests.reference.paired import ABSENT, answers_of, row_of, tally_of

import likertkit as lk

UP = [(5, 4), (4, 2), (3, 3), (5, 1), (2, 1), (4, 3)]
LEVEL = (
    "Intervals: t of the mean difference, score of the superiority; 95 %, two-sided, "
    "each by itself."
)

EQUAL = "all differences are equal: no spread, so no interval of the mean difference"


def notes_of(data: Any, **options: Any) -> tuple[str, ...]:
    """Return the notes of a comparison."""
    return lk.compare_paired(data, "before", "after", **options).notes


def test_all_notes_in_order() -> None:
    """View, who is not compared, the test and what it tests, intervals, the family."""
    pairs = [*UP, (2, ABSENT), (ABSENT, 3)]
    answers = answers_of({"q": pairs, "r": pairs}, stratum=["a", "b"] * 4)
    assert notes_of(answers) == (
        "Scores are the codes as answered.",
        "The strata of 'stratum' are pooled: each counts by its number of answers.",
        "Answered under before or after only, and not compared: 1 and 1.",
        "Test: signed-rank (Pratt), exact.",
        (
            "P-values are of the signed ranks; they do not test the mean difference, which can "
            "be 0 where they are small."
        ),
        LEVEL,
        "Adjusted p-values: Holm, the family being 2 p-values (all items).",
    )
    effects = lk.compare_paired(answers, "before", "after").effects
    assert effects.notes[:-1] == notes_of(answers)[:4]
    assert effects.notes[-1] == (
        "Intervals: score of the superiority; of the rank-biserial correlation Wilson's on the "
        "effective number of changes; of Hodges and Lehmann's shift the signed-rank test inverted; "
        "of d and g the noncentral t; 95 %, two-sided, each by itself."
    )
    assert effects.title == "before minus after, paired: trial, effects"


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("sign", "P-values are of the signs: as many changes one way as the other."),
        ("t", "P-values are of the mean difference."),
        ("bowker", "P-values are of symmetry: each change as frequent as its reverse."),
        (
            "stuart-maxwell",
            "P-values are of equal proportions of each level under both conditions.",
        ),
        (
            "ordered-marginal",
            "P-values are of equal mean scores, under differences of random sign.",
        ),
    ],
)
def test_each_test_says_what_it_tests(test, said) -> None:
    """None is shown as a test of something else."""
    assert any(note.startswith(said) for note in notes_of(tally_of(UP), test=test))
    assert not any("signed ranks" in note for note in notes_of(tally_of(UP), test=test))


def test_who_is_not_compared_item_by_item() -> None:
    """Where items differ each has its numbers; where groups do, the group is named."""
    some = [(None, 3), (3, None), *UP]
    answers = answers_of({"q": [(1, 1), *UP, (2, 2)], "r": some, "s": some}, ward=["e", "w"] * 4)
    said = "Answered under before or after only, and not compared: 0 and 0 (q); 1 and 1 (r, s)."
    assert said in notes_of(answers)
    said = (
        "Answered under before or after only, and not compared: 0 and 0 (e / q, w / q); "
        "0 and 1 (e / r, e / s); 1 and 0 (w / r, w / s)."
    )
    assert said in notes_of(answers, by="ward")
    assert not any("Answered" in note for note in notes_of(tally_of(UP)))


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        ("holm", "Adjusted p-values: Holm, the family being 4 p-values (all items by ward)."),
        (
            "benjamini-hochberg",
            (
                "Adjusted p-values: Benjamini-Hochberg, the family being 4 p-values "
                "(all items by ward)."
            ),
        ),
        (
            "bonferroni",
            "Adjusted p-values: Bonferroni, the family being 4 p-values (all items by ward).",
        ),
        ("none", "P-values are not adjusted, though there are 4 of them (all items by ward)."),
    ],
)
def test_the_family_is_all_rows(correction, said) -> None:
    """Printed, and used."""
    answers = answers_of({"q": UP * 2, "r": UP[::-1] * 2}, ward=["e"] * 6 + ["w"] * 6)
    table = lk.compare_paired(answers, "before", "after", by="ward", correction=correction)
    assert table.notes[-1] == said
    times = 1 if correction in {"none", "benjamini-hochberg"} else 4
    assert [row.pvalue_adjusted for row in table] == [
        pytest.approx(min(1, times * row.pvalue)) for row in table
    ]


def test_the_least_p_value_is_told_where_it_rules_out_significance() -> None:
    """In a note of the item; no column is printed that the frame has not."""
    table = lk.compare_paired(tally_of(UP), "before", "after")
    assert "least_pvalue" not in table.to_text(200)
    assert table["item"].note == "with 5 changed answers no p-value can lie below .0625"
    assert row_of(tally_of(UP), confidence_level=0.9).note == ""
    assert row_of(tally_of(UP), alternative="greater").note == ""
    assert row_of(tally_of([*UP, (2, 1)])).note == ""
    assert row_of(tally_of([(3, 3)] * 2)).note == EQUAL
    one = row_of(tally_of(UP[:1]), confidence_level=0.4).note
    assert one.endswith("with 1 changed answer no p-value can lie below 1")
    for test in ("t", "bowker", "stuart-maxwell", "ordered-marginal"):
        other = lk.compare_paired(tally_of(UP), "before", "after", test=test)
        assert math.isnan(other["item"].least_pvalue)
        assert "no p-value can lie" not in other["item"].note


def test_undefined_figures_have_a_reason() -> None:
    """Of a row, and of its effects."""
    single = "one pair: no spread can be estimated, so no interval of the mean difference"
    for test in ("sign", "bowker", "ordered-marginal"):
        assert single in row_of(tally_of([(4, 2)]), test=test).note
    assert row_of(tally_of([(4, 4)]), test="t").note == single
    row = row_of(tally_of([(4, 2)]), test="t")
    assert (row.note, math.isnan(row.pvalue)) == ("one pair: no spread can be estimated", True)
    row = row_of(tally_of([(4, 2), (5, 3)]), test="t")
    assert row.note == "all differences are equal: no spread"
    assert row.mean_difference == 2
    assert math.isnan(row.low)
    assert math.isnan(row.high)
    assert (row.df, math.isnan(row.statistic), math.isnan(row.pvalue)) == (1, True, True)
    row = row_of(tally_of([(4, 4)] * 3), test="bowker")
    assert row.note == f"no answer changed: no degrees of freedom; {EQUAL}"
    few = "too few pairs for an interval of the shift"
    coarse = "the answers are too coarse for an interval of the shift: one value is left"
    cases = {
        f"one pair: no d; {few}": [(4, 2)],
        f"all differences are equal: no d; {few}": [(4, 2), (5, 3)],
        f"two pairs: too few for Hedges' correction; {few}": [(4, 2), (5, 4)],
        "no answer changed: no odds, and no intervals of effects": [(4, 4)],
        few: [(4, 2), (5, 4), (3, 3)],
        f"all differences are equal: no d; {coarse}": [(4, 2)] * 6,
        coarse: [(4, 2)] * 20 + [(4, 3)],
        "": [(4, 2), (5, 4), (3, 3)] * 4,
    }
    down = lk.compare_paired(tally_of([(2, 4), (3, 4), (1, 1)] * 3), "before", "after").effects
    assert (down["item"].odds, down["item"].note) == (0, "")
    for said, pairs in cases.items():
        effects = lk.compare_paired(tally_of(pairs), "before", "after").effects["item"]
        assert effects.note == said
        named = {
            "no d": "cohen_d",
            "Hedges'": "hedges_g",
            "no odds": "odds",
            "no intervals": "rank_biserial_low",
            "interval of the shift": "hodges_lehmann_low",
        }
        if said:
            for words, name in named.items():
                assert not (words in said and not math.isnan(getattr(effects, name)))
        else:
            assert not any(
                math.isnan(v) for v in effects.columns().values() if v.__class__ is float
            )


def test_few_changed_answers_are_told_of_a_normal_distribution() -> None:
    """Of 'ordered-marginal' unless that was asked for, below 25 changes."""
    few = "few changed answers: method='exact' needs no large numbers"
    pairs = [(4, 3)] * 14 + [(2, 4)] * 10
    assert row_of(tally_of(pairs), test="ordered-marginal").note == few
    assert row_of(tally_of([*pairs, (1, 2)]), test="ordered-marginal").note == ""
    assert row_of(tally_of(pairs), test="ordered-marginal", method="asymptotic").note == ""
    assert row_of(tally_of([(4, 4)] * 2), test="ordered-marginal").note == EQUAL


@pytest.mark.parametrize("test", ["bowker", "stuart-maxwell"])
def test_few_changed_answers_are_told_of_chi_square(test: Any) -> None:
    """Four changes one way would be significant, which no exact test would have."""
    row = row_of(tally_of([(2, 1)] * 4), test=test)
    assert row.pvalue < 0.05
    few = "few changed answers: χ² is a rough guide"
    assert row.note == f"{few}; {EQUAL}"
    assert row_of(tally_of([(2, 1)] * 14 + [(1, 2)] * 10), test=test).note == few
    assert row_of(tally_of([(2, 1)] * 15 + [(1, 2)] * 10), test=test).note == ""


def test_methods_that_differ_by_item_are_all_named() -> None:
    """And where there is no row with a method, the test."""
    long = [(5, 4)] * 40 + [(1, 2)] * 3
    answers = answers_of({"q": long, "r": [(None, None)] * 43})
    assert "Test: signed-rank (Pratt), exact." in notes_of(answers)
    assert "Test: sign; first less." in notes_of(
        tally_of([(None, None)]), test="sign", alternative="less"
    )


def test_it_prints() -> None:
    """As text, as HTML and as Markdown, with its notes."""
    table = lk.compare_paired(tally_of(UP), "before", "after")
    for shown in (repr(table), table._repr_html_(), table.to_markdown()):
        assert "item: with 5 changed answers no p-value can lie below .0625" in shown.replace(
            "\n  ", " "
        )
    assert "before minus after, paired: item" in repr(table)
    assert "rank_biserial" in repr(table["item"])
    assert "50 %" in repr(
        lk.compare_paired(tally_of(UP[:2] + UP[2:3] * 2), "before", "after").effects
    )


@pytest.mark.parametrize("test", ["wilcoxon", "ordered-marginal"])
def test_a_saddlepoint_by_force_of_few_changes_is_told_of(test: Any) -> None:
    """With eight changes it can be 40 % off; nothing is said where no answer changed."""
    few = "few changed answers: the saddlepoint is a rough guide, method='exact' is exact"
    pairs = [(4, 3)] * 14 + [(2, 4)] * 10
    assert row_of(tally_of(pairs), test=test, method="saddlepoint").note == few
    more = tally_of([*pairs, (1, 2)])
    assert row_of(more, test=test, method="saddlepoint").note == ""
    assert row_of(tally_of(pairs), test=test, method="exact").note == ""
    same = tally_of([(4, 4)] * 3)
    assert row_of(same, test=test, method="saddlepoint").note == EQUAL


def test_degrees_of_freedom_that_r_counts_otherwise() -> None:
    """Bowker's of empty pairs of levels, and the weighted t's."""
    assert any("mcnemar.test counts all" in note for note in notes_of(tally_of(UP), test="bowker"))
    weighted = answers_of({"q": UP}, weight=[1.0, 2.0, 1.5] * 2)
    said = "Degrees of freedom are one more than those of R's svyttest."
    assert any(note.endswith(said) for note in notes_of(weighted, test="t"))
    assert not any("svyttest" in note for note in notes_of(weighted, test="sign"))
    assert not any("svyttest" in note for note in notes_of(tally_of(UP), test="t"))
