"""Fingerprints of names: enough to find a respondent or a cluster that two parts share."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from likertkit._text import counted
from likertkit.errors import MismatchError
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray


def fingerprints(names: Sequence[Hashable]) -> NDArray[np.uint64]:
    """Return the sorted 64-bit fingerprints of distinct plain names.

    The same name has the same fingerprint in every process, whichever engine held it, so that
    tallies of different workers can be compared.  Two names of two million have one fingerprint
    with a chance of about one in ten million.
    """
    import pandas as pd

    # What equals a number is that number, whatever holds it.
    names = [plain_key(float(name)) if isinstance(name, Decimal) else name for name in names]
    numbers = [name for name in names if type(name) is int and -(2**63) <= name < 2**63]
    if len(numbers) == len(names):
        found = pd.util.hash_array(np.array(numbers, dtype=np.int64))
    else:
        # A number keeps its fingerprint among texts.
        texts = [name if isinstance(name, str) else _text(name) for name in names]
        found = pd.util.hash_array(np.array(texts, dtype=object), categorize=False)
        whole = np.array([type(name) is int and -(2**63) <= name < 2**63 for name in names])
        found[whole] = pd.util.hash_array(np.array(numbers, dtype=np.int64))
    return np.sort(found)


def _text(name: Hashable) -> str:
    """Return a text for a name that is none, unlike any that a person would write."""
    if isinstance(name, datetime):
        # pandas has a type of its own for it.
        return f"\x00datetime\x00{name.isoformat()}"
    return f"\x00{type(name).__name__}\x00{name!r}"


def united(
    mine: NDArray[np.uint64], theirs: NDArray[np.uint64], what: str, *, disjoint: bool
) -> NDArray[np.uint64]:
    """Return the fingerprints of both parts; raise if they share one that they should not.

    Raises
    ------
    MismatchError
        If a name lies in both, unless the parts are declared disjoint.
    """
    both = np.concatenate([mine, theirs])
    if not disjoint:
        n_shared = len(np.intersect1d(mine, theirs, assume_unique=True))
        if n_shared:
            raise MismatchError(
                f"the two parts share {counted(n_shared, what)}; expected each {what} in one "
                "part alone, for a table no longer knows whose answers it counted.",
                f"keep all rows of a {what} in one part; or, where equal names mean different "
                f"{what}s, add with `.sum(parts, disjoint=True)`.",
            )
    return np.unique(both)
