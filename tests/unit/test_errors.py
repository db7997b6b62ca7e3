from __future__ import annotations

import builtins
import copy
import inspect
import pickle
import warnings

import pytest

from likertkit import errors
from likertkit.errors import LikertkitError, LikertkitWarning, Sighting

FOUND = (Sighting("7", 3, (0, 4, 9)), Sighting("'maybe'", 1, (2,)))
STATED = ("item 'q1' is wrong; expected it right.", "put it right.")
ANSWERS = ("q1", FOUND, "one of 1, 2, 3, 4, 5")
EXAMPLES = {
    "AmbiguousRowError": ("q1", 2, ("condition",)),
    "ArgumentError": STATED,
    "ArgumentTypeError": STATED,
    "AxisError": ("cohort", ("condition", "stratum")),
    "BlankKeyError": STATED,
    "CalibrationError": STATED,
    "CountOverflowError": STATED,
    "CountsError": STATED,
    "DirectionError": STATED,
    "DefinitionError": STATED,
    "DuplicateRespondentError": ("id", FOUND, "condition"),
    "EngineError": STATED,
    "FileAccessError": STATED,
    "FileFormatError": STATED,
    "FrameError": STATED,
    "LabelConflictError": ANSWERS,
    "MismatchError": STATED,
    "MissingColumnError": (("q1",), ("q2", "q3"), "condition"),
    "MissingExtraError": ("plot_bars()", "matplotlib", "plot"),
    "MixedCodingError": ANSWERS,
    "OffScaleError": ANSWERS,
    "OptionError": ("base", "al", ("valid", "all")),
    "PopulationError": STATED,
    "PublishedFigureError": STATED,
    "RespondentError": STATED,
    "StratumError": STATED,
    "UndefinedFigureError": STATED,
    "UnknownItemError": ("q9", ("q1", "q2")),
    "UnknownLabelError": ANSWERS,
    "WeightError": STATED,
}
BUILTINS = {
    "CountOverflowError": OverflowError,
    "AmbiguousRowError": KeyError,
    "ArgumentTypeError": TypeError,
    "AxisError": KeyError,
    "EngineError": RuntimeError,
    "FileAccessError": OSError,
    "FrameError": TypeError,
    "MissingColumnError": KeyError,
    "MissingExtraError": ImportError,
    "UnknownItemError": KeyError,
}
CLASSES = {
    name: found
    for name, found in vars(errors).items()
    if inspect.isclass(found) and issubclass(found, BaseException)
}
CONCRETE = {
    name: found
    for name, found in CLASSES.items()
    if issubclass(found, LikertkitError) and found is not LikertkitError and name[0] != "_"
}


def make(name: str) -> LikertkitError:
    """Return an example of an error."""
    found = CONCRETE[name](*EXAMPLES[name])
    assert isinstance(found, LikertkitError)
    return found


def test_every_class_is_exported_and_has_an_example_here():
    """A new error is met by every test of this file."""
    assert set(CONCRETE) == set(EXAMPLES)
    public = {name for name in CLASSES if name[0] != "_"}
    assert public | {"Sighting"} == set(errors.__all__)


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_has_its_base(name):
    """An error is a LikertkitError, a warning a LikertkitWarning, and all say what they mean."""
    found = CLASSES[name]
    assert issubclass(found, LikertkitError) != issubclass(found, LikertkitWarning)
    assert inspect.cleandoc(found.__doc__ or "").endswith(".")


@pytest.mark.parametrize("name", CONCRETE)
def test_is_the_nearest_builtin(name):
    """`except ValueError` works where it would for plain Python."""
    builtin = BUILTINS.get(name, ValueError)
    error = make(name)
    assert isinstance(error, builtin)
    own = {one for one in type(error).mro() if vars(builtins).get(one.__name__) is one}
    assert own == {*builtin.mro()}
    with pytest.raises(builtin):
        raise error
    with pytest.raises(LikertkitError):
        raise error


@pytest.mark.parametrize("name", CONCRETE)
def test_ends_with_one_hint(name):
    """The last line, and no other, starts with it; no extra quotes."""
    *problem, hint = str(make(name)).split("\n")
    assert hint.startswith("Hint: ")
    assert hint.endswith(".")
    assert problem
    assert problem[-1].endswith(".")
    assert not any("Hint" in line for line in problem)
    # As a KeyError would be shown: in quotes, its line break spelled out.
    assert str(make(name)) != repr(str(make(name)))
    assert "\\n" not in str(make(name))
    assert "  " not in hint


@pytest.mark.parametrize("name", CONCRETE)
@pytest.mark.parametrize(
    "renewed",
    [lambda e: pickle.loads(pickle.dumps(e)), copy.copy, copy.deepcopy],
    ids=["pickle", "copy", "deepcopy"],
)
def test_survives(name, renewed):
    """Errors cross processes: same class, same message, same figures, same notes."""
    error = make(name)
    error.add_note("in file answers.csv")
    again = renewed(error)
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.args == error.args
    assert again.args[: len(EXAMPLES[name])] == EXAMPLES[name]
    assert vars(again) == vars(error)


@pytest.mark.parametrize("name", CONCRETE)
def test_survives_when_made_with_keywords(name):
    """Whichever way it was made."""
    cls = CONCRETE[name]
    parameters = [*inspect.signature(cls).parameters]
    error = cls(**dict(zip(parameters, EXAMPLES[name], strict=False)))
    assert str(pickle.loads(pickle.dumps(error))) == str(error) == str(make(name))


def test_base_without_a_hint():
    """The base class can be raised with anything, as Exception can."""
    assert str(LikertkitError("one", 2)) == "one, 2"
    assert str(LikertkitError()) == ""


def test_warning_is_a_user_warning():
    """Filters for UserWarning find it."""
    assert issubclass(LikertkitWarning, UserWarning)
    with pytest.warns(UserWarning, match="told"):
        warnings.warn("told", LikertkitWarning, stacklevel=1)


@pytest.mark.parametrize(
    ("sighting", "text"),
    [
        (Sighting("7", 1, (4,)), "7 (1 row: 4)"),
        (Sighting("7", 3, (0, 4, 9)), "7 (3 rows: 0, 4, 9)"),
        (Sighting("7", 12, (0, 4, 9)), "7 (12 rows: 0, 4, 9, …)"),
        (Sighting("'x'", 12), "'x' (12 rows)"),
        (Sighting("'x'", 1), "'x' (1 row)"),
    ],
)
def test_sighting(sighting, text):
    """How many rows, and the first of them where the engine keeps an order."""
    assert str(sighting) == text


def off_scale(n: int) -> str:
    """Return the message about so many values, two rows each."""
    found = tuple(Sighting(str(10 + k), 2) for k in range(n))
    return str(errors.OffScaleError("q1", found, "one of 1, 2, 3"))


def test_first_five_sightings_are_shown():
    """The rest are counted."""
    five, six, nine = off_scale(5), off_scale(6), off_scale(9)
    assert "has 10 rows off its scale: 10 (2 rows), " in five
    assert "14 (2 rows). Expected one of 1, 2, 3." in five
    assert "14 (2 rows) and 1 more. Expected" in six
    assert "has 18 rows" in nine
    assert "14 (2 rows) and 4 more. Expected" in nine
    assert "15 (2 rows)" not in nine


def test_one_row_is_one_row():
    """Singular where it should be."""
    error = errors.OffScaleError("q1", (Sighting("7", 1, (3,)),), "1 to 5")
    assert str(error).startswith(
        "item 'q1' has 1 row off its scale: 7 (1 row: 3), counting from row 0. "
    )


@pytest.mark.parametrize(
    ("rows", "begins"),
    [
        ((0,), "if row 0 holds headings, leave it out (frame.iloc[1:]); else add the text"),
        ((0, 1), "if rows 0 and 1 hold headings, leave them out (frame.iloc[2:]); else add"),
        ((1,), "add the text to"),
        ((0, 1, 2), "add the text to"),
        ((), "add the text to"),
    ],
)
def test_unknown_text_in_the_first_rows_may_be_headings(rows: tuple[int, ...], begins: str):
    """SurveyMonkey writes two lines of headings and Qualtrics three; more are no headings."""
    found = tuple(Sighting(f"'Question {row}'", 1, (row,)) for row in rows)
    error = errors.UnknownLabelError("q1", found or (Sighting("'x'", 2, ()),), "'Agree'")
    assert error.remedy().startswith(begins)


def test_unknown_text_that_comes_again_is_no_heading():
    """The first few rows may be those of an answer that many gave."""
    error = errors.UnknownLabelError("q1", (Sighting("'Agre'", 9, (0,)),), "'Agree'")
    assert error.remedy().startswith("add the text to")


def test_duplicates_name_the_condition_where_there_is_one():
    """One respondent, or several."""
    one = errors.DuplicateRespondentError("id", FOUND[:1])
    assert str(one).startswith("1 respondent has more than one row (column 'id'): 7 (3 rows:")
    assert "Hint: declare the column of conditions" in str(one)
    two = errors.DuplicateRespondentError("id", FOUND, "format")
    assert str(two).startswith("2 respondents have more than one row for one value of 'format' (")
    assert str(two).endswith(
        "\nHint: keep one row for each respondent and each value of 'format'; likertkit does not "
        "choose one of them."
    )


def test_missing_column_shows_the_first_twelve():
    """A wide frame does not bury the message."""
    wide = tuple(f"c{k}" for k in range(15))
    assert "'c11' and 3 more." in str(errors.MissingColumnError(("x",), wide))
    assert "'c11'." in str(errors.MissingColumnError(("x",), wide[:12]))
    assert "no column 'x', 'y' (item)" in str(errors.MissingColumnError(("x", "y"), wide))
    assert "its columns are (none)." in str(errors.MissingColumnError(("x",), ()))


def test_a_whole_question_as_a_column_name_is_cut():
    """60 characters are enough to know a question by."""
    most, over = "q" * 60, "r" * 61
    shown = str(errors.MissingColumnError((over,), (most, over)))
    assert repr(most) in shown
    assert shown.count(f"'{'r' * 59}…'") == 2
    assert over not in shown


def test_unknown_name_says_where_names_come_from():
    """Items are the instrument's; columns of a table are not."""
    item = str(errors.UnknownItemError("q9", ("q1",)))
    assert item.startswith("there is no item 'q9' here; expected one of 'q1'.")
    assert "the names in the instrument" in item
    column = str(errors.UnknownItemError("q9", (), "column"))
    assert column.startswith("there is no column 'q9' here; expected one of (none).")
    assert "instrument" not in column


def test_unknown_axis_without_axes():
    """A tally of everybody has none."""
    assert "its axes are (none)." in str(errors.AxisError("cohort", ()))


@pytest.mark.parametrize(
    ("by", "hint"),
    [
        (("condition",), "`table.filter(condition=...)['q1']`"),
        (("Age group", "g"), "`table.filter(**{'Age group': ...})['q1']`"),
        ((), "`for row in table`"),
    ],
)
def test_ambiguous_row_hint_is_code_that_runs(by, hint):
    """A column's name need not be one that Python takes as a keyword."""
    error = str(errors.AmbiguousRowError("q1", 2, by))
    assert hint in error
    assert error.startswith("'q1' names 2 rows of this table")
    assert ("one for each value of" in error) == bool(by)
