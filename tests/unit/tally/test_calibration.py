"""What a tally keeps of calibrated weights: margins, and the weights before."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import MismatchError
from likertkit.tally import Axis
from likertkit.tally._clusters import Calibration

TRIAL = lk.Instrument("trial", [lk.Item("q", lk.LikertScale((1, 2)))])
FRAME = pd.DataFrame({
    "q": [1, 1, 2, None, 1, 2, 2],
    "gender": list("ffmmfmf"),
    "age": list("yoyoyoo"),
    "ward": list("xyxxyxy"),
    "w": [1.0, 2.0, 3.0, 0.5, 1.0, 2.0, 4.0],
})  # fmt: skip
SIZES: dict[Any, Any] = {"f": 16, "m": 11}
MARGINS: dict[Any, Any] = {"gender": SIZES, "age": {"y": 9, "o": 18}}


def made(margins: dict[Any, Any] = MARGINS, **options: Any) -> lk.Tally:
    """Return the tally of raked responses, split by ward unless told."""
    data = lk.Responses(FRAME, TRIAL, weight="w")
    return data.weighted(lk.rake(data, margins)).tally(**{"by": "ward", **options})


def test_weights_before_and_after() -> None:
    """The women's add up to 8 before and to 16 after: cells 1, 2 and blank."""
    data = lk.Responses(FRAME, TRIAL, weight="w")
    tally = data.weighted(lk.poststratify(data, SIZES, by="gender")).tally()
    assert tally.groups == (("f",), ("m",))
    assert tally.calibration.margins == (("gender",),)
    assert tally.calibration.designed[:, 0].tolist() == [[4.0, 4.0, 0.0], [0.0, 5.0, 0.5]]
    assert tally.sums[:, 0].tolist() == [[8.0, 8.0, 0.0], [0.0, 10.0, 1.0]]
    assert tally.squares[:, 0].tolist() == [[24.0, 64.0, 0.0], [0.0, 52.0, 1.0]]
    assert tally.counts[:, 0].tolist() == [[3, 1, 0], [0, 2, 1]]
    assert data.tally().calibration is None
    with pytest.raises(ValueError, match="read-only"):
        tally.calibration.designed[0, 0, 0] = 1


def test_it_outlives_axes_that_are_no_margin() -> None:
    """In any order; with a margin it goes, and what is left are sampling weights."""
    tally = made()
    assert [axis.name for axis in tally.axes] == ["ward", "gender", "age"]
    kept = tally.marginal(["age", "gender"])
    assert kept.calibration.margins == (("gender",), ("age",))
    for g, (age, gender) in enumerate(kept.groups):
        rows = (FRAME["age"] == age) & (FRAME["gender"] == gender)
        own = FRAME["w"].where(rows, 0.0)
        expected = [own[FRAME["q"] == code].sum() for code in (1, 2)]
        assert kept.calibration.designed[g, 0, :2].tolist() == expected
    assert kept == made(by=()).marginal(["age", "gender"])
    assert tally.marginal(["ward", "gender", "age"]) == tally
    for names in (["gender"], ["ward", "age"], []):
        left = tally.marginal(names)
        assert left.calibration is None
        assert left.sums.sum() == pytest.approx(27, rel=1e-9)


def test_every_column_of_a_joint_margin_is_needed() -> None:
    """One of two does not do."""
    joint = {("f", "y"): 8, ("f", "o"): 8, ("m", "y"): 5, ("m", "o"): 6}
    tally = made({("gender", "age"): joint})
    assert tally.calibration.margins == (("gender", "age"),)
    assert tally.marginal(["age", "gender"]).calibration.margins == (("gender", "age"),)
    assert tally.marginal(["ward", "gender"]).calibration is None
    assert tally.marginal(["age"]).calibration is None


def test_regrouping_adds_groups() -> None:
    """Of three groups the first and the last become one, and a fourth is empty."""
    calibration = Calibration(margins=(("a",),), designed=np.arange(6.0).reshape(3, 1, 2))
    axes = (Axis("b", "by"), Axis("a", "by"))
    found = calibration.regrouped(axes, 3, np.array([1, 0, 1]))
    assert found.designed[:, 0].tolist() == [[2.0, 3.0], [4.0, 6.0], [0.0, 0.0]]
    assert found.margins == (("a",),)
    assert calibration.regrouped(axes[:1], 1, np.array([0, 0, 0])) is None


def test_tables_add() -> None:
    """Law 1: counts, sums and the weights before; also where groups differ."""
    tally = made()
    twice = tally + tally
    assert np.array_equal(twice.counts, 2 * tally.counts)
    assert np.array_equal(twice.sums, 2 * tally.sums)
    assert np.array_equal(twice.squares, 2 * tally.squares)
    assert np.array_equal(twice.calibration.designed, 2 * tally.calibration.designed)
    assert twice.calibration.margins == tally.calibration.margins
    one, other = (
        lk.Responses(FRAME[rows], TRIAL, weight="w")
        for rows in (FRAME["gender"] == "f", FRAME["gender"] == "m")
    )
    women = one.weighted(lk.poststratify(one, {"f": 16}, by="gender")).tally()
    men = other.weighted(lk.poststratify(other, {"m": 11}, by="gender")).tally()
    data = lk.Responses(FRAME, TRIAL, weight="w")
    whole = data.weighted(lk.poststratify(data, SIZES, by="gender")).tally()
    assert women + men == whole == men + women
    assert lk.means(women + men)["q"] == lk.means(whole)["q"]


def test_what_does_not_add() -> None:
    """Other margins, or none: the two are not of one kind."""
    tally = made()
    raked, joined = made(by=()), made({"gender": SIZES}, by="age")
    assert [axis.name for axis in raked.axes] == ["gender", "age"]
    for other in (made({"age": MARGINS["age"], "gender": SIZES}).marginal(
        ["ward", "gender", "age"]), joined.marginal(["gender", "age"])):  # fmt: skip
        one = tally if len(other.axes) == 3 else raked
        with pytest.raises(MismatchError, match=r"different (margins|axes) cannot be added"):
            _ = one + other
        assert one != other
    plain = lk.Responses(FRAME, TRIAL, weight="w").tally(by=("gender", "age"))
    with pytest.raises(MismatchError) as caught:
        _ = raked + plain
    assert str(caught.value).startswith(
        "two tables with different margins cannot be added: (('gender',), ('age',)) and None."
    )
    assert raked != plain


def test_equality_looks_at_the_weights_before() -> None:
    """Not only at those after; but for rounding."""
    tally = made()
    one = tally.calibration
    assert one == Calibration(margins=one.margins, designed=one.designed * (1 + 1e-14))
    assert one != Calibration(margins=one.margins, designed=one.designed * (1 + 1e-9))
    assert one != Calibration(margins=(("gender",),), designed=one.designed)
    assert one.__eq__("margins") is NotImplemented
    other = lk.Tally(
        instrument=TRIAL,
        axes=tally.axes,
        groups=tally.groups,
        counts=tally.counts,
        sums=tally.sums,
        squares=tally.squares,
        calibration=Calibration(margins=one.margins, designed=one.designed * 2),
    )
    assert tally != other
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_it_travels() -> None:
    """Pickled and copied, and nobody can write to it there either."""
    tally = made()
    for other in (pickle.loads(pickle.dumps(tally)), copy.deepcopy(tally)):
        assert other == tally
        assert other.calibration == tally.calibration
        assert not other.calibration.designed.flags.writeable
    alone = pickle.loads(pickle.dumps(tally.calibration))
    assert alone == tally.calibration
    assert not alone.designed.flags.writeable


def test_an_array_stays_its_owners() -> None:
    """It is copied; who changes it does not change the calibration."""
    designed = np.ones((1, 1, 3))
    calibration = Calibration(margins=((),), designed=designed)
    designed[0, 0, 0] = 9
    assert calibration.designed.tolist() == [[[1.0, 1.0, 1.0]]]


def test_from_a_tally_as_from_responses() -> None:
    """Law 7: the tally alone gives the calibrated error; without the margin it is another."""
    data = lk.Responses(FRAME, TRIAL, weight="w")
    weighted = data.weighted(lk.poststratify(data, SIZES, by="gender"))
    tally = weighted.tally(by="ward")
    assert lk.means(tally, by="ward") == lk.means(weighted, by="ward")
    row, plain = lk.means(tally)["q"], lk.means(tally.marginal(["ward"]))["q"]
    assert row.mean == pytest.approx(plain.mean, rel=1e-14)
    assert row.method.startswith("calibrated mean")
    assert plain.method.startswith("weighted mean")
    assert row.se < plain.se
