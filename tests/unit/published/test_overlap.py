from __future__ import annotations

import math
import pickle
from itertools import product

import pytest
from tests.reference import published as brute
from tests.reference.balint_tables import (
    FACE_TO_FACE,
    FACILITATORS_FACE_TO_FACE,
    FACILITATORS_VIRTUAL,
    VIRTUAL,
)

from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    MismatchError,
    OptionError,
    PublishedFigureError,
    UnknownItemError,
)
from likertkit.instrument import Instrument, Item, LikertScale
from likertkit.published import overlap_bounds, skipped_answers

SCALE = LikertScale(codes=(1, 2, 3, 4, 5), positive="low")
N_FACE_TO_FACE = dict.fromkeys(FACE_TO_FACE, 41) | {"understanding": 42}


def test_participants_of_the_study() -> None:
    """51 and 41 (42) raters, nested: none of the 14 signs is identified."""
    table = overlap_bounds(
        VIRTUAL,
        FACE_TO_FACE,
        n_first=51,
        n_second=N_FACE_TO_FACE,
        n_both=N_FACE_TO_FACE,
        scale=SCALE,
    )
    assert not any(row.sign_identified for row in table)
    for item, low, high in (
        ("understanding", -0.45, 0.40),
        ("heard", -0.49, 0.49),
        ("attend_again", -0.76, 0.22),
    ):
        assert (round(table[item].low, 2), round(table[item].high, 2)) == (low, high)
    heard = table["heard"]
    assert heard.low == pytest.approx(-20 / 41, rel=1e-15)
    assert heard.naive_difference == 0.26
    assert heard.break_even == 3.0
    assert (heard.n_first, heard.n_second, heard.n_both) == (51, 41, 41)


def test_the_fewest_who_must_have_rated_both() -> None:
    """With 51 respondents the raters must be nested; with 60 they need not be."""
    nested = overlap_bounds(
        VIRTUAL, FACE_TO_FACE, n_first=51, n_second=N_FACE_TO_FACE, n_respondents=51, scale=SCALE
    )
    given = overlap_bounds(
        VIRTUAL,
        FACE_TO_FACE,
        n_first=51,
        n_second=N_FACE_TO_FACE,
        n_both=N_FACE_TO_FACE,
        scale=SCALE,
    )
    assert nested.rows == given.rows
    assert nested.notes == given.notes
    wider = overlap_bounds(
        VIRTUAL, FACE_TO_FACE, n_first=51, n_second=N_FACE_TO_FACE, n_respondents=57, scale=SCALE
    )
    assert wider["heard"].n_both == 35
    assert math.isnan(wider["heard"].break_even)
    assert "both conditions have people who rated only one." in wider["heard"].note
    assert any("n_both is the smallest number" in note for note in wider.notes)
    for row, wide in zip(nested, wider, strict=True):
        assert wide.low <= row.low <= row.high <= wide.high


def test_understanding_at_40_and_41() -> None:
    """At 40 its bounds are [-.55, .45]; at 41 its mean is impossible, others stay."""
    at_40 = overlap_bounds(
        {"u": "1.78"}, {"u": "1.55"}, n_first=51, n_second=40, n_both=40, scale=SCALE
    )["u"]
    assert (at_40.low, at_40.high) == (-0.55, 0.45)
    at_41 = overlap_bounds(VIRTUAL, FACE_TO_FACE, n_first=51, n_second=41, n_both=41, scale=SCALE)
    row = at_41["understanding"]
    assert row.note == "the second mean 1.55 is impossible at n = 41 (it fits 40 or 42)."
    assert math.isnan(row.low)
    assert math.isnan(row.high)
    assert math.isnan(row.break_even)
    assert row.sign_identified is False
    assert row.naive_difference == 0.23
    assert sum(math.isnan(one.low) for one in at_41) == 1


def test_facilitators_of_the_study() -> None:
    """5 and 4 raters, nested: three signs are identified, two bounds touch 0."""
    table = overlap_bounds(
        FACILITATORS_VIRTUAL,
        FACILITATORS_FACE_TO_FACE,
        n_first=5,
        n_second=4,
        n_respondents=5,
        scale=SCALE,
    )
    bounds = {row.item: (row.low, row.high) for row in table}
    assert bounds["easy_to_attend"] == (-1.5, -1.5)
    assert bounds["engagement"] == (0.25, 1.25)
    assert bounds["drained"] == (-1.25, -0.25)
    assert bounds["safe_contained"] == (0.0, 1.0)
    assert bounds["group_size"] == (-1.0, 0.0)
    assert {row.item for row in table if row.sign_identified} == {
        "easy_to_attend",
        "engagement",
        "drained",
    }


def test_the_rival_reading_of_the_study() -> None:
    """With n free by item 13 of 14 signs are identified, ten differences exact."""
    answered = {row.item: int(row.n_answered) for row in skipped_answers(FACE_TO_FACE, 51)}
    table = overlap_bounds(
        VIRTUAL, FACE_TO_FACE, n_first=51, n_second=answered, n_respondents=51, scale=SCALE
    )
    assert [row.item for row in table if not row.sign_identified] == ["attend_again"]
    exact = [row for row in table if row.n_second == 51]
    assert len(exact) == 10
    for row in exact:
        assert row.low == row.high
        assert row.note == "no break-even: everyone rated both."


@pytest.mark.parametrize("codes", [(1, 2, 3), (0, 1), (-2, 0, 2)])
@pytest.mark.parametrize("numbers", [(3, 2, 1), (3, 2, 2), (2, 4, 1), (2, 2, 2), (4, 3, 2)])
def test_sharp_by_trying_every_data_set(
    codes: tuple[int, ...], numbers: tuple[int, int, int]
) -> None:
    """The bounds are the least and greatest differences that any data set reaches."""
    scale = LikertScale(codes=codes, positive="high")
    n_first, n_second, n_both = numbers
    decimals = 1
    means = [
        sorted(
            {
                text
                for total in range(n * codes[0], n * codes[-1] + 1)
                for text in brute.printed(total, n, decimals, "half")
            }
        )
        for n in (n_first, n_second)
    ]
    for first, second in product(*means):
        reached = brute.paired_differences((first, second), numbers, codes)
        row = overlap_bounds(
            {"q": first},
            {"q": second},
            n_first=n_first,
            n_second=n_second,
            n_both=n_both,
            scale=scale,
        )["q"]
        if not reached:
            assert math.isnan(row.low)
            assert "impossible" in row.note
            continue
        assert (row.low, row.high) == (float(min(reached)), float(max(reached)))
        assert row.sign_identified == (min(reached) > 0 or max(reached) < 0)


def test_bounds_hold_where_codes_are_not_evenly_spaced() -> None:
    """Every data set lies within, and the note says that the bounds may not be reached."""
    codes = (1, 2, 5)
    for first, second in product(["1.5", "2.0", "3.5"], ["1.7", "2.7", "3.0"]):
        reached = brute.paired_differences((first, second), (2, 3, 1), codes)
        table = overlap_bounds(
            {"q": first},
            {"q": second},
            n_first=2,
            n_second=3,
            n_both=1,
            scale=LikertScale(codes=codes, positive="high"),
        )
        assert any("not equally spaced (q)" in note for note in table.notes)
        assert all(table["q"].low <= one <= table["q"].high for one in reached)


def test_several_totals_are_all_allowed_for() -> None:
    """A mean with one decimal has several totals at n = 30: the bounds are their union."""
    row = overlap_bounds(
        {"q": "3.0"}, {"q": "2.0"}, n_first=30, n_second=20, n_both=20, scale=SCALE
    )["q"]
    firsts = brute.totals("3.0", 30, "half", 1, 5)
    seconds = brute.totals("2.0", 20, "half", 1, 5)
    assert (firsts, seconds) == ((89, 90, 91), (39, 40, 41))
    assert row.low == (89 - 50 - 41) / 20
    assert row.high == (91 - 10 - 39) / 20
    assert math.isnan(row.break_even)
    assert (row.break_even_low, row.break_even_high) == (4.8, 5.2)
    assert row.note == "no single break-even: the means allow several totals."


def test_break_even_from_either_side() -> None:
    """The larger group may be the first or the second; the number is the same."""
    one = overlap_bounds(
        {"q": "1.92"}, {"q": "1.66"}, n_first=51, n_second=41, n_both=41, scale=SCALE
    )
    other = overlap_bounds(
        {"q": "1.66"}, {"q": "1.92"}, n_first=41, n_second=51, n_both=41, scale=SCALE
    )
    assert one["q"].break_even == other["q"].break_even == 3.0
    assert any(note.startswith("break_even:") for note in one.notes)


def test_nobody_need_have_rated_both() -> None:
    """With as many respondents as ratings nothing is known of the difference."""
    for n_both, n_respondents in ((None, 92), (None, 200), (0, None)):
        row = overlap_bounds(
            {"q": "1.92"},
            {"q": "1.66"},
            n_first=51,
            n_second=41,
            n_both=n_both,
            n_respondents=n_respondents,
            scale=SCALE,
        )["q"]
        assert row.n_both == 0
        assert math.isnan(row.low)
        assert row.note == "perhaps nobody rated both conditions."


def test_both_means_may_be_impossible() -> None:
    """The note names either, with the n that would fit on this scale."""
    row = overlap_bounds(
        {"q": "1.55"}, {"q": "1.01"}, n_first=41, n_second=3, n_both=3, scale=SCALE
    )["q"]
    assert row.note == (
        "the first mean 1.55 is impossible at n = 41 (it fits 40 or 42). "
        "the second mean 1.01 is impossible at n = 3 (it fits 67)."
    )


def test_an_instrument_gives_each_item_its_scale() -> None:
    """An item on 0 to 10 has wider bounds than one on 1 to 5."""
    instrument = Instrument(
        "mixed", [Item("a", SCALE), Item("b", LikertScale(codes=range(11), positive="high"))]
    )
    table = overlap_bounds(
        {"a": "3.0", "b": "3.0"},
        {"a": "3.0", "b": "3.0"},
        n_first=4,
        n_second=3,
        n_both=3,
        scale=instrument,
    )
    assert table["b"].high > table["a"].high
    with pytest.raises(UnknownItemError, match="'c'"):
        overlap_bounds(
            {"c": "3.0"}, {"c": "3.0"}, n_first=4, n_second=3, n_both=3, scale=instrument
        )


def test_assumptions_are_stated() -> None:
    """Rounding, every n with its exceptions, and for whom the difference holds."""
    table = overlap_bounds(
        VIRTUAL,
        FACE_TO_FACE,
        n_first=51,
        n_second=N_FACE_TO_FACE,
        n_both=N_FACE_TO_FACE,
        scale=SCALE,
        rounding="half-up",
    )
    assert "n_first = 51; n_second = 41 (understanding: 42)" in table.notes[0]
    assert "a tie away from zero" in table.notes[0]
    assert "the people who rated both conditions, not for all respondents" in table.notes[1]
    assert dict(table.options)["rounding"] == "half-up"
    assert "first − second" in table.title


def test_columns_and_content() -> None:
    """The contract's columns come first; the table pickles."""
    table = overlap_bounds(VIRTUAL, FACE_TO_FACE, n_first=51, n_second=41, n_both=41, scale=SCALE)
    assert list(table.to_frame())[:7] == [
        "item",
        "naive_difference",
        "low",
        "high",
        "sign_identified",
        "break_even",
        "note",
    ]
    assert pickle.loads(pickle.dumps(table)) == table


def ask(**changed: object) -> None:
    """Call with one argument changed."""
    arguments: dict[str, object] = {
        "first": {"q": "1.92"},
        "second": {"q": "1.66"},
        "n_first": 51,
        "n_second": 41,
        "n_both": 41,
        "scale": SCALE,
    }
    arguments |= changed
    overlap_bounds(arguments.pop("first"), arguments.pop("second"), **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"n_both": 42}, ArgumentError, "item 'q': n_both=42 is more than the 51 and 41"),
        ({"n_both": None}, ArgumentError, "exactly one of them."),
        ({"n_respondents": 51}, ArgumentError, "exactly one of them."),
        (
            {"n_both": None, "n_respondents": 50},
            ArgumentError,
            "item 'q': n_respondents=50 is less than the 51 and 41",
        ),
        ({"n_first": 0}, ArgumentError, "n_first=0"),
        ({"n_first": {"q": 0}}, ArgumentError, r"n_first\['q'\]=0"),
        ({"n_second": {"heard": 41}}, MismatchError, "n_second lacks 'q'"),
        ({"n_both": -1}, ArgumentError, "n_both=-1"),
        (
            {"second": {"r": "1.66"}},
            MismatchError,
            "different items: second lacks 'q'; first lacks 'r'",
        ),
        ({"first": {}}, ArgumentError, "first is empty"),
        ({"first": ["1.92"]}, ArgumentTypeError, "first is"),
        ({"first": {"q": 1.92}}, ArgumentTypeError, r"first\['q'\] is 1.92"),
        ({"first": {"q": "5.92"}}, PublishedFigureError, r"first\['q'\] is 5.92, outside"),
        ({"second": {"q": "0.90"}}, PublishedFigureError, r"second\['q'\] is 0.90, outside"),
        ({"scale": (1, 5)}, ArgumentTypeError, "expected a LikertScale, or an Instrument"),
        ({"rounding": "up"}, OptionError, "rounding='up'"),
    ],
)
def test_refuses_bad_arguments(
    changed: dict[str, object], error: type[Exception], words: str
) -> None:
    """Each error names the argument, the item where there is one, and a hint."""
    with pytest.raises(error, match=f"(?s){words}.*Hint: "):
        ask(**changed)
