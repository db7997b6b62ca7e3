"""Laws of figures read from papers."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.reference import published as brute

from likertkit.instrument import LikertScale
from likertkit.published import (
    check_percentages,
    feasible_n,
    grim,
    overlap_bounds,
    skipped_answers,
)

roundings = st.sampled_from(["half", "half-up", "half-even", "truncated"])
decimals = st.integers(0, 3)


@st.composite
def scales(draw: st.DrawFn) -> LikertScale:
    """Draw a scale of evenly spaced codes, negative ones too."""
    low = draw(st.integers(-3, 3))
    step = draw(st.integers(1, 3))
    return LikertScale(codes=range(low, low + step * draw(st.integers(1, 6)) + 1, step))


@st.composite
def overlapping_answers(
    draw: st.DrawFn,
) -> tuple[LikertScale, list[int], list[int], int, tuple[str, str], str]:
    """Draw the answers of raters of two conditions, those of both first, and printed means."""
    scale = draw(scales())
    both = draw(st.integers(1, 8))
    answers = [
        draw(st.lists(st.sampled_from(scale.codes), min_size=both, max_size=both + 8))
        for _ in range(2)
    ]
    rounding = draw(roundings)
    means = tuple(
        draw(
            st.sampled_from(
                sorted(brute.printed(sum(column), len(column), draw(decimals), rounding))
            )
        )
        for column in answers
    )
    return scale, answers[0], answers[1], both, (means[0], means[1]), rounding


@given(
    answers=st.lists(st.integers(-9, 9), min_size=1, max_size=150),
    places=decimals,
    rounding=roundings,
)
def test_a_true_mean_is_consistent(answers: list[int], places: int, rounding: str) -> None:
    """Every mean of whole numbers, printed under a rule, is possible under it."""
    for mean in brute.printed(sum(answers), len(answers), places, rounding):
        result = grim(mean, len(answers), rounding=rounding)  # type: ignore[arg-type]
        assert sum(answers) in result.totals
        assert result.totals == brute.totals(mean, len(answers), rounding, -10, 10)


@given(
    answers=st.lists(st.integers(1, 5), min_size=1, max_size=40),
    items=st.integers(1, 4),
    places=decimals,
)
def test_a_true_scale_mean_is_consistent(answers: list[int], items: int, places: int) -> None:
    """The mean of several items is a total of all their answers."""
    total = sum(answers) * items
    for mean in brute.printed(total, len(answers) * items, places, "half"):
        assert total in grim(mean, len(answers), items=items).totals


@given(mean=st.integers(0, 99), n=st.integers(1, 60))
def test_any_rule_is_one_way_of_half(mean: int, n: int) -> None:
    """What either rule for ties allows, "half" allows, and nothing else."""
    text = brute.as_text(mean, 1)
    half = set(grim(text, n).totals)
    up = set(grim(text, n, rounding="half-up").totals)
    even = set(grim(text, n, rounding="half-even").totals)
    assert up <= half
    assert even <= half
    ties = {total for total in half if (Fraction(total, n) * 20).denominator == 1}
    assert half - ties <= up & even


@example(means=[100], candidates={1, 80}, rounding="half")
@given(
    means=st.lists(st.integers(100, 500), min_size=1, max_size=6),
    candidates=st.sets(st.integers(1, 130), min_size=1, max_size=6),
    rounding=roundings,
)
def test_a_table_is_grim_by_item(means: list[int], candidates: set[int], rounding: str) -> None:
    """Every row says what grim says of each mean, with a chance in (0, 1]."""
    printed = {f"q{k}": brute.as_text(mean, 2) for k, mean in enumerate(means)}
    for row in feasible_n(printed, candidates, rounding=rounding):  # type: ignore[arg-type]
        tests = {
            item: grim(mean, row.n, rounding=rounding)  # type: ignore[arg-type]
            for item, mean in printed.items()
        }
        assert row.inconsistent == tuple(item for item in tests if not tests[item].consistent)
        assert row.n_consistent + len(row.inconsistent) == len(means) == row.n_means
        assert 0 < row.chance <= row.chance_any <= 1
        assert row.informative is tests["q0"].informative


@given(
    means=st.lists(st.integers(0, 30), min_size=1, max_size=3),
    n=st.integers(1, 12),
    rounding=roundings,
)
def test_chances_count_every_table(means: list[int], n: int, rounding: str) -> None:
    """With one decimal all tables can be listed: the chances are shares of them."""
    printed = [brute.as_text(mean, 1) for mean in means]
    row = feasible_n(printed, [n], rounding=rounding)[n]  # type: ignore[arg-type]
    expected = brute.chance(1, len(means), n, rounding, row.n_consistent)
    assert math.isclose(row.chance, expected, rel_tol=1e-12)
    skipped = skipped_answers(printed, n, rounding=rounding)  # type: ignore[arg-type]
    if not math.isnan(skipped.n_skipped):
        most = int(skipped.n_skipped)
        expected = brute.chance_of_skips(1, len(means), n, rounding, most)
        assert math.isclose(skipped.chance, expected, rel_tol=1e-12)


@given(
    columns=st.lists(st.lists(st.integers(1, 5), min_size=5, max_size=20), min_size=1, max_size=4),
    rounding=roundings,
)
def test_skipped_answers_are_never_too_many(columns: list[list[int]], rounding: str) -> None:
    """True answers with some skipped are explained by at most as many skipped."""
    n = max(map(len, columns))
    means = [min(brute.printed(sum(column), len(column), 2, rounding)) for column in columns]
    table = skipped_answers(means, n, rounding=rounding)  # type: ignore[arg-type]
    for row, column, mean in zip(table, columns, means, strict=True):
        assert row.n_skipped <= n - len(column)
        assert 0 < row.chance <= 1
        assert grim(mean, int(row.n_answered), rounding=rounding).consistent  # type: ignore[arg-type]
    assert table.n_skipped == sum(row.n_skipped for row in table)
    assert 0 < table.chance <= 1


@given(
    counts=st.lists(st.integers(0, 400), min_size=1, max_size=6),
    places=decimals,
    rounding=roundings,
)
def test_true_percentages_are_consistent(counts: list[int], places: int, rounding: str) -> None:
    """Exact shares, printed under a rule, agree with it, and the note adds them up."""
    base = sum(counts)
    assume(base)
    printed = [max(brute.printed(100 * count, base, places, rounding)) for count in counts]
    table = check_percentages(counts, printed, rounding=rounding)  # type: ignore[arg-type]
    word = "truncated" if rounding == "truncated" else "nearest"
    for row in table:
        assert row.consistent
        assert row.consistent_with in {"both", word}
    whole = sum(map(Fraction, printed))
    said = table.notes[2].removeprefix("The published parts add up to ").split(" %")[0]
    assert Fraction(said) == whole


@given(drawn=overlapping_answers())
@example(drawn=(LikertScale(), [1, 5], [5, 1, 1], 2, ("3.0", "2.3"), "half"))
def test_bounds_contain_the_truth(
    drawn: tuple[LikertScale, list[int], list[int], int, tuple[str, str], str],
) -> None:
    """The true difference of those who rated both lies within, with m known or bounded."""
    scale, one, other, both, means, rounding = drawn
    truth = Fraction(sum(one[:both]) - sum(other[:both]), both)
    known = overlap_bounds(
        {"q": means[0]},
        {"q": means[1]},
        n_first=len(one),
        n_second=len(other),
        n_both=both,
        scale=scale,
        rounding=rounding,  # type: ignore[arg-type]
    )["q"]
    # Bounds are exact numbers turned into floats, and so is the truth.
    assert known.low <= float(truth) <= known.high
    assert not (known.sign_identified and truth == 0)
    unknown = overlap_bounds(
        {"q": means[0]},
        {"q": means[1]},
        n_first=len(one),
        n_second=len(other),
        n_respondents=len(one) + len(other) - both,
        scale=scale,
        rounding=rounding,  # type: ignore[arg-type]
    )["q"]
    assert unknown == known


@given(drawn=overlapping_answers())
def test_swapping_the_conditions_flips_the_bounds(
    drawn: tuple[LikertScale, list[int], list[int], int, tuple[str, str], str],
) -> None:
    """Law 6: low and high change places and signs; what is identified stays so."""
    scale, one, other, both, means, rounding = drawn

    def bounds(first: int, second: int) -> tuple[float, ...]:
        numbers = (len(one), len(other))
        row = overlap_bounds(
            {"q": means[first]},
            {"q": means[second]},
            n_first=numbers[first],
            n_second=numbers[second],
            n_both=both,
            scale=scale,
            rounding=rounding,  # type: ignore[arg-type]
        )["q"]
        return (
            row.low,
            row.high,
            row.naive_difference,
            row.sign_identified,
            row.break_even_low,
            row.break_even_high,
        )

    low, high, naive, identified, even_low, even_high = bounds(0, 1)
    swapped = bounds(1, 0)
    assert swapped[:4] == (-high, -low, -naive, identified)
    if math.isnan(even_low):
        assert math.isnan(swapped[4])
    else:
        assert swapped[4:] == (even_low, even_high)


@given(drawn=overlapping_answers())
def test_more_raters_of_both_narrow_the_bounds(
    drawn: tuple[LikertScale, list[int], list[int], int, tuple[str, str], str],
) -> None:
    """The bounds at a larger n_both lie within those at a smaller one."""
    scale, one, other, _, means, rounding = drawn
    rows = [
        overlap_bounds(
            {"q": means[0]},
            {"q": means[1]},
            n_first=len(one),
            n_second=len(other),
            n_both=both,
            scale=scale,
            rounding=rounding,  # type: ignore[arg-type]
        )["q"]
        for both in range(1, min(len(one), len(other)) + 1)
    ]
    for fewer, more in pairwise(rows):
        assert fewer.low <= more.low <= more.high <= fewer.high


@given(drawn=overlapping_answers())
def test_nested_signs_are_identified_off_the_scale(
    drawn: tuple[LikertScale, list[int], list[int], int, tuple[str, str], str],
) -> None:
    """With one group within the other, a sign is known exactly where 0 needs answers off it."""
    scale, one, other, _, means, rounding = drawn
    assume(len(one) != len(other))
    row = overlap_bounds(
        {"q": means[0]},
        {"q": means[1]},
        n_first=len(one),
        n_second=len(other),
        n_both=min(len(one), len(other)),
        scale=scale,
        rounding=rounding,  # type: ignore[arg-type]
    )["q"]
    outside = row.break_even_high < scale.low or row.break_even_low > scale.high
    assert row.sign_identified == outside
