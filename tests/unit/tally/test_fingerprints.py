from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from likertkit.errors import MismatchError
from likertkit.tally._tables import fingerprints, united

NAMES = [
    1,
    -7,
    2**62,
    "1",
    "anna",
    "Ä\x00",
    True,
    "True",
    False,
    2.5,
    "2.5",
    None,
    "None",
    2**70,
    "",
]


def test_names_are_told_apart():
    """A number is no text, a truth value no number, whatever stands beside them."""
    found = fingerprints(NAMES)
    assert found.dtype == np.uint64
    assert len(set(found.tolist())) == len(NAMES)
    assert found.tolist() == sorted(found.tolist())


@pytest.mark.parametrize("names", [[], [5, 6], ["b", "a"], [5, "a"], [2**63, -(2**63) - 1]])
def test_the_order_of_names_is_nothing(names):
    """Also of none, and of numbers that no machine word holds."""
    assert fingerprints(names).tolist() == fingerprints(names[::-1]).tolist()
    assert len(set(fingerprints(names).tolist())) == len(names)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_has_one_fingerprint_whoever_stands_beside_it(name):
    """A part with texts and a part with numbers alone can be compared."""
    others = [5, "b", 0.25]
    assert set(fingerprints([name]).tolist()) <= set(fingerprints([*others, name]).tolist())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Decimal(4), 4),
        (Decimal("2.50"), 2.5),
        (pd.Timestamp("2024-05-01 10:00"), dt.datetime(2024, 5, 1, 10)),  # noqa: DTZ001 - as data are
    ],
)
def test_equal_names_of_two_types_have_one(one, other):
    """As they are one key of a group."""
    assert fingerprints([one]).tolist() == fingerprints([other]).tolist()
    assert fingerprints([one, "a"]).tolist() == fingerprints(["a", other]).tolist()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_every_process_has_the_same(seed):
    """Python's own hash of a text differs from process to process."""
    names = [*(name for name in NAMES if name is not None), 0.1]
    code = (
        "import json, sys; from likertkit.tally._tables import fingerprints; "
        "print(json.dumps(fingerprints(json.loads(sys.argv[1])).tolist()))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(names)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert json.loads(done.stdout) == fingerprints(names).tolist()


def test_parts_are_united_where_they_may_be():
    """Each name once, in order; what both have is refused, unless the parts are disjoint."""
    one, other = fingerprints([1, 2, 3]), fingerprints([4, 5])
    assert united(one, other, "respondent", disjoint=False).tolist() == (
        fingerprints([1, 2, 3, 4, 5]).tolist()
    )
    torn = fingerprints([2, 3, 9])
    with pytest.raises(MismatchError, match="two parts share 2 respondents; expected each"):
        united(one, torn, "respondent", disjoint=False)
    with pytest.raises(MismatchError, match=r"share 1 cluster;.*\n.*all rows of a cluster in one"):
        united(one, fingerprints([2, 8]), "cluster", disjoint=False)
    assert united(one, torn, "respondent", disjoint=True).tolist() == (
        fingerprints([1, 2, 3, 9]).tolist()
    )
