"""Groups compared within parts of the answers, and with the conditions pooled."""

from __future__ import annotations

import attrs
import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError, AxisError, MissingColumnError

ONE = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
RNG = np.random.default_rng(20)
PEOPLE = pd.DataFrame({
    "clear": RNG.integers(1, 6, 96),
    "who": [*range(48)] * 2,
    "when": ["before"] * 48 + ["after"] * 48,
    "ward": list("eewwnwen") * 12,
    "sex": [*"fmmffm" * 8] * 2,
    "school": [*np.arange(48) // 4] * 2,
    "region": [*"sssnnn" * 8] * 2,
    "w": [*RNG.uniform(0.5, 3, 48).round(2)] * 2,
})  # fmt: skip
PEOPLE["both"] = PEOPLE["ward"] + PEOPLE["sex"]
PEOPLE["area"] = PEOPLE["school"] % 2


def test_parts_stand_first_and_hold_their_answers():
    """Each part alone gives the same figures; the family is the whole table."""
    answers = lk.Responses(PEOPLE, ONE, condition="when")
    found = lk.compare_groups(answers, "ward", by="sex", correction="bonferroni")
    assert found.names[:3] == ("sex", "when", "item")
    assert len(found) == 12
    assert dict(found.options)["groups"] == "ward"
    assert dict(found.options)["by"] == ("sex", "when")
    for row in found:
        sex, when = dict(row.by).values()
        part = PEOPLE[(PEOPLE["sex"] == sex) & (PEOPLE["when"] == when)]
        alone = lk.compare_groups(
            lk.Responses(part, ONE), "ward", first=row.first, second=row.second, correction="none"
        ).rows[0]
        assert attrs.evolve(row, by=(), pvalue_adjusted=alone.pvalue) == alone
        assert row.pvalue_adjusted == min(1, 12 * row.pvalue)
    assert found.omnibus.names[:3] == ("sex", "when", "item")
    assert len(found.omnibus) == 4
    tally = answers.tally(by=["ward", "sex"])
    assert lk.compare_groups(tally, "ward", by="sex", correction="bonferroni") == found


@pytest.mark.parametrize(
    "roles",
    [
        {"weight": "w"},
        {"cluster": "school"},
        {"weight": "w", "stratum": "region"},
        {"weight": "w", "cluster": "school", "stratum": "area"},
    ],
)
def test_a_part_is_a_domain_of_the_design(roles):
    """The groups within a part are the groups of both columns together."""
    frame = PEOPLE[:48]
    answers = lk.Responses(frame, ONE, **roles)
    found = lk.compare_groups(answers, "ward", by="sex", test="t", first="e", second="w")
    assert len(found) == 2
    for row in found:
        sex = row.by[0][1]
        whole = lk.compare_groups(answers, "both", test="t", first=f"e{sex}", second=f"w{sex}")
        expected = attrs.evolve(whole.rows[0], by=row.by, first="e", second="w")
        assert attrs.evolve(row, pvalue_adjusted=expected.pvalue_adjusted) == expected


def test_a_stratum_splits_too():
    """By its own stratum a part is a sample of its own."""
    answers = lk.Responses(PEOPLE[:48], ONE, weight="w", stratum="region")
    found = lk.compare_groups(answers, "ward", by="region", test="t", first="e", second="w")
    for row in found:
        part = PEOPLE[:48][PEOPLE["region"][:48] == row.by[0][1]]
        alone = lk.compare_groups(
            lk.Responses(part, ONE, weight="w"), "ward", test="t", first="e", second="w"
        ).rows[0]
        assert (row.low, row.high, row.df) == pytest.approx((alone.low, alone.high, alone.df))


def test_nothing_to_split_by_pools_the_conditions():
    """A respondent's two answers are one sampled unit, as those of a cluster are."""
    linked = lk.Responses(PEOPLE, ONE, respondent="who", condition="when")
    for test in ("mann-whitney", "t"):
        found = lk.compare_groups(linked, "ward", by=(), test=test)
        assert found.names[0] == "item"
        clustered = lk.compare_groups(lk.Responses(PEOPLE, ONE, cluster="who"), "ward", test=test)
        # In another order of the sums, the last digits differ.
        pd.testing.assert_frame_equal(found.to_frame(), clustered.to_frame(), rtol=1e-12)
    assert any("are one sampled unit" in note for note in found.notes)
    assert any("the respondents with an answer in the groups" in note for note in found.notes)
    assert not any("Clusters" in note for note in found.notes)
    with pytest.raises(ArgumentError, match="several answers of a respondent"):
        lk.compare_groups(linked, "ward", by=(), test="brunner-munzel")
    wide = lk.Responses.from_wide(
        PEOPLE[:48].assign(later=PEOPLE["clear"].to_numpy()[48:]),
        ONE,
        columns={"before": {"clear": "clear"}, "after": {"clear": "later"}},
    )
    once = lk.compare_groups(wide, "ward", by=(), test="t")
    pd.testing.assert_frame_equal(once.to_frame(), found.to_frame(), rtol=1e-12)


def test_conditions_of_unknown_people_are_pooled_as_strangers():
    """Nobody can tell whose answers these are: a note says so."""
    unknown = lk.Responses(PEOPLE, ONE, condition="when")
    found = lk.compare_groups(unknown, "ward", by=())
    assert found.rows == lk.compare_groups(lk.Responses(PEOPLE, ONE), "ward").rows
    assert any("The counts do not show which answers" in note for note in found.notes)
    assert found.rows == lk.compare_groups(unknown.tally(by="ward"), "ward", by=()).rows
    same = lk.compare_groups(unknown, "when", by=())
    assert same.rows == lk.compare_groups(unknown, "when").rows
    alone = lk.Responses(PEOPLE[:48], ONE, respondent="who", condition="when")
    found = lk.compare_groups(alone, "ward", by=())
    assert found.rows == lk.compare_groups(lk.Responses(PEOPLE[:48], ONE), "ward").rows


def test_what_cannot_split():
    """Names that are no names, no columns, or the groups themselves."""
    answers = lk.Responses(PEOPLE, ONE)
    with pytest.raises(ArgumentError, match="groups='ward' is also named in by=") as caught:
        lk.compare_groups(answers, "ward", by=["sex", "ward"])
    assert "Hint:" in str(caught.value)
    with pytest.raises(ArgumentTypeError, match="groups=3 is not a column name"):
        lk.compare_groups(answers, 3)  # type: ignore[arg-type]
    with pytest.raises(ArgumentTypeError, match="not a column name"):
        lk.compare_groups(answers, "ward", by=[3])  # type: ignore[list-item]
    with pytest.raises(MissingColumnError):
        lk.compare_groups(answers, "ward", by="hospital")
    with pytest.raises(AxisError):
        lk.compare_groups(answers.tally(by="ward"), "ward", by="sex")
