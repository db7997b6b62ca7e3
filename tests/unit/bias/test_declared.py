"""Every field of a study's design is of its type, in Python and in TOML."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.bias import Cohort, Condition, StudyDesign, load_design
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    DefinitionError,
    FileFormatError,
    LikertkitError,
    PopulationError,
)

ONE = (Condition("a"),)
HUGE = 10**400


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        (Condition, {"retrospective": "no"}, "condition 'x': retrospective='no' is not True or"),
        (Condition, {"retrospective": None}, "retrospective=None is not True or False"),
        (Condition, {"retrospective": 1}, "retrospective=1 is not True or False"),
        (Condition, {"context": 5}, "condition 'x': context=5 is not text"),
        (
            Condition,
            {"rated_after": 3},
            "rated_after is 3; expected a sequence of names of conditions",
        ),
        (Condition, {"rated_after": {"a": 1}}, "expected a sequence of names of conditions"),
        (Cohort, {"size": 4, "mandatory": "no"}, "cohort 'x': mandatory='no' is not True or False"),
        (Cohort, {"size": 4, "mandatory": 0}, "mandatory=0 is not True or False"),
        (Cohort, {"size": 4, "frequency": 5}, "cohort 'x': frequency=5 is not text"),
        (Cohort, {"size": 4, "conditions": (1,)}, "contains 1; expected only names of conditions"),
        (Cohort, {"size": "4"}, "size='4' is not a whole number"),
        (Cohort, {"size": None}, "size=None is not a whole number"),
    ],
)
def test_a_field_of_another_type_is_refused(
    kind: type, fields: dict[str, Any], words: str, tmp_path: Path
) -> None:
    """With what was found and a hint; from a file as in Python."""
    with pytest.raises(ArgumentTypeError, match=words) as caught:
        kind("x", **fields)
    assert "\nHint: " in str(caught.value)
    plain = {key: value for key, value in fields.items() if isinstance(value, str | int)}
    if len(plain) == len(fields):
        table = "conditions" if kind is Condition else "cohorts"
        written = "".join(f"{key} = {value!r}\n" for key, value in fields.items())
        path = tmp_path / "design.toml"
        first = '[[conditions]]\nname = "first"\n'
        path.write_text(f'{first}[[{table}]]\nname = "x"\n{written}', encoding="utf-8")
        with pytest.raises(ArgumentTypeError, match=words):
            load_design(path)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"conditions": None}, "conditions is None; expected a sequence of Condition"),
        ({"conditions": "ab"}, "conditions is 'ab'; expected a sequence"),
        ({"conditions": ONE[0]}, "expected a sequence of Condition records"),
        ({"conditions": {"a": 1}}, "expected a sequence of Condition records"),
        ({"conditions": ONE, "cohorts": 5}, "cohorts is 5; expected a sequence of Cohort records"),
        ({"conditions": ONE, "limitations": 1}, "limitations is 1; expected"),
        ({"conditions": ONE, "limitations": "ab"}, "limitations is 'ab'; expected a mapping"),
        ({"conditions": ONE, "limitations": {"recall": 1}}, r"limitations\['recall'\] is 1, which"),
        ({"conditions": ONE, "exclusions": None}, "exclusions is None; expected a mapping"),
        ({"conditions": ONE, "invited": "57"}, "invited='57' is not a whole number"),
    ],
)
def test_a_design_of_another_type_is_refused(fields: dict[str, Any], words: str) -> None:
    """No error of another library, whatever stands for the records."""
    with pytest.raises(ArgumentTypeError, match=words) as caught:
        StudyDesign(**fields)
    assert "\nHint: " in str(caught.value)


def test_truth_values_of_numpy_are_plain_ones() -> None:
    """A design that was made from a data frame finds what it declares."""
    found = Cohort("x", size=4, mandatory=np.False_)  # type: ignore[arg-type]
    assert found.mandatory is False
    assert Condition("x", retrospective=np.True_).retrospective is True  # type: ignore[arg-type]


def test_numbers_that_nobody_can_count_are_refused() -> None:
    """A number of 400 digits is no number of people; the error says how long it is."""
    for make in (
        lambda: Cohort("x", size=HUGE),
        lambda: Condition("x", invited=HUGE),
        lambda: StudyDesign(conditions=ONE, invited=HUGE),
        lambda: StudyDesign(conditions=ONE, exclusions={"left": HUGE}),
    ):
        with pytest.raises(ArgumentError, match="about 401 digits is too large"):
            make()
    with pytest.raises(ArgumentError, match="a negative number of about 401 digits is too small"):
        StudyDesign(conditions=ONE, invited=-HUGE)
    assert StudyDesign(conditions=ONE, invited=2**63 - 1).invited == 2**63 - 1
    with pytest.raises(ArgumentError, match="9223372036854775808 is too large"):
        StudyDesign(conditions=ONE, invited=2**63)


def test_sizes_and_figures_that_are_no_floats_are_refused() -> None:
    """A population, a margin and an effect of 400 digits: an error of the library."""
    instrument = lk.Instrument("i", [lk.Item("q", lk.LikertScale())])
    frame = pd.DataFrame({"q": [1, 2, 4, 5], "s": ["a", "a", "b", "b"]})
    responses = lk.Responses(frame, instrument, stratum="s")
    for make in (
        lambda: lk.means(responses.sampled(population={"a": HUGE, "b": 5})),
        lambda: lk.means(responses.sampled(population={"a": -HUGE, "b": 5})),
        lambda: lk.poststratify(responses, {"a": HUGE, "b": 5}),
        lambda: lk.bias.nonresponse_bounds(responses, invited=HUGE),
        lambda: lk.bias.e_value(HUGE, sd=1.0),
    ):
        with pytest.raises((PopulationError, ArgumentError)):
            make()


@pytest.mark.parametrize("kind", [Condition, lambda name: Cohort(name, size=4)])
def test_a_number_as_a_name_is_told_how_to_write_it(kind: Any) -> None:
    """A year is written as text, and matches the number in the data."""
    with pytest.raises(DefinitionError, match="name=2021 is not a name") as caught:
        kind(2021)
    assert 'Hint: write it as text: "2021" matches the number 2021' in str(caught.value)


@pytest.mark.parametrize("year", [2021, 2021.0, np.int64(2021), "2021"])
def test_a_year_as_text_matches_the_number(year: Any) -> None:
    """What the hint says holds of cohorts and of conditions, whatever kind of number it is."""
    instrument = lk.Instrument("i", [lk.Item("q", lk.LikertScale())])
    frame = pd.DataFrame({"q": [1, 2, 4], "cohort": [year] * 3, "when": [year] * 3})
    design = StudyDesign(
        conditions=(Condition("2021"),), cohorts=(Cohort("2021", size=10),), invited=10
    )
    responses = lk.Responses(frame, instrument, stratum="cohort", condition="when")
    found = design.threats(responses).filter(threat="nonresponse")
    assert "cohort 2021" in [row.applies_to for row in found]
    assert all("3 of 10 answered" in row.evidence for row in found)


@pytest.mark.parametrize(
    "text", ["invited = " + "9" * 5000, "a = " + "[" * 10_000, 'name = "\udcff"']
)
def test_a_file_that_breaks_the_reader_is_told(text: str, tmp_path: Path) -> None:
    """Numbers of thousands of digits, deep nesting and broken bytes are no tracebacks."""
    path = tmp_path / "design.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(FileFormatError, match=r"design\.toml cannot be read as TOML") as caught:
        load_design(path)
    assert isinstance(caught.value, LikertkitError)
