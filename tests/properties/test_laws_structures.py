"""Laws of files that describe a survey: what was written is read, and twins tell the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.survey_files import delimited

import likertkit as lk
from likertkit.io.structures._structure import read_structure

if TYPE_CHECKING:
    from pathlib import Path

SIGNS = "abcXYZé 12.,;:()[]/#'\"=+-*<{}$%äß"
LABELS = st.lists(
    st.text(SIGNS.replace("<", ""), min_size=1, max_size=12).filter(str.strip),
    min_size=1,
    max_size=6,
)
CODES = st.integers(-99, 99) | st.from_regex(r"A[1-9]\d?", fullmatch=True)


def squeezed(text: str) -> str:
    """Return text as headings and labels are read: runs of white space are a blank."""
    return " ".join(text.split())


@st.composite
def options(draw: st.DrawFn) -> list[tuple[int | str, str]]:
    """Draw options: different codes, any labels."""
    labels = draw(LABELS)
    codes = draw(st.lists(CODES, min_size=len(labels), max_size=len(labels), unique=True))
    return list(zip(codes, labels, strict=True))


@given(question=st.text(SIGNS + "\\", min_size=1, max_size=20).filter(str.strip), its=options())
def test_r_syntax_says_what_was_written(question, its):
    """LimeSurvey escapes quotation marks and backslashes."""

    def quoted(text: str) -> str:
        for sign in ("\\", "'", '"'):
            text = text.replace(sign, f"\\{sign}")
        return f'"{text}"'

    levels = ",".join(str(code) if isinstance(code, int) else f'"{code}"' for code, _ in its)
    text = (
        f"# LimeSurvey Field type: A\nattributes(data)$variable.labels[1] <- {quoted(question)}\n"
        f"data[, 1] <- factor(data[, 1], levels=c({levels}),"
        f"labels=c({', '.join(quoted(label) for _, label in its)}))\n"
        'names(data)[1] <- "Q"\n'
    )
    facts = read_structure(text.encode(), "s.R")["Q"]
    assert facts.text == squeezed(question)
    assert facts.options == tuple((code, squeezed(label)) for code, label in its)


@given(
    question=st.text(SIGNS, min_size=1, max_size=20).filter(str.strip),
    its=options(),
    mark=st.sampled_from("'\""),
)
def test_spss_syntax_says_what_was_written(question, its, mark):
    """SPSS writes a quotation mark inside a string twice."""

    def quoted(text: object) -> str:
        return f"{mark}{str(text).replace(mark, mark * 2)}{mark}"

    pairs = "\n".join(
        f" {code if isinstance(code, int) else quoted(code)} {quoted(label)}" for code, label in its
    )
    text = f"VARIABLE LABELS Q {quoted(question)}.\nVALUE LABELS Q\n{pairs}.\n"
    facts = read_structure(text.encode(), "s.sps")["Q"]
    assert facts.text == squeezed(question)
    assert facts.options == tuple((code, squeezed(label)) for code, label in its)


# Each example reads four files.
FEWER = settings(max_examples=max(8, settings.default.max_examples // 4))
WORDS = ["Never", "Rarely", "Sometimes", "Often", "Always"]


@FEWER
@given(
    codes=st.lists(st.integers(1, 99), min_size=5, max_size=5, unique=True),
    rows=st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=4, max_size=20),
    data=st.data(),
)
def test_twins_tell_the_same_either_way(tmp_path_factory, codes, rows, data):
    """Labels beside codes or codes beside labels, in any order of the rows: the same pairs."""
    folder: Path = tmp_path_factory.mktemp("twins")
    mixed = data.draw(st.permutations(list(enumerate(rows))))
    heads = ["respondent id", "x", "y"]
    labels = [heads, *[[j, "" if blank else WORDS[k], "z"] for j, (k, blank) in enumerate(rows)]]
    figures = [heads, *[[j, "" if blank else codes[k], "z"] for j, (k, blank) in mixed]]
    folder.joinpath("labels.csv").write_text(delimited(labels), encoding="utf-8")
    folder.joinpath("codes.csv").write_text(delimited(figures), encoding="utf-8")
    found = []
    for first, second in (("labels", "codes"), ("codes", "labels")):
        export = lk.read(folder / f"{first}.csv", structure=folder / f"{second}.csv")
        question = export.questions["x"]
        seen = {WORDS[k] for k, blank in rows if not blank}
        pairs = dict(zip(question.options, question.codes, strict=True)) if question.codes else {}
        found.append(pairs)
        assert all(code == codes[WORDS.index(w)] for w, code in pairs.items() if w in seen)
        assert seen <= pairs.keys() or not pairs
    assert found[0] == found[1]
