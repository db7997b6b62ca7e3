"""Sentences of every function, read back figure by figure."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from tests.public import AGREEMENT, COMPARISONS, DATA, ESTIMATES, MEASUREMENT, PAIR, ROWS, TRIAL
from tests.public import tables as all_tables
from tests.sentences import check_row, patterns_of

import likertkit as lk
from likertkit.compare._test_names import method_words

FUNCTIONS = {**ESTIMATES, **COMPARISONS, **AGREEMENT, **MEASUREMENT}
SCALE = lk.LikertScale(positive="high")


def survey(rows, names, **roles: str):
    """Bind rows to items of one scale each, from 1 to 5."""
    trial = lk.Instrument("trial", [lk.Item(name, SCALE) for name in names])
    return lk.Responses(pd.DataFrame(rows), trial, respondent="who", condition="when", **roles)


THREE = survey(
    [
        {
            "who": who,
            "when": when,
            "group": "xyz"[who % 3],
            "w": 1.0 + who % 2,
            "q1": 1 + (who * k) % 5,
            "q2": None if who == 4 else 1 + (who * k + who % 3) % 4,
            "q3": 1 + (2 * who + k) % 5,
        }
        for who in range(12)
        for k, when in enumerate(("a", "b"), 1)
    ],
    ("q1", "q2", "q3"),
)
# Nobody, one person, and people who all answer alike.
ODD = survey(
    [
        {
            "who": who,
            "when": when,
            "group": "fm"[who % 2],
            "q1": 3,
            "q2": 4 if who == 0 else None,
            "q3": None,
        }
        for who in range(4)
        for when in PAIR
    ],
    ("q1", "q2", "q3"),
)
WEIGHTED = lk.Responses(
    pd.DataFrame(ROWS).assign(w=lambda f: 1.0 + f["who"] % 3),
    TRIAL,
    respondent="who",
    condition="when",
    weight="w",
)


def check(result):
    """Hold every sentence of a result's tables to its row."""
    for table in all_tables(result):
        if table.rows and patterns_of(table.rows[0]):
            for row in table:
                check_row(row, table)
            assert table.sentence()


@pytest.mark.parametrize(
    ("data", "functions"),
    [(DATA, FUNCTIONS), (THREE, COMPARISONS), (ODD, FUNCTIONS), (WEIGHTED, ESTIMATES)],
    ids=["two", "three", "odd", "weighted"],
)
def test_every_function_has_sentences_of_its_rows(data, functions):
    """Each figure is that of the row; what is undefined is refused with the note."""
    n = 0
    for entry in functions.values():
        try:
            result = entry.call(data)
        except lk.LikertkitError:
            continue
        check(result)
        n += 1
    assert n > 15


def test_options_change_the_words():
    """Definitions, weights, forms and views are named as the result has them."""
    results = {
        "standardized alpha": lk.cronbach_alpha(THREE, standardized=True),
        "omega": lk.mcdonald_omega(THREE),
        "ICC(C,1)": lk.icc(THREE, "a", "b", definition="consistency"),
        "ICC(A,k)": lk.icc(THREE, "a", "b", average=True),
        "Cohen's kappa of": lk.cohen_kappa(THREE, "a", "b"),
        "observed agreement": lk.cohen_kappa(THREE, "a", "b"),
        "the Spearman correlation of": lk.correlations(THREE, method="spearman"),
        "±": lk.equivalence(THREE, "a", "b", margin=0.5),
        "one-sided exact": lk.compare_groups(
            THREE, "group", first="x", second="y", alternative="less"
        ),
        "asymptotic": lk.compare_groups(THREE, "group", method="asymptotic"),
    }
    for words, table in results.items():
        told = [row.sentence() for row in table if not math.isnan(getattr(row, "pvalue", 0.0))]
        assert words in told[0]
        check(table)


def test_conditions_have_sentences_of_all_and_of_every_two():
    """Friedman's test, then the signed ranks of each pair of conditions."""
    rows = [
        {"who": who, "when": when, "q1": 1 + (who + (2 * k if who % 4 else 0)) % 5}
        for who in range(9)
        for k, when in enumerate("abc")
    ]
    found = lk.compare_conditions(survey(rows, ("q1",)))
    check(found)
    check(found.pairs)
    assert "the 3 conditions" in found.sentence()
    assert "between 'a' and 'b'" in found.pairs.rows[0].sentence()
    nobody = survey([{"who": who, "when": "abc"[who % 3], "q1": 3} for who in range(6)], ("q1",))
    check(lk.compare_conditions(nobody))
    same = survey(
        [{"who": who, "when": when, "q1": 3} for who in range(3) for when in "abc"], ("q1",)
    )
    check(lk.compare_conditions(same))


def test_boxes_are_those_of_the_items_scale():
    """Two scales have boxes of their own; without a note of the boxes none is named."""
    other = lk.LikertScale((1, 2, 3), positive="low")
    trial = lk.Instrument("t", [lk.Item("q1", SCALE), lk.Item("q2", SCALE), lk.Item("q3", other)])
    counts = {"q1": {1: 3, 5: 2}, "q2": {2: 3, 4: 2}, "q3": {1: 4, 2: 1}}
    table = lk.box_scores(lk.Tally.from_counts(counts, trial))
    check(table)
    assert "80% were in the top box (1; 95% CI" in table["q3"].sentence()
    assert "40% were in the top box (5; 95% CI" in table["q1"].sentence()
    bare = lk.Table(title="", names=table.names, rows=table.rows, options=table.options)
    assert "40% were in the top box (95% CI" in bare["q1"].sentence()


def test_an_interval_that_is_undefined_is_left_out():
    """One weighted respondent has a share, and no interval of it."""
    one = lk.Responses(
        pd.DataFrame({"q": [3], "w": [2.0]}), lk.Instrument("t", [lk.Item("q", SCALE)]), weight="w"
    )
    for function in (lk.frequencies, lk.box_scores, lk.means, lk.describe):
        check(function(one))
    assert "100% were '3' (n = 1)" in lk.frequencies(one).filter(code=3).sentence()


def test_a_method_without_a_name_of_its_own_is_quoted_as_it_is():
    """A test that is made later has a sentence before it has a name."""
    assert method_words("runs, exact", "two-sided") == "an exact test (runs, exact)"
    assert method_words("runs", "less") == "a one-sided test (runs)"
