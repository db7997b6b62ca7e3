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
from likertkit.summary._claim_input import ClaimInput, meaning_of, order_of
from likertkit.summary._summary import claims as claims_of

AFTER, BEFORE = lk.Condition("after"), lk.Condition("before")
# All nine went up: the exact p-value is 2/2⁹ = 1/256.
RISE = ((4, 2), (5, 3), (3, 2), (4, 3), (5, 4), (4, 1), (3, 1), (5, 2), (4, 2))
PLAIN = lk.LikertScale(positive="high")
SCALE = "On a scale from 1 to 5 (5 is the positive end), the "


def row(item: str = "clear", **figures: Any) -> SummaryRow:
    """Return a row of an item of which both differences are there, or with other figures."""
    usual = {
        "n_first": 9, "n_second": 8, "n_pairs": 8, "mean_first": 3.0, "mean_second": 2.0,
        "mean_difference": 1.0, "low": 0.5, "high": 1.5, "mean_pvalue": 0.01,
        "mean_pvalue_adjusted": 0.02, "n_higher": 6, "n_equal": 1, "n_lower": 1,
        "superiority": 0.8125, "superiority_low": 0.6, "superiority_high": 0.95, "pvalue": 0.015,
        "pvalue_adjusted": 0.03, "shift_to_zero": 1.0,
    }  # fmt: skip
    known = {**usual, **figures}
    if known["n_pairs"] is not None:
        for side in ("first", "second"):
            known[f"n_{side}_only"] = (known[f"n_{side}"] or 0) - known["n_pairs"]
    return SummaryRow(item=item, **known)


# Nothing is shown of the means, or of the numbers of people.
NO_MEAN: dict[str, Any] = {"mean_pvalue_adjusted": 0.2, "low": -0.5, "high": 2.5}
NO_PEOPLE: dict[str, Any] = {"pvalue_adjusted": 0.2, "superiority_low": 0.45}
NEITHER = {**NO_MEAN, **NO_PEOPLE}


def all_said(*found: SummaryRow, kind: str = "may not", **options: Any) -> dict[str, list[str]]:
    """Return what is said of rows, by what it is about."""
    scale = options.pop("scale", PLAIN)
    usual = {
        "conditions": ("after", "before"),
        "meanings": tuple(
            (one.item, meaning_of(lk.Item(one.item, scale), "as_answered")) for one in found
        ),
        "linked": True,
        "people_test": "sign test",
        "means_test": "paired t",
        "correction": "holm",
        "level": 0.05,
    }
    given = ClaimInput(rows=found, **{**usual, **options})
    texts: dict[str, list[str]] = {}
    for one in claims_of(given):
        if one.kind == kind:
            texts.setdefault(one.about, []).append(one.text)
    return texts


def said(*found: SummaryRow, **options: Any) -> dict[str, str]:
    """Return what is said of rows, by what it is about, several sentences as one text."""
    return {about: "\n".join(texts) for about, texts in all_said(*found, **options).items()}


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (
            {},
            "mean scores of the 9 people who answered under 'after' range from 3.00 ('q0') to 3.50",
        ),
        ({"mean_first": 3.0}, "scores of the 9 people who answered under 'after' are all 3.00."),
        ({"mean_first": 3.001}, "under 'after' range from 3.000 ('q0') to 3.001 ('q1')."),
        (
            {"mean_first": math.nan},
            "mean score of 'q0' of the 9 people who answered under 'after' is 3.00.",
        ),
    ],
)
def test_means_are_said_as_they_are(figures, words) -> None:
    """Between two, all alike, or of one item."""
    found = said(row("q0"), row("q1", **{"mean_first": 3.5, **figures}), kind="may")
    assert found["after"].startswith(SCALE)
    assert words in found["after"]


@pytest.mark.parametrize(
    ("numbers", "who"),
    [
        ((9, 9), " of the 9 people who answered"),
        ((9, 7), " of the 7 to 9 people who answered"),
        ((1, 1), " of the 1 person who answered"),
        ((None, None), ""),
    ],
)
def test_means_name_their_people(numbers, who) -> None:
    """How many answered stands behind a mean; where a paper does not say, nothing does."""
    items = [row(f"q{k}", n_first=n, mean_first=3.0 + k) for k, n in enumerate(numbers)]
    found = said(*items, kind="may")["after"]
    assert found == f"{SCALE}mean scores{who} under 'after' range from 3.00 ('q0') to 4.00 ('q1')."


def test_weighted_means_are_of_a_population() -> None:
    """What is weighted is never said of the people who answered; their number stands beside it."""
    found = said(row(), kind="may", weighted=True)
    assert found["after"] == (
        "On a scale from 1 to 5 (5 is the positive end), in the population that the weights "
        "represent, the weighted mean score of 'clear' under 'after' is 3.00; 9 people answered."
    )
    assert found["clear"] == (
        "In the population that the weights represent, the weighted mean of 'clear' is higher "
        "under 'after' than under 'before', by 1.00 point among people who would rate both "
        "('after' minus 'before': 95 % interval 0.50 to 1.50; paired t, adjusted p = .020; 8 "
        "people rated both)."
    )
    loosely = said(row(), kind="may", weighted=True, linked=False)["clear"]
    assert "by 1.00 point ('after'" in loosely
    assert "9 people rated 'after' and 8 'before')" in loosely


def test_no_means_are_not_described() -> None:
    """Nothing is said of a condition under which nobody answered."""
    assert set(said(row(mean_first=math.nan, n_first=0), kind="may")) == {"before", "clear"}
    whole = said(row(), kind="may", conditions=("",))
    assert whole == {"all": f"{SCALE}mean score of 'clear' of the 9 people who answered is 3.00."}


AGREE = lk.LikertScale.preset("agreement", 5)
DOWN = lk.LikertScale.preset("agreement", 5, positive="low")


@pytest.mark.parametrize(
    ("items", "view", "n_claims"),
    [
        ([("a", AGREE, "positive"), ("b", AGREE, "positive")], "as_answered", 1),
        ([("a", AGREE, "positive"), ("b", AGREE, "negative")], "as_answered", 2),
        ([("a", AGREE, "positive"), ("b", AGREE, "negative")], "keyed", 1),
        ([("a", AGREE, "positive"), ("b", DOWN, "positive")], "as_answered", 2),
        ([("a", AGREE, "positive"), ("b", DOWN, "positive")], "keyed", 2),
        ([("a", AGREE, "positive"), ("b", DOWN, "negative")], "favourable", 1),
        ([("a", AGREE, "positive"), ("b", lk.LikertScale((1, 2, 3)), "positive")], "keyed", 2),
    ],
)
def test_items_of_unlike_meaning_are_not_ranked_together(items, view, n_claims) -> None:
    """Means are ranked of items whose high scores mean alike, and the high end is named."""
    meanings = tuple(
        (name, meaning_of(lk.Item(name, scale, keyed=keyed), view)) for name, scale, keyed in items
    )
    texts = all_said(row("a"), row("b", mean_first=4.0), kind="may", meanings=meanings, view=view)
    assert len(texts["after"]) == n_claims
    assert ("'a'" in texts["after"][0] and "'b'" in texts["after"][0]) is (n_claims == 1)


@pytest.mark.parametrize(
    ("scale", "keyed", "view", "words"),
    [
        (AGREE, "positive", "as_answered", "1 ('Strongly disagree') to 5 ('Strongly agree'), the"),
        (DOWN, "positive", "as_answered", "1 ('Strongly agree') to 5 ('Strongly disagree'), the"),
        (AGREE, "negative", "keyed", "1 ('Strongly agree') to 5 ('Strongly disagree'), the"),
        (
            AGREE,
            "negative",
            "as_answered",
            "5 ('Strongly agree') (the item is negatively keyed), the",
        ),
        (AGREE, "negative", "favourable", "from 1 to 5 (the favourable end), the"),
        (lk.LikertScale((1, 2, 3), positive="low"), "positive", "keyed", "(1 is the positive end)"),
        (lk.LikertScale((1, 2, 3), positive="low"), "negative", "keyed", "(3 is the positive end)"),
        (lk.LikertScale(labels={5: "Yes"}), "positive", "keyed", "from 1 to 5 ('Yes'), the"),
    ],
)
def test_the_ends_are_said_before_means_are_ranked(scale, keyed, view, words) -> None:
    """By their labels, in the scores of the view; by number where there are none."""
    meanings = (("clear", meaning_of(lk.Item("clear", scale, keyed=keyed), view)),)
    found = said(row(), kind="may", meanings=meanings, view=view)["after"]
    assert words in found


def test_items_reversed_by_their_keys_are_told_apart() -> None:
    """In one ranking the labels are those of the items that are not reversed."""
    meanings = tuple(
        (name, meaning_of(lk.Item(name, AGREE, keyed=keyed), "keyed"))
        for name, keyed in (("a", "negative"), ("b", "positive"))
    )
    found = said(row("a"), row("b"), kind="may", meanings=meanings, view="keyed")["after"]
    assert "5 ('Strongly agree') (for reversed items the ends are exchanged), the mean" in found


@pytest.mark.parametrize("turned", [False, True])
def test_both_differences(*, turned: bool) -> None:
    """Which is higher follows the sign; intervals are those of the first minus the second."""
    figures = (
        {
            "mean_difference": -1.0, "low": -1.5, "high": -0.5, "n_higher": 1, "n_lower": 6,
            "superiority": 0.1875, "superiority_low": 0.05, "superiority_high": 0.4,
        }
        if turned
        else {}
    )  # fmt: skip
    above, below = ("before", "after") if turned else ("after", "before")
    people, mean = all_said(row(**figures), kind="may")["clear"]
    assert people == (
        f"More people rated 'clear' higher under '{above}' than under '{below}': of the 8 people "
        f"who rated both, 6 rated '{above}' higher, 1 rated '{below}' higher, and 1 rated both the "
        f"same (superiority of 'after' over 'before' {'0.19' if turned else '0.81'}, 95 % interval "
        f"{'0.05 to 0.40' if turned else '0.60 to 0.95'}; sign test, adjusted p = .030)."
    )
    assert mean == (
        f"The mean of 'clear' is higher under '{above}' than under '{below}', by 1.00 point among "
        "the 8 people who rated both ('after' minus 'before': 95 % interval "
        f"{'-1.50 to -0.50' if turned else '0.50 to 1.50'}; paired t, adjusted p = .020)."
    )


@pytest.mark.parametrize(
    ("figures", "there"),
    [
        ({"mean_pvalue_adjusted": 0.0499}, True),
        ({"mean_pvalue_adjusted": 0.05}, False),
        ({"mean_pvalue_adjusted": math.nan}, False),
        ({"low": 0.001}, True),
        ({"low": 0.0}, False),
        ({"low": -0.1}, False),
        ({"low": math.nan, "high": math.nan}, False),
        ({"low": 1.0, "high": 1.0}, False),
        ({"mean_difference": math.nan}, False),
        ({"mean_difference": -1.0}, False),
        ({"low": -1.5, "high": -0.5}, False),
        ({"pvalue_adjusted": 1.0, "superiority_low": 0.1}, True),
    ],
)
def test_a_mean_needs_its_own_test_and_its_own_interval(figures, there) -> None:
    """A rank test shows nothing of means; an interval over 0, of no width or undefined neither."""
    found = said(row(**figures), kind="may").get("clear", "")
    assert ("The mean of 'clear' is higher" in found) is there


@pytest.mark.parametrize(
    ("figures", "there"),
    [
        ({"pvalue_adjusted": 0.0499}, True),
        ({"pvalue_adjusted": 0.05}, False),
        ({"pvalue_adjusted": math.nan}, False),
        ({"superiority_low": 0.501}, True),
        ({"superiority_low": 0.5}, False),
        ({"superiority_low": math.nan, "superiority_high": math.nan}, False),
        ({"superiority": math.nan}, False),
        ({"superiority": 0.4}, False),
        ({"n_higher": 1, "n_lower": 6}, False),
        ({"n_higher": 3, "n_lower": 3}, False),
        ({"mean_pvalue_adjusted": 1.0, "low": -9.0}, True),
    ],
)
@pytest.mark.parametrize("weighted", [False, True])
def test_numbers_of_people_need_their_own_test_and_interval(figures, there, weighted) -> None:
    """And so many people; weighted answers have no numbers of people that could be claimed."""
    found = said(row(**figures), kind="may", weighted=weighted).get("clear", "")
    assert ("More people rated 'clear' higher" in found) is (there and not weighted)


def test_loose_answers_are_compared_pair_by_pair() -> None:
    """The numbers are those of every pair of a rating under each condition."""
    one = row(
        n_pairs=None, n_higher=None, n_equal=None, n_lower=None,
        answers_first=(0, 1, 2), answers_second=(2, 0, 1), **NO_MEAN,
    )  # fmt: skip
    # 3 lies above two of the three, twice over; 2 above two, once; 3 meets the 3 twice.
    assert order_of(one) == (6, 2, 1)
    found = said(one, kind="may", linked=False, people_test="Mann-Whitney")["clear"]
    assert found == (
        "Ratings of 'clear' are more often higher under 'after' than under 'before': of the 9 "
        "pairs of one rating under each condition, 6 are higher under 'after', 1 are higher under "
        "'before', and 2 are equal (superiority of 'after' over 'before' 0.81, 95 % interval 0.60 "
        "to 0.95; Mann-Whitney, adjusted p = .030); it is not shown that the means differ ('after' "
        "minus 'before': 95 % interval -0.50 to 2.50; adjusted p = .200)."
    )
    other = attrs.evolve(one, low=0.5, high=1.5, mean_pvalue_adjusted=0.01, superiority_low=0.4)
    found = said(other, kind="may", linked=False)["clear"]
    assert "by 1.00 point among the 9 who rated 'after' and the 8 who rated 'before' (" in found
    assert found.endswith(
        "; it is not shown that ratings are more often higher under 'after' than under 'before' "
        "(superiority 0.40 to 0.95)."
    )


def test_figures_of_a_claim_are_figures() -> None:
    """What is not defined is no figure that a claim rests on; one rating each has no t test."""
    sheet = pd.DataFrame({"when": ["after", "before"], "clear": [5, 1]})
    course = lk.Instrument("course", [lk.Item("clear", AGREE)])
    found = lk.summarize(lk.Responses(sheet, course, condition="when"))
    (claim,) = [one for one in found.claims if one.about == "no difference"]
    assert dict(claim.figures) == {"pvalue_adjusted": 1.0}
    assert claim.text.startswith(
        "That 'clear' is rated differently under 'after' and 'before', or that it is rated "
        "the same: the order of the ratings (superiority of 'after' over 'before' 1.00, "
    )
    assert claim.text.endswith("adjusted p = 1.000) does not show a difference.")


def test_ends_of_an_interval_are_told_apart() -> None:
    """An interval that has a width is not printed as a point."""
    found = said(row(superiority_low=0.75001, superiority_high=0.75002), kind="may")["clear"]
    assert "95 % interval 0.75001 to 0.75002;" in found


def test_what_is_shown_and_what_is_not_stand_in_one_sentence() -> None:
    """Of one item no claim says that it differs while another says that it may not."""
    people = said(row(**NO_MEAN), kind="may")["clear"]
    assert people.endswith(
        "; it is not shown that the means differ ('after' minus 'before': 95 % interval -0.50 to "
        "2.50; adjusted p = .200)."
    )
    mean = said(row(**NO_PEOPLE), kind="may")["clear"]
    assert mean.endswith(
        "; it is not shown that more people rated 'after' higher (6 did, and 1 rated 'before' "
        "higher)."
    )
    none = said(row(low=math.nan, high=math.nan), kind="may")["clear"]
    assert none.endswith("(the difference is 1.00, and the data give no interval for it).")
    against = {"mean_difference": -1.0, "low": -1.5, "high": -0.5}
    both = said(row(**against), kind="may")["clear"].split("\n")
    assert both[0].endswith("; but its mean is higher under 'before'.")
    assert both[1].startswith("The mean of 'clear' is higher under 'before' than under 'after'")
    for figures in (NO_MEAN, NO_PEOPLE, against, {"robust": False}):
        assert not {"no difference", "scoring", "clear"} & set(said(row(**figures)))


@pytest.mark.parametrize(
    ("options", "figures", "words"),
    [
        ({}, {"mean_pvalue_adjusted": 0.00001}, "paired t, adjusted p < .001)"),
        ({}, {"mean_pvalue_adjusted": 0.001}, "adjusted p = .001)"),
        ({}, {"mean_pvalue_adjusted": 0.0498}, "adjusted p = .0498)"),
        ({"correction": "none"}, {}, "1.50; paired t, p = .020)"),
        ({"level": 0.1}, {}, "90 % interval"),
        ({"level": 0.0499999999999999}, {}, "95 % interval"),
        ({}, {"robust": True, "robust_pvalue_adjusted": 0.04}, "levels (adjusted p = .040)."),
        (
            {},
            {"robust": True, "robust_pvalue_adjusted": 0.06},
            "; in these answers it is higher un",
        ),
        (
            {},
            {"robust": True},
            "; in these answers it is higher under every increasing scoring of the levels.",
        ),
        ({}, {"robust": False}, "; other increasing scores of the levels change the sign of the"),
        ({}, {"robust": None}, "p = .020)."),
        ({"scale": AGREE}, {}, "is higher (towards 'Strongly agree') under 'after'"),
        ({}, {"mean_difference": 0.35, "low": 0.001}, "by 0.35 points among"),
        ({}, {"mean_difference": 0.35, "low": 0.001}, "interval 0.0010 to 1.50;"),
        ({}, {"superiority_low": 0.5001}, "95 % interval 0.50010 to 0.95;"),
    ],
)
def test_how_a_difference_is_said(options, figures, words) -> None:
    """Each part of the sentence is there with its figure only; none is rounded to its limit."""
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
    assert meaning_of(item, view).towards == f" (towards '{word}')"
    assert meaning_of(lk.Item("q", lk.LikertScale(positive="high")), view).towards == ""


def test_views_turn_claims() -> None:
    """Where 1 is the best answer, codes that rose are answers that became worse."""
    scale = lk.LikertScale.preset("agreement", 5, positive="low")
    table = of_pairs(*RISE).counts[0, 0, :5, :5]
    pairs = lk.PairTally.from_table(table, scale, first="after", second="before")
    up = claims(lk.summarize(pairs), "item", "may")
    down = claims(lk.summarize(pairs.scored("favourable")), "item", "may")
    assert "higher (towards 'Strongly disagree') under 'after' than under 'before'" in up[0]
    assert "higher (towards 'Strongly agree') under 'before' than under 'after'" in down[0]


def test_one_item_of_which_nothing_is_shown() -> None:
    """It is shown neither to differ nor not to."""
    found = said(row(**NEITHER))["no difference"]
    assert found == (
        "That 'clear' is rated differently under 'after' and 'before', or that it is rated the "
        "same: neither the numbers of people (superiority of 'after' over 'before' 0.81, 95 % "
        "interval 0.45 to 0.95; adjusted p = .200) nor the means ('after' minus 'before': 95 % "
        "interval -0.50 to 2.50; adjusted p = .200) show a difference."
    )
    alone = said(row(**{**NEITHER, "pvalue_adjusted": math.nan}))["no difference"]
    assert alone.endswith("same: the means ('after' minus 'before': 95 % interval -0.50 to 2.50; "
                          "adjusted p = .200) do not show a difference.")  # fmt: skip
    flat = {"low": math.nan, "high": math.nan, "mean_pvalue_adjusted": math.nan}
    alone = said(row(**{**NEITHER, **flat}), linked=False)["no difference"]
    assert ": the order of the ratings (superiority" in alone
    flat["mean_pvalue_adjusted"] = 1.0
    assert "95 % interval not defined" in said(row(**{**NEITHER, **flat}))["no difference"]
    assert "no difference" not in said(row())
    unknown = {"pvalue_adjusted": math.nan, "mean_pvalue_adjusted": math.nan}
    assert "no difference" not in said(row(**unknown))


@pytest.mark.parametrize(
    ("n", "words"),
    [(4, "'q2' and 'q3' are rated differently"), (5, "5 items ('q0', 'q1', 'q2', 'q3', …) are")],
)
def test_many_items_of_which_nothing_is_shown(n, words) -> None:
    """Up to four are named; the widest interval is that of its item."""
    items = [row(f"q{k}", **{**NEITHER, "low": -0.5 - k / 10, "high": 0.1}) for k in range(n)]
    found = said(*items)["no difference"]
    assert words in found
    assert (
        "they are rated the same: neither the numbers of people nor the means show a difference; "
        "the 95 %"
    ) in found
    assert found.endswith(f"reaches up to {0.4 + n / 10:.2f} points ('q{n - 1}').")
    flat = said(*(attrs.evolve(one, low=0.0, high=0.0) for one in items))["no difference"]
    assert flat.endswith("nor the means show a difference.")
    assert (
        "rated the same: the means do not show a difference"
        in said(*items, weighted=True)["no difference"]
    )
    assert (
        "rated the same: the means do not show a difference"
        in said(*items, people_test="")["no difference"]
    )
    assert "neither the order of the ratings nor" in said(*items, linked=False)["no difference"]


def test_an_unclear_direction_is_said_once() -> None:
    """A scale that does not say which end is good makes no score better, and names its ends."""
    open_ended = attrs.evolve(meaning_of(lk.Item("q", AGREE), "as_answered"), positive=None)
    bare = attrs.evolve(meaning_of(lk.Item("q", PLAIN), "as_answered"), positive=None)
    meanings = (("a", open_ended), ("b", open_ended), ("c", bare))
    texts = all_said(row("a"), row("b"), row("c"), meanings=meanings)["direction"]
    assert texts == [
        (
            "That a higher score of 'a' and 'b' is better or worse: the scale, from 1 ('Strongly "
            "disagree') to 5 ('Strongly agree'), has no declared positive end."
        ),
        (
            "That a higher score of 'c' is better or worse: the scale, from 1 to 5, has no "
            "declared positive end."
        ),
    ]
    found = said(row("c"), kind="may", meanings=meanings)["after"]
    assert found.startswith("On a scale from 1 to 5 (no positive end is declared), the")
    assert "direction" not in said(row())


@pytest.mark.parametrize(
    ("correction", "n", "there"),
    [("none", 2, True), ("none", 1, False), ("holm", 2, False), ("none", 25, True)],
)
def test_unadjusted_p_values(correction, n, there) -> None:
    """Several p-values without adjustment find something by chance; the bound is Bonferroni's."""
    items = [row(f"q{k}", pvalue=math.nan) for k in range(n)]
    none = row("empty", pvalue=math.nan, mean_pvalue=math.nan)
    found = said(*items, none, correction=correction)
    assert ("many comparisons" in found) is there
    if there:
        assert found["many comparisons"].endswith(f"is up to {min(1, n * 0.05):.2g}.")
        assert f"That any of {n} p-values shows" in found["many comparisons"]
        assert (
            f"any of {2 * n} p"
            in said(*(row(f"q{k}") for k in range(n)), correction="none")["many comparisons"]
        )


@pytest.mark.parametrize(
    ("figures", "there"),
    [
        ({"robust": False}, True),
        ({"robust": True}, False),
        ({"robust": None}, False),
        ({"robust": False, "mean_difference": 0.0}, False),
    ],
)
def test_a_sign_that_scores_make(figures, there) -> None:
    """Only where some increasing scoring turns it, and there is one."""
    found = said(row(**{**NEITHER, **figures}))
    assert ("scoring" in found) is there
    if there:
        assert found["scoring"].startswith(
            "That the sign of the mean difference of 'clear' does not depend"
        )


def threats(*, first: lk.Condition = AFTER, second: lk.Condition = BEFORE, **design: Any) -> Any:
    """Return the threats to a design of two conditions."""
    return lk.StudyDesign(conditions=(first, second), **design).threats()


MEMORY = {"recall": attrs.evolve(BEFORE, retrospective=True)}
MEMORY["order"] = attrs.evolve(BEFORE, rated_after=("after",))


DOWNWARDS: dict[str, Any] = {
    "mean_difference": -0.4, "low": -0.7, "high": -0.1, "shift_to_zero": -0.4, "n_higher": 1,
    "n_lower": 6, "superiority": 0.2, "superiority_low": 0.1, "superiority_high": 0.4,
}  # fmt: skip


@pytest.mark.parametrize("name", MEMORY)
def test_memory_could_have_made_the_smallest_difference(name) -> None:
    """With a threat of memory, the smallest of the differences found says how little it takes."""
    big = row("useful", mean_difference=2.0, low=1.0, high=3.0, shift_to_zero=2.0)
    small = row("clear", **DOWNWARDS)
    there = {"threats": threats(second=MEMORY[name])}
    # Recall is declared of the one condition; an order is one of both.
    other = "" if name == "recall" else " (or 'after' {})"
    assert said(big, small, **there)[name] == (
        f"That {name} did not cause the difference in 'clear': if everybody had rated 'before' "
        f"0.40 points lower{other.format('higher')}, the mean difference would be 0; moving one "
        "category is not enough, for any number of people."
    )
    people = row("clear", mean_difference=0.4, low=0.1, shift_to_zero=0.4, respondents_to_zero=3)
    found = said(big, people, **there)[name]
    assert found.endswith(
        f"rated 'before' 0.40 points higher{other.format('lower')}, the mean difference would be "
        "0; it would also be 0 or change its sign if 3 of the 8 people had rated 'before' one "
        "category higher."
    )
    deep = row("deep", **{**DOWNWARDS, "mean_difference": -2.0, "low": -3.0, "shift_to_zero": -2.0})
    assert "difference in 'clear'" in said(deep, people, **there)[name]
    assert not {name, ""} & set(said(big, small, threats=threats()))
    assert name not in said(big, small)
    assert name not in said(row(**NEITHER), **there)
    # Of answers that are weighted or not linked the mean is bent too, and no number of people is.
    alone = said(row("clear", shift_to_zero=math.nan), **there)[name]
    assert alone.endswith("the mean difference would be 0.")
    assert name in said(row(**NO_MEAN), **there)
    assert name not in said(row(**{**NO_MEAN, "mean_difference": -0.1}), **there)


def test_a_bias_lies_in_the_condition_that_was_remembered() -> None:
    """Named first or second, it is the one that is moved."""
    remembered = threats(first=attrs.evolve(AFTER, retrospective=True))
    one = row(shift_to_zero=-1.0, respondents_to_zero=4)
    found = said(one, threats=remembered, bent=0)["recall"]
    assert (
        "if everybody had rated 'after' 1.00 point lower, the mean difference would be 0" in found
    )
    assert (
        "it would also be 0 or change its sign if 4 of the 8 people had rated 'after' one category "
        "lower." in found
    )


NOW_BEFORE = ("now", "before")


@pytest.mark.parametrize("order", [NOW_BEFORE, NOW_BEFORE[::-1]])
def test_conditions_that_are_swapped_keep_the_bias_where_it_is(order) -> None:
    """Ten people rated now 4, and remembered 2 (five of them) or 3: five and ten one too low."""
    sheet = pd.DataFrame({"now": [4] * 12, "before": [3] * 6 + [4] * 6})
    trial = lk.Instrument("trial", [lk.Item("q", PLAIN)])
    data = lk.Responses.from_wide(sheet, trial, columns={name: {"q": name} for name in NOW_BEFORE})
    design = lk.StudyDesign(
        conditions=(lk.Condition("now"), lk.Condition("before", retrospective=True))
    )
    found = lk.summarize(data, design=design, first=order[0], second=order[1])
    assert (found["q"].respondents_to_zero, found["q"].shift_to_zero) == (6, 0.5)
    (text,) = claims(found, "recall")
    assert "if everybody had rated 'before' 0.50 points higher, the mean difference would" in text
    assert (
        "it would also be 0 or change its sign if 6 of the 12 people had rated 'before' one "
        "category higher." in text
    )
    (note,) = [one for one in found.notes if one.startswith("shift_to_nonsignificant")]
    assert "every rating of 'before'" in note


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
        assert found["context confounding"].startswith(
            "That 'after' or 'before' caused the difference, and not the"
        )
        assert "after: online; before: in class" in found["context confounding"]


@pytest.mark.parametrize(("responded", "there"), [(5, True), (6, False)])
@pytest.mark.parametrize("conditions", [("after", "before"), ("after",), ("",)])
def test_few_people(responded, conditions, *, there: bool) -> None:
    """Below six no exact test of signs can reject at 5 %."""
    design = threats(first=attrs.evolve(AFTER, responded=responded))
    found = said(row(), threats=design, conditions=conditions)
    assert ("small n" in found) is there
    if there:
        assert found["small n"].startswith(
            "Conclusions about so few people: At most 5 people rated after."
        )


@pytest.mark.parametrize(
    ("n_pairs", "words"),
    [
        (8, "1 person is in one mean but in no pair ('clear')"),
        (6, "up to 5 people are in one mean but in no pair ('clear')"),
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
    assert plain.endswith("the answers of a person are not linked.")
    assert "pairing" not in said(row())
    some = said(
        row("a", within_low=-0.1, within_high=0.4),
        row("b", within_low=0.1, within_high=0.4),
        row("c"),
        row("d", within_low=0.0, within_high=0.4),
        row("e", within_low=-0.4, within_high=0.0),
        linked=False,
    )["pairing"]
    assert "For 3 of 4 items even the sign of the difference" in some
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
        assert found["nonresponse"].startswith(
            f"That the means under '{name}' are the means of everybody who was asked: with the "
        )
        assert "the mean of 'wide' lies between 2.00 and 2.12" in found["nonresponse"]


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
        assert f"the mean of 'wide' is 3.00; it is {3 + 2 * gap:.2f} if each cohort" in found


def test_one_condition_has_no_claims_of_two() -> None:
    """What needs a second condition is not said of one."""
    everything = row(robust=False, low_first=1.0, high_first=2.0, stratified_first=2.0, **NEITHER)
    found = said(everything, conditions=("after",), correction="none")
    assert set(found) == {"nonresponse", "unequal cohorts"}
    assert set(said(everything, conditions=("after",), kind="may")) == {"after"}


def test_claims_hold_their_figures() -> None:
    """A claim is a record: it compares, hashes, prints, and names what it rests on."""
    found = lk.summarize(of_pairs(*RISE), invited=12)
    again = lk.summarize(of_pairs(*RISE), invited=12)
    assert found.claims == again.claims
    assert len({*found.claims, *again.claims}) == len(found.claims)
    people, mean = [each for each in found.claims if each.about == "item"]
    assert isinstance(mean, Claim)
    held = found["item"]
    assert dict(mean.figures) == {
        "mean_difference": held.mean_difference,
        "low": held.low,
        "high": held.high,
        "mean_pvalue_adjusted": held.mean_pvalue_adjusted,
    }
    assert dict(people.figures) == {
        "n_higher": 9,
        "n_equal": 0,
        "n_lower": 0,
        "superiority": 1.0,
        "superiority_low": held.superiority_low,
        "superiority_high": held.superiority_high,
        "pvalue_adjusted": pytest.approx(2 / 2**9),
    }
    assert all(isinstance(value, float) for each in found.claims for _, value in each.figures)
    assert "More people rated" in repr(people)
    # 1/256 is .0039, and no claim's repr makes 0.00 of it.
    assert "pvalue_adjusted 0.003906" in " ".join(repr(people).split())
    assert attrs.evolve(people, figures=()).cells()["figures"] == "–"


def test_a_p_value_at_the_level_is_not_below_it() -> None:
    """Six of six went up: 2/2⁶ but for the last digits is not below a level of 1/32."""
    data = of_pairs(*RISE[:6])
    found = lk.summarize(data, confidence_level=1 - 1 / 32)
    assert found["item"].pvalue == pytest.approx(1 / 32, rel=1e-12)
    assert not any("More people" in one for one in claims(found, "item", "may"))
    lower = lk.summarize(data, confidence_level=1 - 1 / 31)
    assert any("More people" in one for one in claims(lower, "item", "may"))


def test_without_a_design_threats_are_not_judged() -> None:
    """One line says so, and none does where there was a design."""
    line = "Threats were not judged: no design was given."
    assert lk.summarize(linked(rows())).notes[-1] == line
    design = lk.StudyDesign(conditions=(AFTER, BEFORE))
    assert line not in lk.summarize(linked(rows()), design=design).notes


def test_may_comes_first() -> None:
    """What may be claimed stands above what may not."""
    kinds = [one.kind for one in lk.summarize(linked(rows()), invited=12).claims]
    assert kinds == sorted(kinds)
    assert {"may", "may not"} == set(kinds)
    assert not claims(lk.summarize(loose(rows())), "nonresponse")
