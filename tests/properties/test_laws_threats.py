"""Laws of threats, for any design and any answers."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import fewer

import likertkit as lk
from likertkit.bias import Cohort, Condition, StudyDesign, threat_rules
from likertkit.bias.threats._few_or_many import least_n

if TYPE_CHECKING:
    from collections.abc import Callable

    from likertkit.bias import ThreatTable

NAMES = ("old", "new", "third")
TRIAL = lk.Instrument("trial", [lk.Item(name, lk.LikertScale()) for name in ("q1", "q2")])
MONTHS = st.builds("{}-{:02}".format, st.integers(2018, 2019), st.integers(1, 12))


@st.composite
def designs(draw: Callable[..., Any], least: int = 1) -> StudyDesign:
    """Draw a design that holds together."""
    names = NAMES[: draw(st.integers(least, 3))]
    cohorts = tuple(
        Cohort(
            name,
            size=draw(st.integers(0, 30)),
            mandatory=draw(st.sampled_from((None, True, False))),
            frequency=draw(st.sampled_from(("", "weekly", "monthly"))),
            conditions=draw(
                st.none() | st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple)
            ),
        )
        for name in "abc"[: draw(st.integers(0, 3))]
    )
    members = sum(one.size for one in cohorts) if cohorts else 60
    invited = draw(st.none() | st.integers(0, members))
    responded = draw(st.none() | st.integers(0, members if invited is None else invited))
    conditions = tuple(
        Condition(
            name,
            period=draw(st.just("") | MONTHS),
            rated_when=draw(st.sampled_from(("", "2020-01", "2021-06"))),
            rated_after=draw(
                st.lists(st.sampled_from(names), unique=True).map(
                    lambda found, own=name: tuple(one for one in found if one != own)
                )
            ),
            retrospective=draw(st.booleans()),
            context=draw(st.sampled_from(("", "ward", "home"))),
            responded=draw(st.none() | st.integers(0, 60 if responded is None else responded)),
        )
        for name in names
    )
    return StudyDesign(
        conditions=conditions,
        cohorts=cohorts,
        invited=invited,
        responded=responded,
        n_items=draw(st.none() | st.integers(1, 20)),
        exclusions=draw(st.sampled_from(({}, {"conflict of interest": 1}, {"ill": 2}))),
    )


def listed(table: ThreatTable) -> list[tuple[str, float, float]]:
    """Return what is listed in any order, whatever it applies to."""
    return sorted((row.threat, repr(row.value), row.threshold) for row in table)


@given(design=designs())
def test_what_is_listed_meets_its_rule(design):
    """Each on its side of the threshold, or declared; a sentence and finite figures to each."""
    table = design.threats()
    for row in table:
        rule = threat_rules()[row.threat]
        declared = row.threat == "recall" and design.condition(row.applies_to).retrospective
        assert declared or rule.met(row.value, row.threshold)
        assert row.evidence.endswith(".")
        assert row.evidence[0].isalnum()
        assert all(math.isfinite(value) for _, value in row.figures)
        assert set(row.conditions) <= {one.name for one in design.conditions}
    order = [rule.threat for rule in threat_rules()]
    places = [order.index(row.threat) for row in table]
    assert places == sorted(places)


@given(design=designs())
def test_the_order_of_a_declaration_does_not_matter(design):
    """Conditions and cohorts the other way round are threatened by the same."""
    turned = attrs.evolve(design, conditions=design.conditions[::-1], cohorts=design.cohorts[::-1])
    assert listed(turned.threats()) == listed(design.threats())


@given(design=designs(), data=st.data())
def test_a_wider_threshold_lists_no_less(design, data):
    """Whatever was listed stays, with the same figures."""
    rule = data.draw(st.sampled_from([one for one in threat_rules() if one.threat != "small n"]))
    wider = rule.threshold * (2 if rule.side == "below" else 0.5)
    more = design.threats(thresholds={rule.threat: wider})
    kept = [
        (row.threat, row.applies_to, row.evidence)
        for row in more
        if row.threat != rule.threat
        or rule.met(row.value, rule.threshold)
        or math.isnan(row.value)
        or row.threat == "recall"
    ]
    for row in design.threats():
        assert (row.threat, row.applies_to, row.evidence) in kept


@given(design=designs(), level=st.floats(0.5, 0.999))
def test_an_assumption_changes_directions_alone(design, level):
    """And a note tells of each that finds nothing."""
    first = design.conditions[0].name
    names = [rule.threat for rule in threat_rules()]
    plain = design.threats(confidence_level=level)
    table = design.threats(
        assume={name: {first: "worse"} for name in names}, confidence_level=level
    )
    assert [attrs.evolve(row, direction="either way") for row in table] == list(plain)
    for row in table:
        assert (row.direction == "either way") == (first not in row.conditions)
    unused = [note for note in table.notes if note.startswith("Not used: the assumption about ")]
    hit = {row.threat for row in table if first in row.conditions}
    assert len(unused) == len(set(names) - hit)


@given(level=st.fractions(Fraction(1, 2), Fraction(999, 1000), max_denominator=1000))
def test_least_n_is_the_least(level):
    """On exact fractions: 2/2ⁿ is within what is left of the level, and at n − 1 it is not."""
    n = least_n(float(level))
    assert Fraction(2, 2**n) <= 1 - level
    assert n == 1 or Fraction(2, 2 ** (n - 1)) > 1 - level


ANSWER = st.none() | st.integers(1, 5)
SHEET = st.lists(
    st.lists(st.none() | st.tuples(ANSWER, ANSWER), min_size=2, max_size=2).filter(any),
    min_size=1,
    max_size=12,
)


@fewer(0.5)
@given(sheet=SHEET)
def test_overlap_is_that_of_the_rows(sheet):
    """Counted here person by person; from responses and from pairs the same."""
    rows = [
        (who, name, *answers)
        for who, both in enumerate(sheet)
        for name, answers in zip(NAMES, both, strict=False)
        if answers is not None
    ]
    frame = pd.DataFrame(rows, columns=["who", "when", "q1", "q2"]).astype(
        {"q1": "Float64", "q2": "Float64"}
    )
    data = lk.Responses(frame, TRIAL, respondent="who", condition="when")
    design = StudyDesign(conditions=(Condition("old"), Condition("new")), invited=12)
    said = [
        {
            (old is not None and old[q] is not None, new is not None and new[q] is not None): 0
            for old, new in sheet
        }
        for q in range(2)
    ]
    for q, counts in enumerate(said):
        for old, new in sheet:
            counts[
                old is not None and old[q] is not None, new is not None and new[q] is not None
            ] += 1
    alone = max(one.get((True, False), 0) + one.get((False, True), 0) for one in said)
    both_rated = {row[1] for row in rows} == {"old", "new"}
    table = design.threats(data)
    found = [row for row in table if row.threat == "non-overlap"]
    if not both_rated:
        return
    assert [row.value for row in found] == ([alone] if alone else [])
    for row in found:
        figures = dict(row.figures)
        for key, pair in {
            "n_both": (True, True),
            "n_first_only": (True, False),
            "n_second_only": (False, True),
        }.items():
            numbers = [one.get(pair, 0) for one in said]
            assert (figures[f"{key}_least"], figures[f"{key}_most"]) == (min(numbers), max(numbers))
    pairs = design.threats(data.pairs("old", "new"))
    assert listed(pairs) == listed(table)
    turned = design.threats(data.pairs("new", "old"))
    assert [row for row in turned if row.threat == "non-overlap"] == found
