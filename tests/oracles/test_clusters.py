"""The standard error of a mean of clusters from a tally alone, against R survey (clusters.R).

Both sides are closed forms in double precision, and R prints 15 digits: what differs is the order
of a few dozen additions, in a variance that is a difference of larger sums.
"""

from __future__ import annotations

import json
from math import sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk

RTOL = 1e-11
ORACLE = json.loads(Path(__file__).with_name("clusters.json").read_text("utf-8"))
FRAME = pd.DataFrame(ORACLE["respondents"])
STUDY = lk.Instrument("study", [lk.Item("heard", lk.LikertScale())])


def mean_and_error(tally: lk.Tally, ward: str | None) -> tuple[float, float]:
    """Return the mean of a ward, or of all, and its error between the schools of each stratum."""
    if ward is None:
        tally = tally.marginal([axis.name for axis in tally.axes if axis.role == "stratum"])
    totals = (tally.counts if tally.sums is None else tally.sums)[:, 0, :5]
    wards = [group[-1] if ward else None for group in tally.groups]
    domain = sum(total for total, its in zip(totals, wards, strict=True) if its == ward)
    codes = np.arange(1, 6)
    mean = (domain @ codes) / domain.sum()
    deviations = np.append((codes - mean) / domain.sum(), 0)
    variance = 0.0
    for (first, second), products in zip(
        tally.clusters.pairs, tally.clusters.products, strict=True
    ):
        if first != second or wards[first] != ward:
            continue
        group = tally.groups[first]
        n_schools = dict(tally.clusters.n_clusters)[group if ward is None else group[:-1]]
        squares = deviations @ products[0] @ deviations
        total = deviations[:5] @ totals[first]
        variance += (squares - total**2 / n_schools) * n_schools / (n_schools - 1)
    return mean, sqrt(variance)


@pytest.mark.parametrize("design", ["plain", "weighted", "unstratified"])
def test_a_tally_holds_the_error_between_clusters(design: str) -> None:
    """R's svymean of the whole: products of groups that are summed up meet in both orders."""
    declared = {"stratum": None if design == "unstratified" else "stratum"}
    if design != "plain":
        declared["weight"] = "weight"
    tally = lk.Responses(FRAME, STUDY, cluster="school", **declared).tally(by="ward")
    mean, error = mean_and_error(tally, None)
    assert mean == approx(ORACLE[design]["mean"], rel=RTOL)
    assert error == approx(ORACLE[design]["se"], rel=RTOL)


@pytest.mark.parametrize("ward", ["east", "west", "north"])
def test_a_domain_keeps_the_clusters_that_have_nobody_in_it(ward: str) -> None:
    """R's svymean of a subset: a school without the ward is a school still."""
    tally = lk.Responses(FRAME, STUDY, stratum="stratum", cluster="school", weight="weight").tally(
        by="ward"
    )
    mean, error = mean_and_error(tally, ward)
    assert mean == approx(ORACLE["wards"][ward]["mean"], rel=RTOL)
    assert error == approx(ORACLE["wards"][ward]["se"], rel=RTOL)
