"""Strata that are merged with one another in a tally."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import ArgumentError
from likertkit.tally._domains import collapse_strata

TRIAL = lk.Instrument("trial", [lk.Item("q", lk.LikertScale((1, 2)))])
FRAME = pd.DataFrame({
    "q": [1, 1, 2, None, 1, 2, 2, 1],
    "school": list("aaabbcdd"),
    "grade": [7, 7, 7, 7, 7, 8, 9, 9],
    "when": [1, 1, 2, 2, 2, 1, 2, 2],
    "ward": list("xyxxyxyx"),
    "gender": list("fmfmfmfm"),
    "w": [1.0, 2.0, 3.0, 0.5, 1.0, 2.0, 4.0, 1.5],
})  # fmt: skip


def made(frame: pd.DataFrame = FRAME, **declared: Any) -> lk.Tally:
    """Return a tally of strata, split by ward."""
    return lk.Responses(frame, TRIAL, stratum="grade", **declared).tally(by="ward")


@pytest.mark.parametrize(
    "declared",
    [
        {},
        {"weight": "w"},
        {"condition": "when"},
        {"cluster": "school"},
        {"cluster": "school", "weight": "w", "condition": "when"},
    ],
    ids=lambda declared: " ".join(declared) or "plain",
)
@pytest.mark.parametrize("merged", [{8: 9}, {9: 8}, {8: 7, 9: 7}, {}])
def test_as_if_the_data_had_them_merged(declared: dict[str, Any], merged: dict[int, int]) -> None:
    """Counts, sums, clusters and their numbers; other axes stay."""
    found = collapse_strata(made(**declared), merged, ())
    expected = made(FRAME.assign(grade=FRAME["grade"].replace(merged)), **declared)
    assert found == expected
    assert found.groups == expected.groups
    assert found.axes == expected.axes
    if "cluster" in declared:
        for sizes in ("n_clusters", "n_by_condition"):
            mine, theirs = (dict(getattr(one.clusters, sizes)) for one in (found, expected))
            assert mine == theirs
            assert bool(mine) == (sizes == "n_clusters" or "condition" in declared)


def test_by_hand() -> None:
    """Grade 8 and 9 have 3 answers and 2 schools together."""
    tally = lk.Responses(FRAME, TRIAL, stratum="grade", cluster="school").tally()
    found = collapse_strata(tally, {8: 9}, ())
    assert found.groups == ((7,), (9,))
    assert found.counts[:, 0].tolist() == [[3, 1, 1], [1, 2, 0]]
    assert dict(found.clusters.n_clusters) == {(7,): 2, (9,): 2}
    # The tally itself is left as it is.
    assert tally.groups == ((7,), (8,), (9,))
    assert dict(tally.clusters.n_clusters) == {(7,): 2, (8,): 1, (9,): 1}


def test_known_strata_of_nobody() -> None:
    """In a declared order, or of a known size: merging them changes no count."""
    tally = made()
    assert collapse_strata(tally, {10: 7}, {10}) == tally
    assert collapse_strata(tally, {8: 10}, [10]).groups[-1][0] == 10
    ordered = FRAME.assign(grade=pd.Categorical(FRAME["grade"], [9, 8, 7, 6], ordered=True))
    tally = made(ordered)
    assert collapse_strata(tally, {6: 7}, ()) == tally
    with pytest.raises(ArgumentError, match="stratum 5"):
        collapse_strata(tally, {5: 7}, ())


@pytest.mark.parametrize(("merged", "unknown"), [({6: 7}, 6), ({7: 6}, 6), ({"7": 8}, "7")])
def test_strata_that_are_not_there(merged: dict[Any, Any], unknown: Any) -> None:
    """Whichever side they stand on; those there are, are named."""
    with pytest.raises(ArgumentError) as caught:
        collapse_strata(made(), merged, {10})
    assert str(caught.value) == (
        f"collapse names the stratum {unknown!r}, but the strata of 'grade' are 7, 8, 9, 10.\n"
        "Hint: write the stratum as it is in the data."
    )
    with pytest.raises(ArgumentError, match="but the strata of 'grade' are none"):
        collapse_strata(made(FRAME[:0]), merged, ())


def test_without_strata_nothing_is_merged() -> None:
    """A column of `by` is no stratum."""
    tally = lk.Responses(FRAME, TRIAL).tally(by="grade")
    with pytest.raises(ArgumentError) as caught:
        lk.means(tally.sampled(collapse={8: 9}))
    assert str(caught.value) == (
        "collapse={8: 9} merges strata, but the data have no strata.\n"
        "Hint: declare the column of strata with `stratum=`."
    )


def test_strata_that_weights_were_calibrated_to() -> None:
    """Their sizes are met, and those of the merged ones were not asked for; other margins go."""
    data = lk.Responses(FRAME, TRIAL, stratum="grade", weight="w")
    grades = {7: 10, 8: 20, 9: 30}
    for weighting in (
        lk.poststratify(data, grades),
        lk.rake(data, {"gender": {"f": 30, "m": 30}, "grade": grades}),
    ):
        with pytest.raises(ArgumentError) as caught:
            collapse_strata(data.weighted(weighting).tally(), {8: 9}, ())
        assert str(caught.value) == (
            "the weights were calibrated to the sizes of the strata of 'grade'; expected to merge "
            "strata before.\nHint: merge the strata in the data, then make the weights again."
        )
    weighting = lk.poststratify(data, {"f": 30, "m": 30}, by="gender")
    found = collapse_strata(data.weighted(weighting).tally(), {8: 9}, ())
    frame = FRAME.assign(grade=FRAME["grade"].replace(8, 9))
    same = lk.Responses(frame, TRIAL, stratum="grade", weight="w")
    expected = same.weighted(lk.poststratify(same, {"f": 30, "m": 30}, by="gender")).tally()
    assert found == expected
    assert found.calibration.margins == (("gender",),)
    assert lk.means(data.weighted(weighting).sampled(collapse={8: 9}))["q"].se == pytest.approx(
        lk.means(expected)["q"].se, rel=1e-12
    )
