"""Each claim is there when its condition holds, and not when it is only just missed."""

from __future__ import annotations

import math
from typing import Any

import attrs
import pandas as pd
import pytest
from tests.unit.summary.sheets import claims, linked, loose, of_pairs, rows

import likertkit as lk
from likertkit.summary import Claim, SummaryRow
from likertkit.summary._claims import claims as claims_of
from likertkit.summary._told import Told, highest_label

AFTER, BEFORE = lk.Condition("after"), lk.Condition("before")
# All nine went up: the exact p-value is 2/2⁹ = 1/256.
RISE = ((4, 2), (5, 3), (3, 2), (4, 3), (5, 4), (4, 1), (3, 1), (5, 2), (4, 2))


def row(item: str = "clear", **figures: Any) -> SummaryRow:
    """Return a row of an item with the figures of a plain difference, or others."""
    usual = {
        "n_first": 9, "n_second": 8, "n_pairs": 8, "mean_first": 3.0, "mean_second": 2.0,
        "mean_difference": 1.0, "low": 0.5, "high": 1.5, "pvalue": 0.01, "pvalue_adjusted": 0.02,
        "superiority": 0.8, "shift_to_zero": 1.0,
    }  # fmt: skip
    return SummaryRow(item=item, **{**usual, **figures})


def said(*found: SummaryRow, kind: str = "may not", **options: Any) -> dict[str, str]:
    """Return what is said of rows, by what it is about."""
    usual = {
        "conditions": ("after", "before"),
        "highest": {one.item: "" for one in found},
        "threats": None,
        "linked": True,
        "correction": "holm",
        "level": 0.05,
    }
    told = Told(rows=found, **{**usual, **options})
    return {one.about: one.text for one in claims_of(told) if one.kind == kind}


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({}, "run from 3.00 ('q0') to 3.50 ('q1')."),
        ({"mean_first": 3.0}, "The mean scores of the 9 who answered under after are all 3.00."),
        (
            {"mean_first": math.nan},
            "The mean score of the 9 who answered under after is 3.00 ('q0').",
        ),
    ],
)
def test_means_are_said_as_they_are(figures, words) -> None:
    """Between two, all alike, or of one item."""
    found = said(row("q0"), row("q1", **{"mean_first": 3.5, **figures}), kind="may")
    assert found["after"].endswith(words)


@pytest.mark.parametrize(
    ("numbers", "who"),
    [
        ((9, 9), " of the 9 who answered"),
        ((9, 7), " of the 7 to 9 who answered"),
        ((1, 1), " of the one who answered"),
        ((None, None), ""),
    ],
)
def test_means_name_their_people(numbers, who) -> None:
    """How many answered stands behind a mean; where a paper does not say, nothing does."""
    items = [row(f"q{k}", n_first=n, mean_first=3.0 + k) for k, n in enumerate(numbers)]
    found = said(*items, kind="may")["after"]
    assert found == f"The mean scores{who} under after run from 3.00 ('q0') to 4.00 ('q1')."


def test_no_means_are_not_described() -> None:
    """Nothing is said of a condition under which nobody answered."""
    assert set(said(row(mean_first=math.nan, n_first=0), kind="may")) == {"before", "clear"}
    whole = said(row(), kind="may", conditions=("",))
    assert whole == {"all": "The mean score of the 9 who answered is 3.00 ('clear')."}


@pytest.mark.parametrize("turned", [False, True])
def test_a_difference_that_is_significant(*, turned: bool) -> None:
    """Which is higher follows the sign; the interval is that of the first less the second."""
    figures = (
        {"mean_difference": -1.0, "low": -1.5, "high": -0.5, "superiority": 0.2} if turned else {}
    )
    assert said(row(**figures), kind="may")["clear"] == (
        "Among the 8 who answered under both, 'clear' scored higher under "
        f"{'before' if turned else 'after'} than under {'after' if turned else 'before'}, by 1.00 "
        f"point on average (after less before: {'-1.50 to -0.50' if turned else '0.50 to 1.50'}; "
        "adjusted p = 0.02)."
    )


@pytest.mark.parametrize(
    ("figures", "there"),
    [
        ({"pvalue_adjusted": 0.0499}, True),
        ({"pvalue_adjusted": 0.05}, False),
        ({"pvalue_adjusted": math.nan}, False),
        ({"superiority": 0.5}, False),
        ({"superiority": 0.49}, False),
        ({"superiority": 0.51}, True),
        ({"mean_difference": 0.0}, False),
        ({"mean_difference": -0.1}, False),
        ({"mean_difference": math.nan}, False),
    ],
)
def test_a_difference_needs_significance_and_one_sign(figures, there) -> None:
    """Just above the level, or with two measures that disagree, nothing is claimed."""
    assert ("clear" in said(row(**figures), kind="may")) is there
    divided = not there and figures.get("pvalue_adjusted", 0) < 0.05
    found = said(row(**figures))
    assert ("clear" in found) is divided
    if divided:
        assert "which do not point the same way" in found["clear"]


@pytest.mark.parametrize(
    ("options", "figures", "words"),
    [
        ({}, {"pvalue_adjusted": 0.00001}, "adjusted p < 0.0001)"),
        ({}, {"pvalue_adjusted": 0.0001}, "adjusted p = 0.0001)"),
        ({"correction": "none"}, {}, "1.50; p = 0.02)"),
        ({}, {"robust": True}, "); so it does however the levels are spaced."),
        ({}, {"robust": False}, "p = 0.02)."),
        ({}, {"robust": None}, "p = 0.02)."),
        ({"linked": False}, {}, "Among these, 'clear' scored higher under"),
        ({"highest": {"clear": "Agree"}}, {}, "scored higher (towards 'Agree') under after"),
        ({}, {"mean_difference": 0.35}, "by 0.35 points on"),
    ],
)
def test_how_a_difference_is_said(options, figures, words) -> None:
    """Each part of the sentence is there with its figure only."""
    assert words in said(row(**figures), kind="may", **options)["clear"]


@pytest.mark.parametrize(
    ("view", "positive", "keyed", "word"),
    [
        ("as_answered", "high", "positive", "Strongly agree"),
        ("as_answered", "low", "positive", "Strongly disagree"),
        ("as_answered", "high", "negative", "Strongly agree"),
        ("keyed", "high", "negative", "Strongly disagree"),
        ("keyed", "low", "negative", "Strongly agree"),
        ("favourable", "low", "positive", "Strongly agree"),
        ("favourable", "high", "negative", "Strongly disagree"),
        ("favourable", "low", "negative", "Strongly disagree"),
    ],
)
def test_higher_is_named_by_the_view(view, positive, keyed, word) -> None:
    """The word at the highest score of the view, which a reader can check."""
    item = lk.Item("q", lk.LikertScale.preset("agreement", 5, positive=positive), keyed=keyed)
    assert highest_label(item, view) == word
    assert highest_label(lk.Item("q", lk.LikertScale(positive="high")), view) == ""


def test_views_turn_claims() -> None:
    """Where 1 is the best answer, codes that rose are answers that became worse."""
    scale = lk.LikertScale.preset("agreement", 5, positive="low")
    table = of_pairs(*RISE).counts[0, 0, :5, :5]
    pairs = lk.PairTally.from_table(table, scale, first="after", second="before")
    up = claims(lk.summarize(pairs), "item", "may")
    down = claims(lk.summarize(pairs.scored("favourable")), "item", "may")
    assert "higher (towards 'Strongly disagree') under after than under before" in up[0]
    assert "higher (towards 'Strongly agree') under before than under after" in down[0]


def test_one_item_that_is_not_significant() -> None:
    """It is shown neither to differ nor not to."""
    found = said(row(pvalue_adjusted=0.2, low=-0.5, high=1.25))["no difference"]
    assert found == (
        "That 'clear' differs between the conditions, or that it does not: its adjusted p-value is "
        "not below 0.05, and its interval reaches up to 1.25 points."
    )
    assert "no difference" not in said(row())
    assert "no difference" not in said(row(pvalue_adjusted=math.nan, pvalue=math.nan))
    assert "no difference" in said(row(pvalue_adjusted=0.05))


@pytest.mark.parametrize(
    ("low", "high", "more"),
    [
        (math.nan, math.nan, "not below 0.05."),
        (0.0, 0.0, "not below 0.05."),
        (-1.0, 0.5, "reaches up to 1.00 point."),
    ],
)
def test_an_interval_that_is_none_is_not_named(low, high, more) -> None:
    """Where there is no spread, or no interval, no reach is named."""
    assert said(row(pvalue_adjusted=1.0, low=low, high=high))["no difference"].endswith(more)


@pytest.mark.parametrize(
    ("n", "words"), [(4, "'q2' and 'q3' differ"), (5, "5 items (q0, q1, q2, q3, …) differ")]
)
def test_many_items_that_are_not_significant(n, words) -> None:
    """Up to four are named; the widest interval is that of its item."""
    items = [row(f"q{k}", pvalue_adjusted=0.5, low=-0.5 - k / 10, high=0.1) for k in range(n)]
    found = said(*items)["no difference"]
    assert words in found
    assert "none of their adjusted p-values is below 0.05, and their intervals" in found
    assert found.endswith(f"reach up to {0.4 + n / 10:.2f} points ('q{n - 1}').")
    flat = said(*(attrs.evolve(one, low=0.0, high=0.0) for one in items))["no difference"]
    assert flat.endswith("is below 0.05.")


@pytest.mark.parametrize(
    ("correction", "n", "there"),
    [("none", 2, True), ("none", 1, False), ("holm", 2, False), ("none", 25, True)],
)
def test_unadjusted_p_values(correction, n, there) -> None:
    """Several p-values without adjustment find something by chance; the bound is Bonferroni's."""
    items = [row(f"q{k}") for k in range(n)]
    found = said(*items, row("empty", pvalue=math.nan), correction=correction)
    assert ("many comparisons" in found) is there
    if there:
        assert found["many comparisons"].endswith(f"is up to {min(1, n * 0.05):.2g}.")
        assert f"any one of {n} differences" in found["many comparisons"]


@pytest.mark.parametrize(("robust", "there"), [(False, True), (True, False), (None, False)])
def test_a_sign_that_scores_make(robust, there) -> None:
    """Only where some increasing scoring turns it."""
    assert ("scoring" in said(row(robust=robust))) is there


def threats(*, first: lk.Condition = AFTER, second: lk.Condition = BEFORE, **design: Any) -> Any:
    """Return the threats to a design of two conditions."""
    return lk.StudyDesign(conditions=(first, second), **design).threats()


MEMORY = {"recall": attrs.evolve(BEFORE, retrospective=True)}
MEMORY["order"] = attrs.evolve(BEFORE, rated_after=("after",))


@pytest.mark.parametrize("name", MEMORY)
def test_memory_could_have_made_the_smallest_difference(name) -> None:
    """With a threat of memory, the smallest of the differences found says how little it takes."""
    big = row("useful", mean_difference=2.0, shift_to_zero=2.0)
    small = row("clear", mean_difference=-0.4, shift_to_zero=-0.4, superiority=0.3)
    there = {"threats": threats(second=MEMORY[name])}
    found = said(big, small, **there)[name]
    assert found == (
        f"That {name} did not make the difference in 'clear': had everybody rated before 0.40 "
        "points lower, none would be left."
    )
    people = attrs.evolve(
        small, mean_difference=0.4, shift_to_zero=0.4, superiority=0.7, respondents_to_zero=3
    )
    found = said(big, people, **there)[name]
    assert "rated before 0.40 points higher, or 3 of the 8 one category, none" in found
    deep = row("deep", mean_difference=-2.0, shift_to_zero=-2.0, superiority=0.1)
    assert "difference in 'clear'" in said(deep, people, **there)[name]
    assert not {name, ""} & set(said(big, small, threats=threats()))
    assert name not in said(big, small)
    assert name not in said(row(pvalue_adjusted=0.2), **there)
    assert name not in said(row(shift_to_zero=math.nan), **there)


def test_a_threat_to_other_conditions_is_none_here() -> None:
    """Of a design of three, what threatens the third alone, or with one of them, is left out."""
    later = lk.Condition("later", retrospective=True, rated_after=("after",), responded=2)
    trio = lk.StudyDesign(conditions=(AFTER, BEFORE, later)).threats()
    assert {"recall", "order", "small n"} <= {one.threat for one in trio}
    assert not {"recall", "order", "recall, order", "small n"} & set(said(row(), threats=trio))
    found = said(row(), threats=trio, conditions=("later", "after"))
    assert {"recall, order", "small n"} <= set(found)


@pytest.mark.parametrize(("context", "there"), [("online", True), ("in class", False)])
def test_circumstances(context, there) -> None:
    """Conditions that differ in more than themselves are no causes."""
    found = said(
        row(),
        threats=threats(
            first=attrs.evolve(AFTER, context=context),
            second=attrs.evolve(BEFORE, context="in class"),
        ),
    )
    assert ("context confounding" in found) is there
    if there:
        assert found["context confounding"].startswith("That after or before did it, and not the")
        assert "after: online; before: in class" in found["context confounding"]


@pytest.mark.parametrize(("responded", "there"), [(5, True), (6, False)])
@pytest.mark.parametrize("conditions", [("after", "before"), ("after",), ("",)])
def test_few_people(responded, conditions, *, there: bool) -> None:
    """Below six no exact test of signs can reject at 5 %."""
    design = threats(first=attrs.evolve(AFTER, responded=responded))
    found = said(row(), threats=design, conditions=conditions)
    assert ("small n" in found) is there
    if there:
        assert found["small n"].startswith("Much about so few people: At most 5 rated after.")


@pytest.mark.parametrize(
    ("n_pairs", "words"),
    [
        (8, "1 person is in one mean and in no pair ('clear')"),
        (6, "up to 5 people are in one mean and in no pair ('clear')"),
        (0, "up to 17 people"),
    ],
)
def test_who_is_in_no_pair(n_pairs, words) -> None:
    """Nine and eight answered."""
    found = said(row("other", n_first=8), row(n_pairs=n_pairs))
    assert words in found["non-overlap"]
    assert "non-overlap" not in said(row(n_first=8))
    assert "non-overlap" not in said(row(), linked=False)


def test_answers_that_are_not_linked() -> None:
    """Of printed means the bounds say for how many items not even the sign is known."""
    plain = said(row(), linked=False)["pairing"]
    assert plain.endswith("not linked person by person.")
    assert "pairing" not in said(row())
    some = said(
        row("a", within_low=-0.1, within_high=0.4),
        row("b", within_low=0.1, within_high=0.4),
        row("c"),
        row("d", within_low=0.0, within_high=0.4),
        row("e", within_low=-0.4, within_high=0.0),
        linked=False,
    )["pairing"]
    assert "For 3 of 4 items not even the sign is known" in some
    sure = said(row("b", within_low=0.1, within_high=0.4), linked=False)["pairing"]
    assert "sign" not in sure


@pytest.mark.parametrize(("width", "there"), [(0.06, True), (0.05, False), (math.nan, False)])
@pytest.mark.parametrize("side", ["first", "second"])
def test_the_silent(side, width, *, there: bool) -> None:
    """Bounds that are printed alike are no claim."""
    ends = {f"low_{side}": 0.0, f"high_{side}": width}
    found = said(row(**ends), row("wide", **{f"low_{side}": 2.0, f"high_{side}": 2.0 + 2 * width}))
    assert ("nonresponse" in said(row(**ends))) is there
    if there:
        name = {"first": "after", "second": "before"}[side]
        assert found["nonresponse"].startswith(f"That the means under {name} are those of all who")
        assert "that of 'wide' lies between 2.00 and 2.12" in found["nonresponse"]


@pytest.mark.parametrize(
    ("gap", "there"), [(0.06, True), (-0.06, True), (0.04, False), (math.nan, False)]
)
@pytest.mark.parametrize("side", ["first", "second"])
def test_cohorts_of_unlike_size(side, gap, *, there: bool) -> None:
    """A stratified mean that is printed like the plain one is no claim."""
    one = row(**{f"mean_{side}": 3.0, f"stratified_{side}": 3.0 + gap})
    two = row("wide", **{f"mean_{side}": 3.0, f"stratified_{side}": 3.0 + 2 * gap})
    assert ("unequal cohorts" in said(one)) is there
    if there:
        found = said(one, two)["unequal cohorts"]
        assert f"that of 'wide' is 3.00, and {3 + 2 * gap:.2f} with each cohort" in found


def test_one_condition_has_no_claims_of_two() -> None:
    """What needs a second condition is not said of one."""
    everything = row(
        robust=False, low_first=1.0, high_first=2.0, stratified_first=2.0, pvalue_adjusted=0.2
    )
    found = said(everything, conditions=("after",), correction="none")
    assert set(found) == {"nonresponse", "unequal cohorts"}
    assert set(said(everything, conditions=("after",), kind="may")) == {"after"}


def test_claims_hold_their_figures() -> None:
    """A claim is a record: it compares, hashes, prints, and names what it rests on."""
    found = lk.summarize(of_pairs(*RISE), invited=12)
    again = lk.summarize(of_pairs(*RISE), invited=12)
    assert found.claims == again.claims
    assert len({*found.claims, *again.claims}) == len(found.claims)
    (one,) = [each for each in found.claims if each.about == "item"]
    assert isinstance(one, Claim)
    held = found["item"]
    assert dict(one.figures) == {
        "mean_difference": held.mean_difference,
        "low": held.low,
        "high": held.high,
        "pvalue_adjusted": pytest.approx(2 / 2**9),
    }
    assert all(isinstance(value, float) for each in found.claims for _, value in each.figures)
    assert "scored higher" in repr(one)


@pytest.mark.parametrize(
    ("n_after", "n_before", "level"), [(3, 3, 0.9), (1, 9, 0.8), (1, 19, 0.9), (1, 39, 0.95)]
)
def test_a_p_value_at_the_level_is_not_below_it(n_after, n_before, level) -> None:
    """All of the one lie above all of the other, and p is 1 - level but for the last digits."""
    before = pd.DataFrame({"mood": [1] + [2] * (n_before - 1), "when": "before"})
    after = pd.DataFrame({"mood": [5] * n_after, "when": "after"})
    mood = lk.Instrument("mood", [lk.Item("mood", lk.LikertScale())])
    data = lk.Responses(pd.concat([after, before], ignore_index=True), mood, condition="when")
    found = lk.summarize(data, confidence_level=level)
    assert found["mood"].pvalue == pytest.approx(1 - level, rel=1e-12)
    assert not claims(found, "mood", "may")
    assert claims(found, "no difference")
    assert claims(lk.summarize(data, confidence_level=level - 0.001), "mood", "may")


def test_may_comes_first() -> None:
    """What may be claimed stands above what may not."""
    kinds = [one.kind for one in lk.summarize(linked(rows()), invited=12).claims]
    assert kinds == sorted(kinds)
    assert {"may", "may not"} == set(kinds)
    assert not claims(lk.summarize(loose(rows())), "nonresponse")
