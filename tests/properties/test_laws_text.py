"""Laws of text beside numbers: what a number in a text may mean, on every engine."""

from __future__ import annotations

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import likertkit as lk
from likertkit.errors import LabelConflictError, LikertkitError, OffScaleError, UnknownLabelError

SCALES = (
    lk.LikertScale(),
    lk.LikertScale(range(11)),
    lk.LikertScale.preset("likelihood", 11),
    lk.LikertScale(range(101)),
    lk.LikertScale(labels={1: "Never", 5: "Always"}, nonsubstantive={"N/A": 9}),
)
# Each holds a number, written {n}, that is no answer: a reason, a date, a time, a sentence, an
# ordinal, a unit, a range, a version, a telephone number, a fraction, in several languages.
NO_ANSWERS = (
    "{n} - Don't know",
    "Don't know ({n})",
    "N/A ({n})",
    "{n}: keine Angabe",
    "wei\u00df nicht [{n}]",
    "{n} - ne sait pas",
    "no s\u00e9 ({n})",
    "{n} - \u308f\u304b\u3089\u306a\u3044",
    "\u4e0d\u77e5\u9053 ({n})",
    "{n}. bilmiyorum",
    "{n:02}-Jan",
    "Jan-{n:02}",
    "{n}. Mai",
    "{n} mars",
    "{n}/2/2024",
    "2024-02-{n:02}",
    "{n}.2.",
    "{n}\u6708",
    "{n} Oca",
    "{n}:30",
    "{n} pm",
    "{n} Uhr",
    "{n}h30",
    "{n}\u6642",
    "see comment [{n}]",
    "siehe Seite {n}",
    "{n} - see below",
    "{n} - other: see below",
    "{n} because I was ill",
    "I would say {n}",
    "{n}, but only on Mondays",
    "rather {n} than not",
    "{n} ou peut-\u00eatre plus",
    "{n}?",
    "{n}!",
    "about {n}",
    "at least {n}",
    "not {n}",
    "{n}th",
    "{n}st",
    "{n}e",
    "{n}\u00ba",
    "No. {n}",
    "Nr. {n}",
    "#{n}",
    "Q{n}",
    "Frage {n}",
    "{n} kg",
    "{n} km",
    "{n} days",
    "{n}-door",
    "{n}x",
    "\u20ac{n}",
    "${n}",
    "{n} \u00b0C",
    "{n} Jahre",
    "{n}-{n}",
    "{n} to 9",
    "{n} bis 9",
    "{n}\u20139",
    "{n} or 4",
    "<{n}",
    ">{n}",
    "~{n}",
    "{n}+",
    "v{n}",
    "{n}.0.1",
    "{n}.1.2",
    "+49 {n} 555",
    "555-000{n}",
    "0{n} 12 34",
    "({n}) 555 01 02",
    "{n}\u00bd",
    "{n} 1/2",
    "1/{n}3",
    "{n}\u00b2",
    "{n},5",
    "{n}e1",
    "{n} {n}",
    "{n},{n}",
    "{n};",
)
FORMS = (
    "{n} - {word}",
    "{n}-{word}",
    "{n} \u2013 {word}",
    "{n}\u2014{word}",
    "{n}: {word}",
    "{n}. {word}",
    "{n}) {word}",
    "({n}) {word}",
    "[{n}] {word}",
    "{word} ({n})",
    "{word} [{n}]",
    "{n} ({word})",
    "{n}\u3001{word}",
    "{n} {word}",
    "{n}\xa0{word}",
    "{n}\xa0\u2212\xa0{word}",
    "{word} - {n}",
    "\ufeff{n} = {word}",
    "{word}: {n}",
    " {n}  -  {word}. ",
)
WORDS = (
    "Never",
    "Hardly ever",
    "Don\u2019t care",
    "stimme \u00fcberhaupt nicht zu",
    "D\u00e9saccord total",
    "\u3068\u3066\u3082\u305d\u3046\u601d\u3046",
    "\u975e\u5e38\u540c\u610f",
    "Kat\u0131l\u0131yorum",
    "\u03a0\u03bf\u03c4\u03ad",
    "\u0645\u0648\u0627\u0641\u0642",
    "\ub9e4\uc6b0 \uadf8\ub807\ub2e4",
    "teils/teils",
)
ENGINES = {
    "pandas": pd.DataFrame,
    "lazy": pl.LazyFrame,
    "pyarrow": pa.table,
    "duckdb": lambda columns: duckdb.connect().from_arrow(pa.table(columns)),
}


@st.composite
def columns_with_notes(draw):
    """Return a scale, and a column of its codes in which some texts are no answers."""
    scale = draw(st.sampled_from(SCALES))
    codes = st.sampled_from(scale.codes)
    notes = draw(st.lists(st.tuples(st.sampled_from(NO_ANSWERS), codes), min_size=1, max_size=4))
    texts = [form.format(n=code) for form, code in notes]
    answers = draw(st.lists(codes.map(str), max_size=6))
    return scale, draw(st.permutations([*texts, *answers]))


@st.composite
def labelled_columns(draw):
    """Return a labelled scale, a column with labels beside codes, and the codes meant."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=7, unique=True))
    scale = lk.LikertScale.from_labels(words, first_code=draw(st.integers(0, 3)))
    answers = draw(
        st.lists(
            st.tuples(st.sampled_from(scale.codes), st.sampled_from(FORMS)), min_size=1, max_size=8
        )
    )
    texts = [form.format(n=code, word=scale.labels[code]) for code, form in answers]
    return scale, texts, [code for code, _ in answers]


def instrument(scale):
    """Return an instrument of one item."""
    return lk.Instrument("i", [lk.Item("q", scale)])


@given(drawn=columns_with_notes())
def test_a_note_beside_numbers_is_no_answer(drawn):
    """The column is refused, and the error names the first note at the least."""
    scale, column = drawn
    with pytest.raises((UnknownLabelError, OffScaleError, LabelConflictError)):
        scale.encode(column)


@pytest.mark.parametrize("form", NO_ANSWERS)
@pytest.mark.parametrize("scale", SCALES[:3], ids=["bare", "to 10", "ends"])
def test_no_form_proves_itself(form, scale):
    """One form for every code, in one style, is still no set of labels."""
    with pytest.raises(LikertkitError):
        scale.encode([form.format(n=code) for code in scale.codes])


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=15, deadline=None)
@given(drawn=columns_with_notes())
def test_no_engine_counts_a_note(engine, drawn):
    """Responses refuse what `encode` refuses."""
    scale, column = drawn
    with pytest.raises((UnknownLabelError, OffScaleError, LabelConflictError)):
        lk.Responses(ENGINES[engine]({"q": column}), instrument(scale)).tally()


@given(drawn=labelled_columns())
def test_a_code_beside_its_label_is_an_answer(drawn):
    """In every form that leaves no doubt, several forms in one column included."""
    scale, texts, codes = drawn
    assert scale.encode(texts).tolist() == codes


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=15, deadline=None)
@given(drawn=labelled_columns())
def test_every_engine_counts_a_code_beside_its_label(engine, drawn):
    """As often as it stands there."""
    scale, texts, codes = drawn
    counts = lk.Responses(ENGINES[engine]({"q": texts}), instrument(scale)).tally().counts[0, 0]
    assert counts.tolist() == [*(codes.count(code) for code in scale.codes), 0]
