"""Response styles: the published formulas, the orientation, and what a note must say."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk
from likertkit.bias import response_styles
from likertkit.errors import ArgumentTypeError

NAN = math.nan
FIVE = lk.LikertScale.preset("agreement", 5)


def instrument(*scales: lk.LikertScale, negative: int = 0) -> lk.Instrument:
    """Return an instrument with an item a scale, the last few of them negatively keyed."""
    first = len(scales) - negative
    return lk.Instrument(
        "trial",
        [
            lk.Item(f"q{k}", scale, keyed="negative" if k >= first else "positive")
            for k, scale in enumerate(scales)
        ],
    )


def styles(answers: list[list[float]], asked: lk.Instrument) -> lk.bias.ResponseStyles:
    """Return the styles of rows of codes."""
    return response_styles(lk.Responses(pd.DataFrame(answers, columns=list(asked.names)), asked))


@pytest.mark.parametrize(
    ("n_levels", "answers", "expected"),
    [
        # n4 = 1, n5 = 2, n1 = 1, n3 = 1, k = 5.
        (5, [4, 5, 5, 1, 3], (5 / 5, 2 / 5, 3 / 5, 3 / 5, 1 / 5)),
        # n5 + 2 n6 + 3 n7 = 1 + 2 + 3, n1 counts 3; n4 = 1.
        (7, [5, 6, 7, 1, 4], (6 / 5, 3 / 5, 3 / 5, 2 / 5, 1 / 5)),
        # n3 + 2 n4 = 1 + 2, n2 + 2 n1 = 1 + 2 + 2; nobody could choose a middle.
        (4, [3, 4, 2, 1, 1], (3 / 5, 5 / 5, -2 / 5, 3 / 5, NAN)),
        (6, [6, 5, 4, 3, 1], (6 / 5, 4 / 5, 2 / 5, 2 / 5, NAN)),
        (2, [2, 2, 1, 2, 2], (4 / 5, 1 / 5, 3 / 5, 1, NAN)),
    ],
)
def test_formulas(n_levels, answers, expected) -> None:
    """Counted by hand, for five levels as published and for others as documented."""
    asked = instrument(*[lk.LikertScale(range(1, n_levels + 1), positive="high")] * 5)
    found = styles([answers], asked)
    assert found.to_frame().iloc[0, 1:6].tolist() == approx(list(expected), nan_ok=True)


def test_the_positive_end_is_the_most_agreement() -> None:
    """Where 1 is strongly agree, a 1 is acquiescence; keying and view turn nothing."""
    asked = instrument(lk.LikertScale(positive="low"), FIVE, negative=1)
    frame = pd.DataFrame({"q0": [1], "q1": [5]})
    answers = lk.Responses(frame, asked)
    for view in ("as_answered", "keyed", "favourable"):
        found = response_styles(answers.scored(view))  # type: ignore[arg-type]
        assert found.acquiescence.tolist() == [2]
        assert (f"The view {view!r} is not used here." in found.notes) == (view != "as_answered")


def test_levels_count_and_codes_do_not() -> None:
    """A level counts by its place, whatever code it bears."""
    asked = instrument(lk.LikertScale((-10, 0, 1, 7, 99), positive="high"))
    assert styles([[7], [99], [1]], asked).acquiescence.tolist() == [1, 2, 0]


def test_only_valid_answers_count() -> None:
    """Blanks and answers without substance are not in k; who has none has no figures."""
    scale = lk.LikertScale(nonsubstantive={"N/A": 9}, positive="high")
    found = styles([[5, 9, NAN], [9, 9, 9], [3, 4, NAN]], instrument(*[scale] * 3))
    assert found.acquiescence.tolist() == approx([2, NAN, 0.5], nan_ok=True)
    assert found.midpoint.tolist() == approx([0, NAN, 0.5], nan_ok=True)
    assert found.n_answers.tolist() == [1, 0, 2]
    assert "1 row without a valid answer has no figures." in found.notes
    found = styles([[9, 9, 9], [9, 9, NAN]], instrument(*[scale] * 3))
    assert "2 rows without a valid answer have no figures." in found.notes


def test_net_of_keying() -> None:
    """The two keyings count half each, however many items each has."""
    asked = instrument(FIVE, FIVE, FIVE, FIVE, negative=1)
    found = styles([[5, 4, 3, 1], [5, 5, 5, 5], [5, 5, 5, NAN]], asked)
    assert found.balanced_acquiescence.tolist() == approx([(1 - 2) / 2, 2, NAN], nan_ok=True)
    row = found.summary["balanced_acquiescence"]
    assert (row.n, row.mean) == (2, 0.75)
    assert found.notes[-1].startswith(
        "balanced_acquiescence: positively and negatively keyed items count one half each"
    )


def test_acquiescence_needs_items_that_contradict() -> None:
    """All keyed one way, or nearly, is said; balanced keying is not warned of."""
    reason = "acquiescence cannot be separated from agreement"
    found = styles([[5, 5]], instrument(FIVE, FIVE))
    assert any(f"No item is negatively keyed: {reason}" in note for note in found.notes)
    assert math.isnan(found.balanced_acquiescence[0])
    found = styles([[5, 5]], instrument(FIVE, FIVE, negative=2))
    assert any(f"No item is positively keyed: {reason}" in note for note in found.notes)
    found = styles([[5] * 5], instrument(*[FIVE] * 5, negative=1))
    assert any("Only 1 of 5 items is negatively keyed" in note for note in found.notes)
    found = styles([[5] * 9], instrument(*[FIVE] * 9, negative=7))
    assert any("Only 2 of 9 items are positively keyed" in note for note in found.notes)
    found = styles([[5] * 4], instrument(*[FIVE] * 4, negative=1))
    assert not any("Only" in note for note in found.notes)
    found = styles([[5, NAN]], instrument(FIVE, FIVE, negative=1))
    assert found.summary["balanced_acquiescence"].n == 0


def test_mixed_scales_are_said() -> None:
    """Longer scales weigh more; a middle is one only where there is one."""
    four = lk.LikertScale(range(1, 5), positive="high")
    found = styles([[3, 4], [5, 1]], instrument(FIVE, four))
    assert found.acquiescence.tolist() == [1, 1]
    assert found.midpoint.tolist() == [1, 0]
    assert any("The scales have 4, 5 levels" in note for note in found.notes)
    assert "midpoint: a proportion of the answers on scales that have a middle." in found.notes
    found = styles([[3]], instrument(four))
    assert "No scale has a middle." in found.notes
    assert not any("The scales have" in note for note in found.notes)
    # An odd number of levels everywhere, though not the same one.
    found = styles([[3, 3]], instrument(FIVE, lk.LikertScale(range(1, 8), positive="high")))
    assert not any("middle, so" in note or "midpoint:" in note for note in found.notes)


def test_rows_have_names() -> None:
    """Respondent and condition come first; the summary is by condition and prints."""
    asked = instrument(FIVE)
    frame = pd.DataFrame({"who": ["b", "a", "b"], "when": [2, 1, 1], "q0": [5, 3, 4]})
    found = response_styles(lk.Responses(frame, asked, respondent="who", condition="when"))
    table = found.to_frame()
    assert list(table) == ["who", "when", *found.FIGURES]
    assert table["who"].tolist() == ["b", "a", "b"]
    assert table["when"].tolist() == [2, 1, 1]
    assert len(found) == 3
    row = found.summary.filter(when=1)["acquiescence"]
    assert (row.n, row.mean, row.minimum, row.maximum) == (2, 0.5, 0, 1)
    assert row.sd == approx(math.sqrt(0.5))
    assert found.to_text(80).startswith("Response styles in trial: 3 rows\nwhen  figure")
    assert found.to_markdown().startswith("Response styles in trial: 3 rows")
    assert "<table>" in found._repr_html_()
    assert len(repr(found).splitlines()) < 25


def test_one_row_and_none() -> None:
    """A single respondent has no standard deviation; nobody has an empty frame."""
    one = styles([[4]], instrument(FIVE)).summary["acquiescence"]
    assert (one.n, one.mean) == (1, 1)
    assert math.isnan(one.sd)
    none = response_styles(
        lk.Responses(pd.DataFrame({"q0": np.array([], dtype=int)}), instrument(FIVE))
    )
    assert none.to_frame().empty
    assert none.summary["extreme"].n == 0
    assert math.isnan(none.summary["extreme"].maximum)


def test_figures_are_read_only_and_compare() -> None:
    """Equal where all columns are, undefined with undefined; a pickle is equal and read-only."""
    asked = instrument(FIVE, FIVE)
    one, same = styles([[5, NAN], [NAN, NAN]], asked), styles([[5, NAN], [NAN, NAN]], asked)
    assert one == same
    assert one != styles([[4, NAN], [NAN, NAN]], asked)
    assert one != styles([[5, NAN]], asked)
    assert one != lk.bias.careless(lk.Responses(pd.DataFrame({"q0": [1], "q1": [1]}), asked))
    assert one != "styles"
    again = pickle.loads(pickle.dumps(one))
    assert again == one
    for each in (one, again):
        with pytest.raises(ValueError, match="read-only"):
            each.acquiescence[0] = 1
        with pytest.raises(ValueError, match="read-only"):
            each.keys[0][1][0] = 7
    with pytest.raises(TypeError):
        hash(one)
    named = pd.DataFrame({"q0": [5], "q1": [5], "who": [1]})
    first = response_styles(lk.Responses(named, asked, respondent="who"))
    second = response_styles(lk.Responses(named.assign(who=2), asked, respondent="who"))
    assert first != second
    renamed = named.rename(columns={"who": "person"})
    assert first != response_styles(lk.Responses(renamed, asked, respondent="person"))


def test_what_cannot_be_used() -> None:
    """A tally has no respondents; a key that is called like a figure stands apart from it."""
    asked = instrument(FIVE)
    answers = lk.Responses(pd.DataFrame({"q0": [1], "extreme": [7]}), asked, respondent="extreme")
    frame = response_styles(answers).to_frame()
    assert (frame["by_extreme"].item(), frame["extreme"].item()) == (7, 1)
    with pytest.raises(ArgumentTypeError, match="expected Responses"):
        response_styles(answers.tally())  # type: ignore[arg-type]


def test_synthetic_answers_say_so() -> None:
    """Notes of the responses stand here too."""
    answers = lk.studies.balint().synthetic(3).participants
    found = response_styles(answers)
    assert set(answers.tally().notes) <= set(found.notes)
    assert answers.tally().notes
