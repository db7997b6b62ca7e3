"""A number inside a text is an answer where the words or the whole column prove it, else never."""

from __future__ import annotations

import random

import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import LabelConflictError, LikertkitError, UnknownLabelError

ELEVEN = lk.LikertScale.preset("likelihood", 11)
FIVE = lk.LikertScale()
WORDS = ("Never", "Rarely", "Sometimes", "Often", "Always")


@pytest.mark.parametrize(
    "text",
    ["02-Jan", "N/A (9)", "3 - Don't know", "see comment [2]", "4 - other: see below", "2-door"],
)
def test_texts_beside_answers_are_no_answers(text: str) -> None:
    """The error names the text, its rows and the way to declare it; on rows and on a column."""
    values = ["7", text, "5", text]
    with pytest.raises(UnknownLabelError, match="2 rows") as caught:
        ELEVEN.encode(values)
    assert repr(text) in str(caught.value)
    if text == "02-Jan":
        assert "looks like a date" in caught.value.remedy()
        return
    assert "labels=" in caught.value.remedy()
    assert "nonsubstantive=" in caught.value.remedy()
    trial = lk.Instrument("t", [lk.Item("q", ELEVEN)])
    with pytest.raises(UnknownLabelError, match="2 rows"):
        lk.Responses(pd.DataFrame({"q": values}), trial)


@pytest.mark.parametrize(
    "form", ["{0} - {1}", "{0}: {1}", "({0}) {1}", "{1} ({0})", "{0} ({1})", "{0}、{1}", "{0}. {1}"]
)
def test_a_column_that_names_every_code_proves_itself(form: str) -> None:
    """One wording for each code, all of one style."""
    texts = [form.format(code, word) for code, word in enumerate(WORDS, start=1)]
    assert FIVE.encode([*texts, None, texts[0].upper()]).tolist()[:5] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "texts",
    [
        ["1 - Never", "2 - Rarely", "3 - Sometimes", "4 - Often"],  # 5 has no wording
        ["1 - Never", "2 - Rarely", "3 - Sometimes", "4 - Often", "5"],
        ["1 - Never", "2 - Rarely", "3 - Sometimes", "4 - Often", "5: Always"],
        ["1 - Never", "2 - Rarely", "3 - Sometimes", "4 - Often", "5 - Never"],
        ["1 - Never", "1 - Not", "2 - Rarely", "3 - Sometimes", "4 - Often", "5 - Always"],
        ["1 - Never", "2 - Rarely", "3 - Don't know", "4 - Often", "5 - Always"],
        ["1 - Jan", "2 - Feb", "3 - Mar", "4 - Apr", "5 - May"],
        ["01 - Never", "02 - Rarely", "03 - Sometimes", "04 - Often", "05 - Always"],
        ["1 - a: b", "2 - b: c", "3 - c: d", "4 - d: e", "5 - e: f"],
        [f"{k} - the {word} of us all went home" for k, word in enumerate(WORDS, start=1)],
        [f"{k} - …" for k in range(1, 6)],
        ["1 never", "2 rarely", "3 sometimes", "4 often", "5 always"],
        ["1 - Never", "2 - Rarely", "3 - Sometimes", "4 - Often", 5],
    ],
)
def test_a_column_that_lacks_something_proves_nothing(texts: list[object]) -> None:
    """A code without a wording, two styles, a shared wording, a reason, dates, sentences."""
    with pytest.raises(UnknownLabelError):
        FIVE.encode(texts)


def test_labels_count_towards_the_proof() -> None:
    """Levels that have labels are proved by them; the others by the form that they share."""
    ends = lk.LikertScale((1, 2, 3), {1: "Never", 3: "Always"})
    assert ends.encode(["1 - never", "2 - Sometimes", "3 - Always"]).tolist() == [1, 2, 3]
    with pytest.raises(UnknownLabelError):
        ends.encode(["1 - never", "2 - Sometimes", "Always"])
    with pytest.raises(LabelConflictError):
        ends.encode(["3 - never"])


def test_fractions_and_percentages_need_the_whole_column() -> None:
    """All of K, K the highest code; percent on a scale up to 100; never beside other forms."""
    assert FIVE.encode(["5/5", "2 / 5", None]).tolist()[:2] == [5, 2]
    hundred = lk.LikertScale(range(101))
    assert hundred.encode(["50 %", "7%"]).tolist() == [50, 7]
    for scale, values in (
        (FIVE, ["5/5", "4"]),
        (FIVE, ["5/5", "4/10"]),
        (FIVE, ["05/5"]),
        (FIVE, ["6/5"]),
        (FIVE, ["2 %"]),
        (FIVE, ["5/5", 4]),
        (hundred, ["50 %", "7"]),
        (lk.LikertScale((-2, -1, 0)), ["0/0"]),
    ):
        with pytest.raises(LikertkitError):
            scale.encode(values)


@pytest.mark.parametrize(
    ("labels", "text", "code"),
    [
        (["Never", "Always"], "1 (Never)", 1),
        (["まったく思わない", "とてもそう思う"], "2、とてもそう思う", 2),
        (["反对", "非常同意"], "2非常同意", 2),
        (["Agree", "Strongly agree"], "Strongly agree - 2", 2),
        (["Agree", "Strongly agree"], "Strongly Agree.", 2),
        (["Agree.", "Disagree."], "agree", 1),
        (["nein", "teils/teils"], "teils / teils", 2),
        (["teils / teils", "ja"], "1: teils/teils", 1),
        (["0 %", "50%"], "50 %", 2),
        (["kat\u0131lm\u0131yorum", "kat\u0131l\u0131yorum"], "KATILIYORUM", 2),
        (["kötü", "iyi"], "İYİ", 2),
        (["διαφωνώ", "συμφωνώ πλήρως"], "ΣΥΜΦΩΝΩ ΠΛΗΡΩΣ", 2),
        (["klein", "groß"], "GROSS", 2),
    ],
)
def test_certain_forms_are_read(labels: list[str], text: str, code: int) -> None:
    """By the words of the label, however they are typed and in capitals of any language."""
    assert lk.LikertScale.from_labels(labels).encode([text]).tolist() == [code]


def test_labels_that_only_typing_tells_apart() -> None:
    """Each is read as it is written; a third form is neither."""
    scale = lk.LikertScale.from_labels(["a / b", "a/b"])
    assert scale.encode(["a / b", "a/b"]).tolist() == [1, 2]
    with pytest.raises(UnknownLabelError):
        scale.encode(["a/ b"])
    with pytest.raises(
        lk.errors.DefinitionError, match="count as the same label: case, spacing and invisible"
    ):
        lk.LikertScale.from_labels(["KATILIYORUM", "kat\u0131l\u0131yorum"])


@pytest.mark.parametrize("text", ["1²", "²", "1①", "①1", "10₂", "1½", "²1", "⁵"])
def test_raised_and_circled_digits_join_no_number(text: str) -> None:
    """A power or a footnote is no digit of the answer."""
    with pytest.raises(LikertkitError):
        lk.LikertScale(range(101)).encode([text])


def test_a_circled_digit_alone_is_its_number() -> None:
    """As forms in East Asia print it."""
    assert FIVE.encode(["①", "\uff15"]).tolist() == [1, 5]


REASONS = (
    "don't know", "weiß nicht", "ne sait pas", "no sabe", "わからない", "不知道", "не знаю",
    "keine Angabe", "n/a", "refused", "bilmiyorum", "geen mening", "non so", "não sei",
)  # fmt: skip
MONTHS = ("Jan", "Feb", "Mär", "avr", "mayo", "Juni", "lug", "ago", "Sept", "Okt", "nov", "déc")
UNITS = ("days", "Tage", "km", "kg", "ans", "años", "h", "%o", "°C", "stk", "門", "人", "лет")
SENTENCES = (
    "siehe Kommentar", "see below", "because of noise", "voir note", "ver nota", "it depends",
    "wäre besser gewesen", "c'était trop long", "prefiero no decir", "другое, см. ниже",
)  # fmt: skip
TEMPLATES = (
    "{n} - {reason}", "{reason} ({n})", "{n}: {reason}", "({n}) {reason}", "{n}. {reason}",
    "{n:02d}-{month}", "{n}-{month}", "{month} {n}", "{month}-{n}", "{n}. {month}", "{n}/{m}/2024",
    "2024-{n:02d}-{m:02d}", "{n}.{m}.24", "{n}:{m:02d}", "{n}h{m:02d}", "{n} {unit}", "{n}{unit}",
    "{n}-{unit}",
    "{n}st", "{n}nd", "{n}rd", "{n}th", "{n}ème", "Nr. {n}", "v{n}.{m}", "{n}.{m}.{n}",
    "{n}-{m}", "{n}–{m}", "{n} to {m}", "{n} bis {m}", "{n}+{m}", "{n} + {m} = {m}", "{n} or {m}",
    "0{n}-{m}55-{n}{m}{n}", "+4{n} 30 {m}{n}{m}", "{n} - {sentence}", "{sentence} [{n}]",
    "{sentence}: {n}", "{n}, {sentence}", "{n} ({sentence})", "{n}) {sentence}", "~{n}", "<{n}",
    "{n}?", "#{n}", "{n}*", "{n}x", "Q{n}", "{n}²", "{n}½", "{n}/{m}",
)  # fmt: skip


def other_texts() -> list[str]:
    """Return some hundred texts with a number that are no answers."""
    rng = random.Random(51)  # noqa: S311 - not for secrets
    found = [
        template.format(
            n=rng.randint(1, 5),
            m=rng.randint(6, 9),
            reason=rng.choice(REASONS),
            month=rng.choice(MONTHS),
            unit=rng.choice(UNITS),
            sentence=rng.choice(SENTENCES),
        )
        for template in TEMPLATES
        for _ in range(9)
    ]
    return list(dict.fromkeys(found))


def test_other_texts_are_never_counted() -> None:
    """Alone, beside answers, and all of a kind together: each is an error, on two scales."""
    texts = other_texts()
    assert len(texts) > 250
    rng = random.Random(23)  # noqa: S311 - not for secrets
    for scale in (ELEVEN, FIVE, lk.LikertScale.from_labels(WORDS)):
        for text in texts:
            for values in ([text], ["1", text, "5"], [text, *rng.sample(texts, 5)]):
                with pytest.raises(LikertkitError):
                    scale.encode(values)


@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow", "duckdb"])
def test_other_texts_are_counted_on_no_engine(engine: str) -> None:
    """A column a text, bound at once: each alone raises."""
    if engine != "pandas":
        pytest.importorskip(engine)
    trial = lk.Instrument("t", [lk.Item("q", ELEVEN)])
    for text in other_texts()[:: 1 if engine == "pandas" else 12]:
        frame = pd.DataFrame({"q": ["7", text, None]})
        with pytest.raises(LikertkitError):
            lk.describe(lk.Responses(on(engine, frame), trial))


def on(engine: str, frame: pd.DataFrame) -> object:
    """Return the frame on an engine."""
    if engine == "polars":
        import polars as pl

        return pl.from_pandas(frame).lazy()
    if engine == "pyarrow":
        import pyarrow as pa

        return pa.Table.from_pandas(frame)
    if engine == "duckdb":
        import duckdb

        return duckdb.connect().from_df(frame)
    return frame


def test_a_full_stop_hides_no_label() -> None:
    """Behind a code and its label as behind the label alone."""
    scale = lk.LikertScale.from_labels(["Never", "Always"])
    assert scale.encode(["1 - Never.", "(2) Always.", "Always."]).tolist() == [1, 2, 2]
    with pytest.raises(LabelConflictError):
        scale.encode(["1 - Always."])
