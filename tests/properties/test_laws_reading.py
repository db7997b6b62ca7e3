"""Laws of reading exports: what a file says does not hang on how it is written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.survey_files import delimited

import likertkit as lk
from likertkit.io.files._sheet import is_blank

if TYPE_CHECKING:
    from likertkit.io import Export

WORDS = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
# What cp1252 and Mac Roman have too, and what separates or quotes elsewhere.
SIGNS = "abcXYZ 019 ,;|'\"-é\u201cü€\n"
TEXT = st.text(SIGNS, min_size=1, max_size=14).filter(lambda text: bool(text.strip()))
CELLS = st.sampled_from([*WORDS, "", "N/A", "1", "2", "99"]) | TEXT


@st.composite
def tables(draw: st.DrawFn, min_rows: int = 1) -> list[list[str]]:
    """Return a table: different headings, and rows below them."""
    n = draw(st.integers(2, 5))
    heads = draw(st.lists(TEXT, min_size=n, max_size=n, unique_by=lambda text: tuple(text.split())))
    assume(not any(head.startswith("#") for head in heads))
    rows = draw(st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=min_rows, max_size=9))
    return [["Timestamp", *heads], *[[f"2026/03/{j + 1:02}", *row] for j, row in enumerate(rows)]]


def read(folder, content, **options: object):
    """Write bytes into a new file and read them."""
    path = folder.mktemp("read") / "file.csv"
    path.write_bytes(content)
    return lk.read(path, **options)


def said(export: Export) -> tuple[object, ...]:
    """Return what an export says, apart from how it was read."""
    questions = [(q.item, q.text, q.part, q.kind, q.options, q.heading) for q in export.questions]
    return export.tool, questions, export.frame.to_dict("list"), export.left_out()


WAYS = st.tuples(
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"]),
    st.booleans(),
)


@given(tables(), WAYS)
def test_separator_line_end_and_encoding(tmp_path_factory, table, way):
    """The same table, written in any way, is the same export."""
    sign, end, encoding, quote = way
    plain = read(tmp_path_factory, delimited(table).encode(), separator="comma")
    text = delimited(table, sign, end, quote=quote)
    other = read(tmp_path_factory, text.encode(encoding), separator=sign)
    assert said(other) == said(plain)


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=3, max_size=3), min_size=3, max_size=9),
       st.sampled_from([",", ";", "\t", "|"]))  # fmt: skip
def test_separator_that_is_found(tmp_path_factory, rows, sign):
    """Of answers without separators, the separator is found; headings may hold others."""
    heads = ["Timestamp", "How, if at all; say | all", "Or\tthis?", "c"]
    table = [heads, *[[f"t{j}", *row] for j, row in enumerate(rows)]]
    found = read(tmp_path_factory, delimited(table, sign).encode())
    assert list(found.frame.to_dict("list").values()) == [
        list(its) for its in zip(*table[1:], strict=True)
    ]


@given(tables(), st.sampled_from(["cp1252", "mac-roman"]))
def test_western_encodings_that_are_given(tmp_path_factory, table, encoding):
    """Any sign that they have comes back."""
    plain = read(tmp_path_factory, delimited(table).encode(), separator="comma")
    content = delimited(table).encode(encoding)
    assert said(read(tmp_path_factory, content, separator="comma", encoding=encoding)) == said(
        plain
    )


@given(tables(min_rows=2), st.randoms(use_true_random=False))
def test_names_do_not_hang_on_the_rows(tmp_path_factory, table, rnd):
    """Another order of the rows changes no name, and moves the cells with their rows."""
    mixed = [table[0], *rnd.sample(table[1:], len(table) - 1)]
    one, other = (
        read(tmp_path_factory, delimited(rows).encode(), separator="comma")
        for rows in (table, mixed)
    )
    assert list(one.frame) == list(other.frame)
    key = one.frame.columns[0]
    assert other.frame.sort_values(key, ignore_index=True).equals(
        one.frame.sort_values(key, ignore_index=True)
    )


@given(tables())
def test_no_cell_is_lost(tmp_path_factory, table):
    """Every cell that is not blank is in the frame, and nothing else is."""
    export = read(tmp_path_factory, delimited(table).encode(), separator="comma")
    cells = Counter(cell for row in table[1:] for cell in row if not is_blank(cell))
    assert Counter(cell for cell in export.frame.to_numpy().ravel() if cell is not None) == cells
    assert [q.heading for q in export.questions] == table[0]
    assert sum(q.n for q in export.questions) == cells.total()


STATUS = st.sampled_from(["IP Address", "Survey Preview", "Spam", ""])


@given(st.lists(st.tuples(STATUS, st.booleans(), *[CELLS] * 3), min_size=1, max_size=8))
def test_rows_set_aside_are_not_lost(tmp_path_factory, rows):
    """A row is a respondent's, or set aside with its cells; one-hot columns may be folded."""
    heads = ["StartDate", "EndDate", "Status", "Finished", "ResponseId", "Q1", "Q2_1", "Q2_2"]
    texts = ["Start Date", "End Date", "Response Type", "Finished", "Response ID", "How?"]
    texts += ["Which of these? - Mail", "Which of these? - Chat"]
    body = [
        ["2026-01-01", "2026-01-01", status, str(done), f"R_{j}", *its]
        for j, (status, done, *its) in enumerate(rows)
    ]
    export = read(tmp_path_factory, delimited([heads, texts, *body]).encode(), separator="comma")
    found = [
        *export.frame.itertuples(index=False),
        *export.rows_set_aside.iloc[:, 2:].itertuples(index=False),
    ]
    cells = Counter(cell for row in found for cell in row if cell is not None)
    assert cells == Counter(cell for row in body for cell in row if not is_blank(cell))
    assert len(found) == len(rows)


@given(tables(min_rows=3))
def test_a_draft_places_every_answer(tmp_path_factory, table):
    """What a draft takes up, it decodes; what it leaves out, it names."""
    export = read(tmp_path_factory, delimited(table).encode(), separator="comma")
    try:
        draft = export.draft_instrument()
    except lk.errors.FileFormatError:
        return
    for item in draft:
        codes = item.scale.encode(export.frame[item.name])
        given_codes = codes[codes == codes]  # noqa: PLR0124 - NaN differs from itself
        assert set(given_codes) <= set(item.scale.codes)
    n_left = sum(int(sentence.split()[0]) for sentence in export.left_out())
    assert len(draft) + n_left == len(export.questions)


@given(
    st.lists(st.text(min_size=1, max_size=30).filter(str.strip), max_size=4),
    st.sampled_from([None, "high", "low"]),
    st.sets(st.sampled_from(["q1", "q2", "q3"])),
    st.booleans(),
)
def test_revisions(tmp_path_factory, marks, positive, negative, reviewed):
    """Twice is once, in any order; what must be looked at is saved and loaded."""
    scale = lk.LikertScale.from_labels(["First", "Second", "Third"])
    items = [lk.Item(name, scale) for name in ("q1", "q2", "q3")]
    draft = lk.Instrument("demo", items, to_review=marks)
    options = {"positive": positive, "negative": sorted(negative) or None, "reviewed": reviewed}
    once = draft.revise(**options)
    assert once.revise(**options) == once
    apart = draft.revise(positive=positive).revise(negative=options["negative"])
    assert apart.revise(reviewed=reviewed) == once
    assert [item.keyed for item in once] == [
        "negative" if item.name in negative else "positive" for item in items
    ]
    for suffix in ("toml", "json"):
        path = tmp_path_factory.mktemp("draft") / f"draft.{suffix}"
        once.save(path)
        assert lk.Instrument.load(path) == once
        assert lk.Instrument.load(path).to_review == (() if reviewed else tuple(marks))


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_drafts_are_saved_and_loaded(tmp_path, suffix):
    """A whole draft, with reasons and drifting words."""
    words = [WORDS[j % 5].upper() if j == 7 else WORDS[j % 5] for j in range(20)]
    rows = [["a", "b"], *[[word, "N/A" if j % 3 else "1"] for j, word in enumerate(words)]]
    (tmp_path / "file.csv").write_text(delimited(rows), encoding="utf-8")
    draft = lk.read(tmp_path / "file.csv").draft_instrument()
    draft.save(tmp_path / f"draft.{suffix}")
    assert lk.Instrument.load(tmp_path / f"draft.{suffix}") == draft


SPELLED = st.sampled_from([str, str.upper, str.lower, "{} ".format])


@given(
    st.lists(st.tuples(st.integers(-1, 4), SPELLED), min_size=1, max_size=8),
    st.sampled_from(["words", "numbers", "x", "1", "Checked"]),
)
def test_a_column_for_each_option_is_one_question(tmp_path_factory, answers, how):
    """The expanded layout says what the condensed layout says, in words, numbers or ticks."""
    assume(any(place >= 0 for place, _ in answers))
    meta = ["Respondent ID", "Collector ID", "Start Date", "End Date"]
    heads = [[*meta, "How far do you agree?", *[""] * 4], [*[""] * 4, *WORDS]]
    rows, expected = [], []
    for j, (place, spell) in enumerate(answers):
        cells = [""] * 5
        if place >= 0:
            word = spell(WORDS[place])
            cells[place] = {"words": word, "numbers": str(place + 1)}.get(how, how)
        expected.append(None if place < 0 else word if how == "words" else WORDS[place])
        rows.append([f"10{j}", "1", "2026-01-01", "2026-01-01", *cells])
    export = read(tmp_path_factory, delimited([*heads, *rows]).encode())
    (question,) = [q for q in export.questions if q.kind != "metadata"]
    assert export.frame[question.item].tolist() == expected
    assert question.options == tuple(WORDS)
