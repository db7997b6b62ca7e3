"""Domains of tables of counts: their axes, their whole sample, and how they travel."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.tally._domains import collapse_strata
from likertkit.tally._grouped import inside_domain, only_conditions, whole_sample
from likertkit.tally._where import IN_DOMAIN

TRIAL = lk.Instrument("trial", [lk.Item("q", lk.LikertScale()), lk.Item("r", lk.LikertScale())])
N = 24
FRAME = pd.DataFrame(
    {
        "who": np.repeat(np.arange(N // 2), 2),
        "when": ["before", "after"] * (N // 2),
        "sex": np.repeat(["f", "m", "f", "m"], 6),
        "grade": np.repeat(["a", "b", "c"], 8),
        "ward": np.repeat(["1", "2", "3", "4", "5", "6"], 4),
        "w": np.repeat([1.0, 2.0, 0.5, 1.5, 0.0, 3.0], 4),
        "q": [1, 2, 3, 4, 5, 4, 3, 2, None, 1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 1, 2, 3, 5, 4],
        "r": [2, 2, 5, 4, 3, 4, 1, 2, 2, 1, None, 3, 4, 1, 5, 4, 3, 5, 1, 1, 2, 2, 5, 4],
    }
)
ROLES = {"respondent": "who", "condition": "when", "stratum": "grade", "weight": "w"}


def bound(frame: pd.DataFrame = FRAME, **roles: str) -> lk.Responses:
    """Return the answers, with what else is declared."""
    return lk.Responses(frame, TRIAL, **(ROLES | roles))


def test_an_axis_must_be_counted() -> None:
    """The error lists the axes, and says how a column becomes one."""
    with pytest.raises(lk.errors.AxisError, match=r"where\(\) names 'sex', which is not") as caught:
        bound().tally().where(sex="f")
    assert "its axes are 'when', 'grade'." in str(caught.value)
    assert "`responses.tally(by=...)`, or narrow the responses first." in str(caught.value)
    with pytest.raises(lk.errors.ArgumentError, match="its values are 'a', 'b' and 'c'"):
        bound().tally().where(grade="z")
    with pytest.raises(lk.errors.AxisError, match="by='sex' is not an axis"):
        lk.means(bound().tally().where(grade="a"), by="sex")


@pytest.mark.parametrize("roles", [{}, {"cluster": "ward"}], ids=["people", "clusters"])
def test_each_table_is_narrowed_as_the_responses_are(roles: dict[str, str]) -> None:
    """Counts by sex of a domain are those of the domain by sex."""
    data = bound(**roles)
    some = data.where(sex="f")
    assert data.tally(by="sex").where(sex="f") == some.tally(by="sex")
    assert data.cotally(by="sex").where(sex="f") == some.cotally(by="sex")
    if not roles:
        pairs = data.pairs("before", "after", by="sex").where(sex="f")
        assert pairs == some.pairs("before", "after", by="sex")
        turned, rows = (
            lk.compare_paired(one.sampled(lone_stratum="adjust"), "after", "before", test="t")
            for one in (pairs, some)
        )
        assert turned.to_frame().equals(rows.to_frame())
    table = some.tally(by="sex")
    assert table != data.tally(by="sex")
    assert table.marginal(["grade"]) == some.tally().marginal(["grade"])
    assert table != some.where(grade=["a", "b"]).tally(by="sex")
    assert pickle.loads(pickle.dumps(table)) == table
    assert "Domain: sex = 'f'." in repr(table)
    assert "Domain: sex = 'f'." in repr(some.cotally())


def test_domains_of_one_kind_add() -> None:
    """The sum of the parts is the domain of the whole; other domains do not add."""
    parts = [bound(FRAME[FRAME["grade"] == grade]).tally(by="sex") for grade in "ab"]
    whole = bound(FRAME[FRAME["grade"] != "c"]).where(sex=["f", "m"]).tally(by="sex")
    domains = [part.where(sex=list(sexes)) for part, sexes in zip(parts, ("mf", "fm"), strict=True)]
    assert domains[0] + domains[1] == whole
    assert (domains[0] + domains[1]).notes == domains[0].notes
    with pytest.raises(lk.errors.MismatchError, match="different domains cannot be added"):
        domains[0] + parts[1]


def test_the_whole_sample_is_at_hand() -> None:
    """Its last axis says who is in the domain; a table without a domain is the whole."""
    table = bound(cluster="ward").tally(by="sex")
    assert whole_sample(table) is table
    assert inside_domain(table).all()
    domain = table.where(sex="f", grade=["a", "c"]).where(when="after")
    whole = whole_sample(domain)
    assert whole.axes[-1].name == IN_DOMAIN
    assert {group[0] for group in whole.groups} == {"after"}
    assert inside_domain(whole).sum() == len(domain.groups) < len(whole.groups)
    assert domain.clusters.n_clusters == table.clusters.n_clusters
    assert only_conditions(domain, ["after"]) == domain
    assert (
        only_conditions(table.where(sex="f"), ["after"]).groups
        == table.where(sex="f", when="after").groups
    )
    assert only_conditions(table.marginal(["sex"]), ["after"]) == table.marginal(["sex"])
    assert only_conditions(table, None) is table


def test_strata_are_merged_in_the_whole_sample() -> None:
    """A stratum outside the domain takes in one that lies inside."""
    for roles in ({}, {"cluster": "ward"}):
        data = bound(**roles).sampled(collapse={"a": "c"}, lone_stratum="adjust")
        frame = FRAME.assign(grade=FRAME["grade"].replace("a", "c"))
        merged = bound(frame, **roles).sampled(lone_stratum="adjust")
        domain: dict[str, Any] = {"sex": "f", "ward": ["1", "2", "4"]}
        one, other = data.where(**domain), merged.where(**domain)
        assert lk.means(one).to_frame().equals(lk.means(other).to_frame())
        groups = {"test": "t"}
        for some in (one, one.tally(by="ward")):
            found = lk.compare_groups(some, "ward", **groups).to_frame()
            assert found.equals(lk.compare_groups(other, "ward", **groups).to_frame())
        paired = lk.compare_paired(one, "before", "after", test="t").to_frame()
        assert paired.equals(lk.compare_paired(other, "before", "after", test="t").to_frame())


def test_merging_strata_and_narrowing_may_change_places() -> None:
    """A narrowed table is merged as the whole is, and stays narrowed."""
    for roles in ({}, {"cluster": "ward"}):
        table = bound(**roles).tally(by="sex")
        merged = collapse_strata(table.where(sex="f"), {"a": "c"}, ())
        assert merged == collapse_strata(table, {"a": "c"}, ()).where(sex="f")
        assert merged.domain is not None


def test_values_outside_are_no_groups() -> None:
    """A group, a blank and a condition that lie outside are not compared."""
    frame = FRAME.assign(sex=FRAME["sex"].where(FRAME["grade"] != "c"))
    data = bound(frame).where(grade=["a", "b"]).sampled(lone_stratum="adjust")
    table = lk.compare_groups(data, "sex", test="t")
    assert {row.first for row in table} | {row.second for row in table} == {"f", "m"}
    assert not any("In no group" in note for note in table.notes)
    assert not any(IN_DOMAIN in note for note in table.notes)
    only = lk.compare_groups(data.where(when="after"), "sex", test="t")
    assert {row.by for row in only} == {(("when", "after"),)}
    with pytest.raises(lk.errors.ArgumentError, match="has one group, 'f'"):
        lk.compare_groups(data.where(sex="f"), "sex")
