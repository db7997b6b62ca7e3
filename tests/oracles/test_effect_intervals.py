"""Intervals of effects against R's psych, noncentral t and wilcox.test (effect_intervals.R).

psych finds its ends to about 1e-5; wilcox.test comes within 1e-7 of the jumps of its test.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk

ORACLE = json.loads(Path(__file__).with_name("effect_intervals.json").read_text("utf-8"))
ONE = lk.Instrument("one", [lk.Item("clear", lk.LikertScale())])


def shift_of(row: lk.compare.PairedEffectRow | lk.compare.GroupEffectRow) -> tuple[float, float]:
    """Return the interval of the shift; a point, which a note tells of, is none."""
    if "too coarse" in row.note:
        assert math.isnan(row.hodges_lehmann_low)
        return row.hodges_lehmann, row.hodges_lehmann
    return row.hodges_lehmann_low, row.hodges_lehmann_high


@pytest.mark.parametrize("theirs", ORACLE["pairs"])
def test_pairs_match_r(theirs):
    """Of those whose answer changed; where one shift is left, R has it twice."""
    columns = {name: {"clear": name} for name in ("first", "second")}
    frame = pd.DataFrame({name: theirs[name] for name in columns})
    answers = lk.Responses.from_wide(frame, ONE, columns=columns)
    row = lk.compare_paired(answers, "first", "second").effects["clear"]
    assert row.cohen_d == approx(theirs["d"], rel=1e-12)
    assert (row.cohen_d_low, row.cohen_d_high) == approx(theirs["d_interval"], abs=1e-5)
    assert shift_of(row) == approx(theirs["shift"], abs=1e-6)


@pytest.mark.parametrize("theirs", ORACLE["groups"])
def test_groups_match_r(theirs):
    """Of two groups of different size."""
    sides = ("first", "second")
    frame = pd.concat([pd.DataFrame({"clear": theirs[name], "side": name}) for name in sides])
    found = lk.compare_groups(lk.Responses(frame, ONE), "side", first="first", second="second")
    row = found.effects["clear"]
    assert row.cohen_d == approx(theirs["d"], rel=1e-12)
    assert (row.cohen_d_low, row.cohen_d_high) == approx(theirs["d_interval"], rel=1e-9)
    correction = row.hedges_g / row.cohen_d
    assert row.hedges_g_low == approx(row.cohen_d_low * correction)
    assert shift_of(row) == approx(theirs["shift"], abs=1e-6)
    assert (row.cliffs_delta_low, row.cliffs_delta_high) == (
        found["clear"].cliffs_delta_low,
        found["clear"].cliffs_delta_high,
    )
