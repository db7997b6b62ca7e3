"""Heads of printed columns name what is compared; the frame keeps its columns."""

from __future__ import annotations

import pandas as pd

import likertkit as lk

ONE = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
FRAME = pd.DataFrame({
    "clear": [1, 2, 4, 5, 3, 3], "later": [2, 2, 5, 3, None, 4], "ward": list("aabbcc"),
})  # fmt: skip
COLUMNS = {"pre": {"clear": "clear"}, "post only": {"clear": "later"}}
PAIRS = lk.Responses.from_wide(FRAME, ONE, columns=COLUMNS)


def test_conditions_head_the_columns_of_who_answered_once():
    """In text, Markdown and HTML; the columns of the frame and of `shown` are as documented."""
    found = lk.compare_overlapping(PAIRS, "post only", "pre")
    for printed in (found.to_text(120), found.to_markdown(), found._repr_html_()):
        for head in ("n post only only", "n pre only"):
            assert head in printed
        assert "n_first_only" not in printed
    assert found.shown[1:3] == ("n_first_only", "n_second_only")
    assert set(found.shown) <= set(found.to_frame().columns)
    assert "n post only  n pre" in found.parts.to_text(120)
    same = lk.equivalence(PAIRS, "post only", "pre", margin=0.5)
    assert "n pre only" in same.to_text(120)
    # A narrowed table keeps them.
    assert "n pre only" in found.filter(item="clear").to_text(120)


def test_two_groups_head_their_columns():
    """Where all groups are compared, each row names its own."""
    answers = lk.Responses(FRAME[["clear", "ward"]], ONE)
    pair = lk.compare_groups(answers, "ward", first="a", second="b")
    assert "n a  n b" in pair.to_text(120)
    assert "n a  n b" in pair.effects.to_text(200)
    assert "n_first  n_second" in lk.compare_groups(answers, "ward").to_text(120)
    assert pair.to_frame().columns[3] == "n_first"


def test_a_t_is_called_so():
    """Of pairs and of groups; elsewhere a statistic is another for every test."""
    head = lk.compare_paired(PAIRS, "post only", "pre", test="t").to_text(120).split("\n")[1]
    assert head.split()[-4:] == ["t", "df", "pvalue", "pvalue_adjusted"]
    answers = lk.Responses(FRAME[["clear", "ward"]], ONE)
    head = lk.compare_groups(answers, "ward", test="t").to_text(120).split("\n")[1]
    assert head.split()[-4:] == ["t", "df", "pvalue", "pvalue_adjusted"]
