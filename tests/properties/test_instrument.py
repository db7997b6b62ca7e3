"""Laws of scales, items and instruments."""

from __future__ import annotations

import pickle
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from likertkit.errors import DefinitionError
from likertkit.instrument import Instrument, Item, LikertScale
from likertkit.instrument._placing import place

CODES = st.sets(st.integers(-100, 100), min_size=2, max_size=8)
WORDS = st.text(min_size=1, max_size=12) | st.sampled_from(
    ["Strongly agree", "Don't know", "1-2 times", "N/A", "3: more", "Straße", "2"]
)
INVISIBLE = ["\ufeff", "\u200b", "\u2060", "\u200e", "\xad"]
SPACES = [" ", "  ", "\xa0", "\t", "\u2003", " \u3000"]


@st.composite
def scales(draw):
    """Return any scale: gaps, negative codes, some labels, reasons with any number of codes."""
    codes = draw(CODES)
    labels = draw(st.dictionaries(st.sampled_from(sorted(codes)), WORDS, max_size=5))
    reasons = draw(
        st.dictionaries(WORDS, st.none() | st.lists(st.integers(-120, 120), max_size=3), max_size=3)
    )
    try:
        return LikertScale(
            codes, labels, positive=draw(st.sampled_from(["high", "low"])), nonsubstantive=reasons
        )
    except DefinitionError:
        assume(condition=False)


@st.composite
def instruments(draw):
    """Return any instrument, with shared and with separate scales."""
    pool = draw(st.lists(scales(), min_size=1, max_size=3))
    names = draw(
        st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=5, unique=True)
    )
    items = [
        Item(
            name,
            draw(st.sampled_from(pool)),
            text=draw(st.text()),
            keyed=draw(st.sampled_from(["positive", "negative"])),
            subscale=draw(st.none() | st.text(min_size=1).filter(str.strip)),
        )
        for name in names
    ]
    return Instrument(
        draw(st.text(min_size=1).filter(str.strip)),
        items,
        title=draw(st.text()),
        citation=draw(st.text()),
    )


@given(scale=scales())
def test_reversing_twice_is_the_identity(scale):
    """Whatever was observed, and wherever the codes lie."""
    reasons = {code for codes in scale.nonsubstantive.values() for code in codes}
    once = scale.reverse(scale.codes)
    assert scale.reverse(once).tolist() == list(scale.codes)
    assert np.isnan(scale.reverse(sorted(reasons))).all()


@given(scale=scales(), data=st.data())
def test_reversal_ignores_what_was_observed(scale, data):
    """A column's reversal is the reversal of each of its answers."""
    codes = data.draw(st.lists(st.sampled_from(scale.codes)))
    assert scale.reverse(codes).tolist() == [scale.low + scale.high - code for code in codes]


@given(scale=scales())
def test_decoding_loses_nothing(scale):
    """encode(decode(codes)) == codes, for numbers and for their text."""
    codes = [*scale.codes, np.nan]
    for written in (scale.decode(codes), scale.codes, [f" {code}.0" for code in scale.codes]):
        assert scale.encode(written)[: scale.n_levels].tolist() == list(scale.codes)


@given(scale=scales(), data=st.data())
def test_spelling_makes_no_difference(scale, data):
    """Case, spacing and invisible characters change no code, with or without the number."""
    assume(scale.labels)
    code, label = data.draw(st.sampled_from(sorted(scale.labels.items())))
    pieces = label.split()
    written = data.draw(st.sampled_from(SPACES)).join(
        data.draw(st.sampled_from(INVISIBLE)) + piece for piece in pieces
    )
    variants = [written, f" {label}\xa0", label.casefold(), f"{code}: {written}"]
    assert scale.encode(variants).tolist() == [code] * len(variants)


@given(scale=scales())
def test_nonsubstantive_is_never_counted(scale):
    """Neither the label nor a code of a nonsubstantive answer is ever a number."""
    answers = [*scale.nonsubstantive, *sum(scale.nonsubstantive.values(), ())]
    assert np.isnan(scale.encode(answers)).all()
    assert {place(scale, answer).spelling for answer in answers} <= {"reason"}


@given(scale=scales())
def test_every_answer_has_one_cell(scale):
    """Levels fill the first cells, reasons the last, and no cell is left over."""
    levels = [place(scale, code).cell for code in scale.codes]
    reasons = [place(scale, None).cell, *(place(scale, r).cell for r in scale.nonsubstantive)]
    assert levels + reasons == list(range(scale.n_cells))
    assert all(place(scale, code).cell == cell for code, cell in scale.code_cells)


@given(scale=scales(), values=st.lists(st.integers(-130, 130) | st.none(), max_size=20))
def test_numbers_and_objects_agree(scale, values):
    """The fast path over arrays and the path over single values refuse and encode alike."""
    array = np.array([np.nan if value is None else value for value in values], dtype=float)
    outcomes = []
    for column in (values, array):
        try:
            outcomes.append(repr(scale.encode(column)))
        except ValueError as error:
            outcomes.append(str(error))
    assert outcomes[0] == outcomes[1]


@given(instrument=instruments())
@pytest.mark.parametrize("suffix", [".toml", ".json"])
def test_files_lose_nothing(instrument, suffix):
    """load(save(x)) == x, whatever the text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"demo{suffix}")
        instrument.save(path)
        assert Instrument.load(path) == instrument


@given(instrument=instruments())
def test_pickles_and_hashes(instrument):
    """A copy is equal and hashes alike."""
    twin = pickle.loads(pickle.dumps(instrument))
    assert twin == instrument
    assert hash(twin) == hash(instrument)


@given(scale=scales(), keyed=st.sampled_from(["positive", "negative"]))
def test_views_differ_by_reversal_only(scale, keyed):
    """Each view is the codes or their mirror image."""
    item = Item("q1", scale, keyed=keyed)
    mirror = tuple(scale.low + scale.high - code for code in scale.codes)
    assert item.scores("as_answered") == scale.codes
    assert item.scores("keyed") == (mirror if keyed == "negative" else scale.codes)
    turned = (keyed == "negative") != (scale.positive == "low")
    assert item.scores("favourable") == (mirror if turned else scale.codes)
