"""A level may have several wordings: all are read, the first is printed."""

from __future__ import annotations

import copy
import pickle

import attrs
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import likertkit as lk
from likertkit.errors import (
    ArgumentTypeError,
    DefinitionError,
    LabelConflictError,
    LikertkitWarning,
    MixedCodingError,
    UnknownLabelError,
)

LABELS = {1: ("Disagree", "En desacuerdo"), 2: "Neutral", 3: ("Agree", "De acuerdo", "Stimme zu")}
TWO_LANGUAGES = ["Disagree", "en  desacuerdo", "De acuerdo", "AGREE", "stimme zu", "Neutral", None]


@pytest.fixture
def scale():
    """Return a scale in up to three languages."""
    return lk.LikertScale((1, 2, 3), LABELS)


def test_the_first_is_printed(scale):
    """`labels` has one wording a level, `wordings` has all."""
    assert scale.labels == {1: "Disagree", 2: "Neutral", 3: "Agree"}
    assert scale.wordings == {
        1: ("Disagree", "En desacuerdo"),
        2: ("Neutral",),
        3: ("Agree", "De acuerdo", "Stimme zu"),
    }
    assert scale.decode([1, 2, 3]).tolist() == ["Disagree", "Neutral", "Agree"]
    assert scale.neutral == "Neutral"


def test_every_wording_is_read(scale):
    """Alone, beside its number, in any case."""
    assert scale.encode(TWO_LANGUAGES).tolist()[:-1] == [1, 1, 3, 3, 3, 2]
    beside = ["1 - En desacuerdo", "(3) de acuerdo", "Stimme zu (3)", "3: Agree"]
    assert scale.encode(beside).tolist() == [1, 3, 3, 3]


def test_a_wording_beside_the_number_of_another_level(scale):
    """The words say 1 and the number says 3."""
    with pytest.raises(LabelConflictError):
        scale.encode(["3 - En desacuerdo"])


def test_numbers_beside_a_second_wording_are_mixed_coding():
    """It is as much a label as the first."""
    answers = lk.Instrument("i", [lk.Item("q", lk.LikertScale((1, 2, 3), LABELS))])
    with pytest.raises(MixedCodingError):
        lk.Responses(pd.DataFrame({"q": ["De acuerdo", "2"]}), answers).tally()


def test_an_error_names_them_all(scale):
    """What is expected is what is read."""
    with pytest.raises(UnknownLabelError, match="1 'Disagree' or 'En desacuerdo', 2 'Neutral', 3"):
        scale.encode(["Vielleicht"])


@pytest.mark.parametrize(
    "copied", [copy.deepcopy, attrs.evolve, lambda one: pickle.loads(pickle.dumps(one))]
)
def test_copies_are_equal(scale, copied):
    """The wordings are part of the scale."""
    assert copied(scale) == scale
    assert hash(copied(scale)) == hash(scale)
    assert copied(scale).wordings == scale.wordings


def test_scales_with_other_wordings_differ(scale):
    """Also where what they print is the same."""
    assert scale != lk.LikertScale((1, 2, 3), scale.labels)
    assert lk.LikertScale((1, 2, 3), scale.wordings) == scale
    as_lists = {code: list(wordings) for code, wordings in scale.wordings.items()}
    assert lk.LikertScale((1, 2, 3), as_lists) == scale


def test_a_repr_makes_the_scale(scale):
    """It shows a tuple only where there are several wordings."""
    assert "1: ('Disagree', 'En desacuerdo'), 2: 'Neutral'" in repr(scale)
    assert eval(repr(scale), {"LikertScale": lk.LikertScale}) == scale  # noqa: S307 - our own


@pytest.mark.parametrize("ending", ["toml", "json"])
def test_files_keep_them(tmp_path, ending, scale):
    """Text where there is one wording, a list where there are several."""
    saved = lk.Instrument("i", [lk.Item("q", scale)])
    path = tmp_path / f"i.{ending}"
    saved.save(path)
    assert lk.Instrument.load(path) == saved
    assert "En desacuerdo" in path.read_text(encoding="utf-8")


def test_a_list_of_labels(scale):
    """`from_labels` takes tuples too."""
    assert lk.LikertScale.from_labels(LABELS.values()) == scale


@pytest.mark.parametrize(
    ("labels", "error"),
    [
        ({1: ()}, DefinitionError),
        ({1: ("Never", " ")}, DefinitionError),
        ({1: ("Never", 5)}, ArgumentTypeError),
        ({1: {"Never", "Nunca"}}, ArgumentTypeError),
        ({1: ("Never", "2")}, DefinitionError),
        ({1: ("No", "Nein"), 2: ("Yes", "NEIN ")}, DefinitionError),
    ],
)
def test_what_is_no_wording(labels, error):
    """Nothing, nothing visible, no text, no order, another number, another level's wording."""
    with pytest.raises(error):
        lk.LikertScale((1, 2), labels)


def test_two_wordings_of_one_level_may_be_alike():
    """They mean the same answer, so that nothing is in doubt."""
    scale = lk.LikertScale((1, 2), {1: ("Neutral", "neutral", "Neutral."), 2: ("Ja", "Yes")})
    assert scale.encode(["NEUTRAL", "neutral.", "yes."]).tolist() == [1, 1, 2]


def test_a_reason_is_no_wording_of_a_level():
    """Two reasons, or a reason and a level, cannot share a text."""
    for reasons in ({"no": 9}, {"N/A": 9, "n/a": 99}):
        with pytest.raises(
            DefinitionError, match="count as the same label: case, spacing and invisible"
        ):
            lk.LikertScale((1, 2), {1: ("Nein", "No")}, nonsubstantive=reasons)


def test_a_column_with_two_languages_may_prove_a_level_without_label():
    """The known levels come in two wordings, the others in one each."""
    scale = lk.LikertScale((1, 2, 3), {1: ("Never", "Nunca"), 3: "Always"})
    column = ["1 - Never", "1 - Nunca", "2 - Sometimes", "3 - Always"]
    assert scale.encode(column).tolist() == [1, 1, 2, 3]
    with pytest.raises(UnknownLabelError):
        scale.encode([*column, "2 - A veces"])


def test_the_direction_is_known_from_any_wording():
    """A label in a second language contradicts as the first does; two that differ say nothing."""
    with pytest.warns(LikertkitWarning, match="contradicts the labels: 1 is 'Oui'"):
        lk.LikertScale(
            (1, 2), {1: ("Oui", "Strongly agree"), 2: ("Non", "Disagree")}, positive="high"
        )
    lk.LikertScale((1, 2), {1: ("Good", "Bad"), 2: "Poor"}, positive="high")


ENGINES = {
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "lazy": pl.LazyFrame,
    "pyarrow": pa.table,
    "duckdb": lambda columns: duckdb.connect().from_arrow(pa.table(columns)),
}


@pytest.mark.parametrize("engine", ENGINES)
def test_two_languages_count_together(engine, scale):
    """On every engine, in tallies and in frames."""
    answers = lk.Instrument("i", [lk.Item("q", scale)])
    responses = lk.Responses(ENGINES[engine]({"q": TWO_LANGUAGES}), answers)
    assert responses.tally().counts[0, 0].tolist() == [2, 1, 3, 1]
