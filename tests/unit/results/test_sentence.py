"""Sentences of rows and tables: what they say, and what they refuse."""

from __future__ import annotations

import inspect
import pickle
import re

import numpy as np
import pandas as pd
import pytest
from tests.public import DATA, PAIR

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError, UndefinedFigureError
from likertkit.results._sentence import MOST_ROWS, WITH_SENTENCES, Origin, as_remark, write_row

SCALE = lk.LikertScale(positive="high")


def paired(n_items=1, *, shifts=(2, 2, 1, 1, 2, 1, 2, 1), **options: object):
    """Return comparisons of items, of which the first differs most between two conditions."""
    names = [f"q{i}" for i in range(1, n_items + 1)]
    items = [lk.Item(name, SCALE) for name in names]
    rows = [
        {
            "who": who,
            "when": when,
            **{n: 3 + (i == 0) * by * (when == "b") for i, n in enumerate(names)},
        }
        for who, by in enumerate(shifts)
        for when in "ab"
    ]
    for row in rows:
        for i, name in enumerate(names[1:], 1):
            row[name] = 1 + (row["who"] * i + (row["when"] == "b")) % 5
    data = lk.Responses(
        pd.DataFrame(rows), lk.Instrument("trial", items), respondent="who", condition="when"
    )
    return lk.compare_paired(data, "a", "b", **options)


def test_a_sentence_names_the_test_the_correction_and_the_least_p():
    """All eight changed one way: p = 2 / 2^8 = .0078, the least of an exact test of eight."""
    found = paired()["q1"].sentence()
    assert found == (
        "By an exact Wilcoxon signed-rank test with Pratt's treatment of zeros, scores on 'q1' "
        "differed significantly between 'a' and 'b', and tended to be lower under 'a' (of 8 "
        "respondents who answered under both, 0 scored higher under 'a', 8 lower, and 0 the "
        "same), V = 0, p = .008, rank-biserial correlation = -1.00, probability of superiority of "
        "'a' = .00, 95% CI [.00, .32]. This is the smallest p value that the test can give with "
        "these answers."
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"test": "t", "alternative": "greater"}, "was not significantly higher under 'a' (M = "),
        ({"test": "t", "alternative": "less"}, "was significantly lower under 'a' (M = 3.00, SD"),
        ({"alternative": "less"}, "tended to be significantly lower under 'a' than under 'b'"),
        ({"alternative": "greater"}, "did not tend to be significantly higher under 'a' than"),
        ({"method": "asymptotic"}, "By an asymptotic Wilcoxon signed-rank test with Pratt's"),
        ({"zeros": "wilcoxon"}, "Wilcoxon signed-rank test without the unchanged answers"),
        ({"test": "t", "alternative": "less"}, "By a one-sided paired t test"),
        ({"test": "bowker"}, "By Bowker's test of symmetry, the changes of scores"),
    ],
)
def test_sides_and_tests_are_named(options, words):
    """The alternative, the zeros and the way to the p-value stand in the sentence."""
    assert words in paired(**options)["q1"].sentence()


@pytest.mark.parametrize("test", ["wilcoxon", "sign", "t", "ordered-marginal"])
def test_the_direction_is_that_of_the_answers(test):
    """All eight answered higher under 'b', or all lower."""
    low, high = (paired(shifts=[by] * 7 + [by // 2], test=test)["q1"] for by in (2, -2))
    assert re.search("(tended to be|was significantly) lower under 'a'", low.sentence())
    assert re.search("(tended to be|was significantly) higher under 'a'", high.sentence())


def test_a_direction_is_only_named_where_the_counts_and_the_ranks_agree():
    """Nine respondents move down one step and three move up four: more go down, ranks go up."""
    shifts = (-1,) * 3 + (2,) * 2
    row = paired(shifts=shifts, confidence_level=0.01)["q1"]
    assert (row.n_higher > row.n_lower) == (row.rank_biserial < 0)
    assert "tended" not in row.sentence()


def test_a_paragraph_says_the_test_and_the_correction_once():
    """A few rows have a sentence each."""
    text = paired(2).sentence()
    assert text.startswith("Comparisons are by an exact Wilcoxon signed-rank test")
    assert text.count("Wilcoxon") == 1
    assert text.endswith("P values are adjusted by Holm's method over 2 tests.")
    text = paired(2, correction="none").sentence()
    assert text.endswith("P values of 2 tests are not adjusted.")
    # An exact test of one item, and an asymptotic one of the other, are named at each.
    two = paired(2)
    rows = (two.rows[0], *paired(2, method="asymptotic").rows[1:])
    mixed = lk.Table(
        title=two.title, names=two.names, rows=rows, options=two.options, notes=two.notes
    )
    assert mixed.sentence().count("By an ") == 2


def test_many_rows_are_summed_up():
    """How many of the family are significant, and which; never that nothing differs."""
    table = paired(MOST_ROWS + 1)
    text = table.sentence()
    n = sum(row.pvalue_adjusted < 0.05 for row in table)
    assert f"Of 6 comparisons, {n} were significant: 'q1', lower under 'a', adjusted p" in text
    assert f"The other {6 - n} were not significant, which does not show that nothing" in text
    none = paired(MOST_ROWS + 1, shifts=(1, -1, 1, -1)).sentence()
    assert "Of 6 comparisons, none was significant, which does not show that nothing" in none
    # A filter narrows the rows, and the family stays.
    assert "over 6 tests" in table.filter(item="q1").rows[0].sentence()
    mixed = lk.Table(
        title=table.title,
        names=table.names,
        rows=(*table.rows[:1], *paired(MOST_ROWS + 1, method="asymptotic").rows[1:]),
        options=table.options,
        notes=table.notes,
    )
    assert mixed.sentence().startswith("Comparisons are by an exact Wilcoxon")
    assert " or an asymptotic Wilcoxon" in mixed.sentence()


def test_many_significant_rows_are_named_up_to_a_number():
    """The rest is counted."""
    names = [f"q{i}" for i in range(14)]
    frame = pd.DataFrame(
        [
            {"who": who, "when": when, **dict.fromkeys(names, 2 if when == "a" else 4)}
            for who in range(20)
            for when in "ab"
        ]
    )
    trial = lk.Instrument("trial", [lk.Item(name, SCALE) for name in names])
    data = lk.Responses(frame, trial, respondent="who", condition="when")
    text = lk.compare_paired(data, "a", "b").sentence()
    assert "14 were significant" in text
    assert "; and 2 more." in text


def test_estimates_of_many_rows_are_given_by_their_ends():
    """From the lowest to the highest, each with its item."""
    counts = {f"q{i}": {1: 6 - i, 5: i} for i in range(6)}
    trial = lk.Instrument("trial", [lk.Item(name, SCALE) for name in counts])
    text = lk.means(lk.Tally.from_counts(counts, trial)).sentence()
    assert text == "The 6 mean scores ranged from M = 1.00 ('q0') to M = 4.33 ('q5')."


def test_an_undefined_figure_is_refused_by_the_row_and_named_by_the_table():
    """With the item and the note."""
    trial = lk.Instrument("trial", [lk.Item("q1", SCALE), lk.Item("q2", SCALE)])
    table = lk.means(lk.Tally.from_counts({"q1": {1: 2, 4: 2}, "q2": {None: 3}}, trial))
    with pytest.raises(UndefinedFigureError, match="'q2': the mean score is undefined: ") as error:
        table["q2"].sentence()
    assert table["q2"].note in str(error.value)
    assert isinstance(error.value, ValueError)
    assert f"For 'q2', the mean score is undefined: {table['q2'].note}." in table.sentence()
    assert table.filter(item="q2").sentence().startswith("For 'q2', ")
    # An interval that is undefined is left out, and the note stands there.
    alone = lk.means(lk.Tally.from_counts({"q1": {4: 3}, "q2": {4: 3}}, trial))["q1"]
    assert alone.sentence() == (
        "The mean score on 'q1' was 4.00 (SE = 0.00), n = 3. No interval is given: no spread: "
        "the interval is undefined."
    )


def test_rows_know_their_table_in_every_way_to_them():
    """By name, by iteration, by place, after a pickle and a filter; alone they refuse."""
    table = lk.means(DATA)
    sentence = table["q1", "a"].sentence()
    assert next(row.sentence() for row in table) == sentence
    assert table.rows[0].sentence() == sentence
    again = pickle.loads(pickle.dumps(table))
    assert again == table
    assert again["q1", "a"].sentence() == sentence
    assert again.filter(item="q1").rows[0].sentence() == sentence
    alone = pickle.loads(pickle.dumps(table["q1", "a"]))
    assert alone == table["q1", "a"]
    assert repr(alone) == repr(table["q1", "a"])
    with pytest.raises(ArgumentError, match="this MeanRow is not from a table"):
        alone.sentence()
    with pytest.raises(ArgumentError, match="has no rows"):
        table.filter(note="nowhere").sentence()


def test_results_without_sentences_name_those_that_have_them():
    """The list is that of the rows that have one."""
    table = lk.quantiles(DATA)
    for result in (table, table.rows[0], lk.Interval(1.0, 2.0, level=0.95)):
        with pytest.raises(ArgumentTypeError, match=r"box_scores.*coding_agreement"):
            result.sentence()
    made = {
        "likertkit." + inspect.getmodule(getattr(lk, name)).__name__.split(".")[1]
        for name in WITH_SENTENCES
    }
    kinds = {
        kind.__module__.rpartition(".")[0] for kind in write_row.registry if kind is not object
    }
    assert {kind.split(".")[0] + "." + kind.split(".")[1] for kind in kinds} == made


def test_the_view_and_the_keys_are_said():
    """That an item is negatively keyed, that it is reversed, or that higher is better."""
    one = [lk.Item("q1", SCALE), lk.Item("q2", SCALE, keyed="negative")]
    tally = lk.Tally.from_counts({"q1": {2: 3, 4: 4}, "q2": {1: 3, 5: 4}}, lk.Instrument("t", one))
    assert "Item 'q2' is negatively keyed, and is not reversed here." in lk.means(tally).sentence()
    keyed = lk.means(tally.scored("keyed"))["q2"].sentence()
    assert keyed.endswith(
        "negatively keyed items are reversed. The scores of item 'q2' are reversed."
    )
    good = lk.means(tally.scored("favourable"))["q1"].sentence()
    assert good.endswith("Every item is scored so that higher is better.")
    plain = lk.Tally.from_counts({"q1": {2: 3, 4: 4}}, lk.Instrument("t", one[:1]))
    assert lk.means(plain.scored("keyed")).sentence().endswith("n = 7.")


def test_remarks_leave_out_what_is_said_to_the_programmer():
    """A note is for the reader of the table; a sentence is for the reader of the paper."""
    assert as_remark("few changed answers: method='exact' needs no large numbers") == (
        "Few changed answers.",
    )
    assert as_remark("no interval without interval='bootstrap'") == ()
    assert as_remark("negative: items may be keyed the wrong way, see item_analysis; few") == (
        "Negative: items may be keyed the wrong way; few.",
    )


def test_a_table_without_a_level_tests_nothing():
    """No confidence level among the options, no verdict."""
    assert np.isnan(Origin(title="", options={}, notes=(), by=()).level)


def test_changes_and_several_groups_are_said():
    """Changes are named as such; all groups together have their own sentence."""
    frame = pd.DataFrame(
        [
            {"who": who, "when": when, "ward": "xyz"[who % 3], "q": 1 + (who * k + who % 3) % 5}
            for who in range(24)
            for k, when in enumerate("ab", 1)
        ]
    )
    data = lk.Responses(
        frame, lk.Instrument("t", [lk.Item("q", SCALE)]), respondent="who", condition="when"
    )
    pairs = data.pairs("a", "b", by="ward")
    for test, words in (("t", "the mean change"), ("mann-whitney", "changes on 'q'")):
        found = lk.compare_groups(pairs, "ward", test=test)
        assert words.casefold() in found.rows[0].sentence().casefold()
        assert "the 3 groups of 'ward'" in found.omnibus["q"].sentence()
    trend = lk.compare_groups(pairs, "ward", test="linear-by-linear").omnibus["q"].sentence()
    assert "associated with the order of the 3 groups" in trend


def test_equivalence_is_never_called_a_difference():
    """What is not shown to be equivalent is not thereby shown to differ."""
    wide = lk.equivalence(DATA, *PAIR, margin=(-3.0, 4.0))["q1"].sentence()
    assert "were significantly equivalent within -3 to 4 scale points" in wide
    narrow = lk.equivalence(DATA, *PAIR, margin=0.1)["q1"].sentence()
    assert "were not shown to be equivalent within ±0.1 scale points, which does not" in narrow
