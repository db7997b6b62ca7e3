"""The threats of the bundled study, every figure worked out here from the paper's own."""

from __future__ import annotations

from itertools import product

import pytest

import likertkit as lk

STUDY = lk.studies.balint()
PEOPLE, LEADERS = STUDY.participants, STUDY.facilitators
# Members of CT1, CT2, CT3, ST4-8, SAS and consultants, in this order, and who could choose.
SIZES = (13, 8, 9, 17, 6, 4)
CHOSEN = (9, 17, 6, 4)


def rows(table: lk.bias.ThreatTable) -> dict[tuple[str, str], lk.bias.Threat]:
    """Return threats by name and by what they apply to."""
    return {(row.threat, row.applies_to): row for row in table}


def least_pvalue(n: int) -> float:
    """Return the least two-sided p-value of n signs, by listing all patterns."""
    patterns = list(product((0, 1), repeat=n))
    return sum(sum(one) in {0, n} for one in patterns) / len(patterns)


def test_participants():
    """All that the authors name can be put into figures, and what they do not name is added."""
    found = rows(PEOPLE.design.threats())
    pair = "virtual and face-to-face"
    assert list(found) == [
        ("recall", "virtual"),
        ("recall", "face-to-face"),
        ("recency", pair),
        ("order", pair),
        ("context confounding", pair),
        ("non-overlap", pair),
        ("nonresponse", "everybody who was asked"),
        ("self-selection", "CT3, ST4-8, SAS and Consultant"),
        ("unequal cohorts", "sizes of cohorts"),
        ("unequal cohorts", "frequencies of cohorts"),
        ("small n", "Consultant"),
        ("many comparisons", "14 items"),
    ]
    assert {row.direction for row in found.values()} == {"either way"}
    # September 2019 to February 2020, March to August 2020; both rated in February 2021.
    assert dict(found["recall", "face-to-face"].figures) == {"months_least": 12, "months_most": 17}
    assert dict(found["recall", "virtual"].figures) == {"months_least": 6, "months_most": 11}
    assert found["recency", pair].value == (12 + 17) / 2 - (6 + 11) / 2
    assert found["order", pair].evidence.startswith(
        "Everybody had experienced virtual before they rated face-to-face"
    )
    assert found["context confounding", pair].value == 2
    overlap = dict(found["non-overlap", pair].figures)
    assert overlap == {
        "members_first_only": 9 + 6,
        "members_both": sum(SIZES) - 15,
        "responded_one_only": 51 - 42,
    }
    rate = found["nonresponse", "everybody who was asked"]
    assert rate.value == pytest.approx(51 / 57, rel=1e-15)
    assert "Without the other 6 answers, the mean of all 57 lies" in rate.evidence
    choice = dict(found["self-selection", "CT3, ST4-8, SAS and Consultant"].figures)
    assert choice == {"cohorts": 4, "members": sum(CHOSEN), "proportion": sum(CHOSEN) / sum(SIZES)}
    sizes = found["unequal cohorts", "sizes of cohorts"]
    assert sizes.value == 17 / 4
    # Every member of a cohort of N weighs 1/N: n Σw² / (Σw)², person by person.
    weights = [1 / n for n in SIZES for _ in range(n)]
    kish = len(weights) * sum(w * w for w in weights) / sum(weights) ** 2
    assert dict(sizes.figures)["design_effect_alike"] == pytest.approx(kish, rel=1e-12)
    assert found["unequal cohorts", "frequencies of cohorts"].value == 3
    assert dict(found["small n", "Consultant"].figures)["least_pvalue"] == least_pvalue(4)
    no_error = 1.0
    for _ in range(14):
        no_error *= 0.95
    many = dict(found["many comparisons", "14 items"].figures)
    assert many["chance"] == pytest.approx(1 - no_error, rel=1e-12)


def test_participants_with_the_published_means():
    """The means add the n that they allow, and the scale's points."""
    found = rows(PEOPLE.design.threats(PEOPLE.published))
    assert list(found) == list(rows(PEOPLE.design.threats()))
    overlap = found["non-overlap", "virtual and face-to-face"]
    assert (
        "Of all n up to 57 only 49 or 51 can give the 14 printed means of virtual"
        in overlap.evidence
    )
    assert "No single n up to 57 can give the 14 printed means of face-to-face" in overlap.evidence
    # A random mean fits 41 with a probability of 41/100, so 13 or 14 of 14 with this one; and it
    # is sought among 57 candidates.
    chance = 14 * 0.41**13 * 0.59 + 0.41**14
    assert f"{57 * chance:.1g}" == "0.005"
    assert (
        "; 41 can give the largest number, 13 (random means would fit as well at some n with a "
        "probability of at most 0.005)"
    ) in overlap.evidence
    width = dict(found["nonresponse", "everybody who was asked"].figures)["width_points"]
    assert width == pytest.approx((5 - 1) * 6 / 57, rel=1e-12)


def test_facilitators():
    """Five led groups; the design alone cannot say that four rated face-to-face."""
    found = rows(LEADERS.design.threats())
    assert [name for name, _ in found][-4:] == [
        *("conflict of interest", "small n", "small n", "many comparisons")
    ]
    assert found["conflict of interest", "the whole study"].value == 1
    for condition in ("virtual", "face-to-face"):
        assert found["small n", condition].value == 5
    assert found["many comparisons", "12 items"].value == 12
    assert not [name for name, _ in found if name in {"non-overlap", "nonresponse"}]


def test_facilitators_with_the_published_means():
    """The means say five and four: no test of four can reject."""
    found = rows(LEADERS.design.threats(LEADERS.published))
    for condition, n in (("virtual", 5), ("face-to-face", 4)):
        row = found["small n", condition]
        assert row.value == n
        assert dict(row.figures)["least_pvalue"] == least_pvalue(n)
    assert least_pvalue(4) == 0.125
    assert found["non-overlap", "virtual and face-to-face"].value == 1
    assert found["nonresponse", "face-to-face"].value == 4 / 5


def test_synthetic_answers_add_who_rated_what():
    """Person by person, counted here from the frame of pairs."""
    made = STUDY.synthetic(11).participants
    pairs = made.pairs("virtual", "face-to-face").marginal(()).to_frame()
    valid = {side: pairs[f"{side}_kind"] == "level" for side in ("first", "second")}
    only = pairs[valid["first"] & ~valid["second"]].groupby("item")["count"].sum()
    both = pairs[valid["first"] & valid["second"]].groupby("item")["count"].sum()
    found = rows(PEOPLE.design.threats(made))
    row = found["non-overlap", "virtual and face-to-face"]
    figures = dict(row.figures)
    assert (figures["n_first_only_least"], figures["n_first_only_most"]) == (only.min(), only.max())
    assert (figures["n_both_least"], figures["n_both_most"]) == (both.min(), both.max())
    assert row.value == 15
    cohorts = made.tally().to_frame().query("item == 'heard' and format == 'virtual'")
    answered = cohorts.groupby("cohort")["count"].sum()
    for name, size in zip(("CT3", "SAS"), (9, 6), strict=True):
        assert found["nonresponse", f"cohort {name}"].value == answered[name] / size
    assert ("ineligible raters", "face-to-face") not in found


def test_an_assumption_of_the_authors():
    """The lost format idealised: declared, it gives the recall a direction."""
    table = PEOPLE.design.threats(assume={"recall": {"face-to-face": "better"}})
    directions = [row.direction for row in table if row.threat == "recall"]
    assert directions == ["either way", "makes face-to-face look better than it was"]
