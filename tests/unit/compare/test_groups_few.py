"""Groups of a few people: what an exact test says, and what is said where there is none."""

from __future__ import annotations

import pandas as pd
from scipy import stats

import likertkit as lk

SCALE = lk.LikertScale()
ONE = lk.Instrument("one", [lk.Item("clear", SCALE)])


def people(**groups: list[int]) -> lk.Responses:
    """Return the answers of groups, an answer a person."""
    answers = [one for group in groups.values() for one in group]
    wards = [name for name, group in groups.items() for _ in group]
    return lk.Responses(pd.DataFrame({"clear": answers, "ward": wards}), ONE)


def test_one_against_one_is_certain_to_be_as_extreme():
    """Either way of handing two answers out is as far from the mean: p is 1, and not above."""
    row = lk.compare_groups(people(a=[5], b=[1]), "ward").rows[0]
    assert row.pvalue == row.least_pvalue == row.pvalue_adjusted == 1.0
    assert stats.false_discovery_control([row.pvalue, 0.5]).tolist() == [1.0, 1.0]
