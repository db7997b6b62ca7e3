"""Groups whose names differ in their spelling alone."""

from __future__ import annotations

import warnings
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import LikertkitWarning

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale())])
FRAME = pd.DataFrame({"q": [1, 2, 3, 4], "when": ["pre", "Pre", "pre ", "post"], "who": [*"abca"]})


def test_they_are_named_and_quoted(engine) -> None:
    """Once for a table, at the line of the user; print shows the space behind a name."""
    answers = lk.Responses(engine(FRAME), ONE, condition="when")
    with pytest.warns(LikertkitWarning) as caught:
        table = lk.means(answers)
    (said,) = [one for one in caught if issubclass(one.category, LikertkitWarning)]
    assert Path(said.filename) == Path(__file__)
    for name in ("'pre'", "'Pre'", "'pre '"):
        assert name in str(said.message)
        assert name in str(table)
    assert "'post'" not in str(table)
    assert {row.by[0][1] for row in table} == {"pre", "Pre", "pre ", "post"}


def test_pairs_and_co_occurrences_too() -> None:
    """Whatever table is split by them."""
    answers = lk.Responses(
        FRAME.assign(when=["x", "x", "x", "y"], ward=["e", "E", "w", "e"]),
        ONE,
        respondent="who",
        condition="when",
    )
    for made in (lambda: answers.pairs("x", "y", by="ward"), lambda: answers.cotally(by="ward")):
        with pytest.warns(LikertkitWarning, match="column 'ward' has 'E' and 'e'") as caught:
            made()
        assert Path(caught[0].filename) == Path(__file__)


def test_other_names_are_left_alone() -> None:
    """Numbers, and texts that differ in a letter."""
    frame = pd.DataFrame({"q": [1, 2, 3, 4], "g": ["a", "b", "ab", "a b"]})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "'" not in str(lk.means(lk.Responses(frame, ONE), by="g"))
        lk.means(lk.Responses(frame.assign(g=[1, 2, 1, 2]), ONE), by="g")


def test_a_level_that_pandas_reads_as_blank() -> None:
    """A file's "None" comes as a blank cell; where some came as text, nothing was lost."""
    pain = lk.LikertScale(labels={1: "None", 2: "Some", 3: "Much"})
    one = lk.Instrument("one", [lk.Item("q", pain)])
    frame = pd.DataFrame({"q": ["Some", None, "Much", None]})
    with pytest.warns(LikertkitWarning, match="item 'q' has 2 blanks and no 'None': pandas") as c:
        lk.Responses(frame, one)
    assert Path(c[0].filename) == Path(__file__)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lk.Responses(frame.fillna("None"), one)
        lk.Responses(pd.DataFrame({"q": ["None", None]}), one)
        lk.Responses(pl.from_pandas(frame), one)
        other = lk.LikertScale(labels={1: "No", 2: "Some", 3: "Much"})
        lk.Responses(frame, lk.Instrument("two", [lk.Item("q", other)]))


def test_codes_are_no_words_that_pandas_reads_as_blank() -> None:
    """A blank among numbers never was a word."""
    scale = lk.LikertScale(labels={1: "None", 5: "All"})
    frame = pd.DataFrame({"q": [5.0, None, 4.0]})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lk.Responses(frame, lk.Instrument("one", [lk.Item("q", scale)]))
