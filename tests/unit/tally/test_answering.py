"""Which units hold an answer: against a count of the rows."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.tally._domains import answering_units, collapse_strata

SCALE = lk.LikertScale(nonsubstantive={"Not applicable": 9})
STUDY = lk.Instrument("study", [lk.Item("q", SCALE), lk.Item("r", SCALE)])
HELD = {
    "valid": lambda x: x.between(1, 5),
    "answered": lambda x: x.notna(),
    "all": lambda x: x.notna() | x.isna(),
}


def rows(seed: int, n: int = 60) -> pd.DataFrame:
    """Return made-up answers of clusters, each in one stratum and in several wards."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "school": rng.integers(12 * seed, 12 * seed + 12, n),
            "ward": rng.choice(["east", "north", "west"], n),
            "when": rng.choice(["pre", "post"], n),
            "q": rng.choice([1, 3, 5, 9, np.nan], n, p=[0.1, 0.1, 0.1, 0.3, 0.4]),
            "r": rng.choice([2, 4, 9, np.nan], n),
        }
    )
    frame["grade"] = [("x", "y", "z")[school % 3] for school in frame["school"]]
    return frame


def expected(frame: pd.DataFrame, names: list[str], item: str, held: str, unit: str | None):
    """Return units and strata that hold an answer, by group."""
    kept = frame[HELD[held](frame[item])]
    units = kept.groupby(names).size() if unit is None else kept.groupby(names)[unit].nunique()
    return units.to_dict(), kept.groupby(names)["grade"].nunique().to_dict()


def found(tally: lk.Tally, names: list[str], item: str, held):
    """Return the same from a tally."""
    axes = [axis.name for axis in tally.axes]
    keys = [tuple(group[axes.index(name)] for name in names) for group in tally.groups]
    number = {key: k for k, key in enumerate(dict.fromkeys(keys))}
    strata = sorted({group[axes.index("grade")] for group in tally.groups})
    units, n_strata = answering_units(
        tally,
        np.array([number[key] for key in keys]),
        len(number),
        np.array([strata.index(group[axes.index("grade")]) for group in tally.groups]),
        held,
    )
    i = tally.instrument.names.index(item)
    return tuple(
        {
            (key if len(names) > 1 else key[0]): int(table[k, i])
            for key, k in number.items()
            if table[k, i]
        }
        for table in (units, n_strata)
    )


@pytest.mark.parametrize("held", list(HELD))
@pytest.mark.parametrize("unit", [None, "school"])
@pytest.mark.parametrize("names", [["ward"], ["when"], ["when", "ward"], ["grade"]], ids=str)
@pytest.mark.parametrize("item", ["q", "r"])
def test_any_union_of_groups(held, unit, names, item) -> None:
    """Also of a sum of two tallies, of a margin, and of what was pickled."""
    one, other = rows(1), rows(2)
    declared = {"stratum": "grade", "condition": "when", "cluster": unit}
    tallies = [lk.Responses(part, STUDY, **declared).tally(by="ward") for part in (one, other)]
    whole = tallies[0] + tallies[1]
    frame = pd.concat([one, other])
    theirs = expected(frame, names, item, held, unit)
    assert found(whole, names, item, held) == theirs
    assert found(pickle.loads(pickle.dumps(whole)), names, item, held) == theirs
    assert whole == lk.Responses(frame, STUDY, **declared).tally(by="ward")
    margin = whole.marginal(dict.fromkeys(("grade", *names)))
    assert found(margin, names, item, held) == theirs


def test_merged_strata() -> None:
    """A stratum that was counted into another is none of its own."""
    frame = rows(1)
    tally = lk.Responses(frame, STUDY, stratum="grade", cluster="school").tally(by="ward")
    merged = collapse_strata(tally, {"z": "y"}, ())
    theirs = expected(frame.replace({"grade": {"z": "y"}}), ["ward"], "q", "valid", "school")
    assert found(merged, ["ward"], "q", "valid") == theirs


def test_patterns_tell_two_tallies_apart() -> None:
    """Equal sums of products do not make equal tallies."""
    frame = pd.DataFrame({"q": [1.0, 1.0], "r": 2, "school": [1, 2], "ward": "east"})
    tally = lk.Responses(frame, STUDY, cluster="school").tally(by="ward")
    clusters = tally.clusters
    assert clusters is not None
    assert clusters.patterns.tolist() == [[0, 2], [1, 2]]
    assert not clusters.entries.flags.writeable
