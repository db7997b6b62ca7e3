from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

from likertkit.compare._options import check_correction, family_note
from likertkit.errors import OptionError


def test_only_the_words():
    """Nothing else, whatever its type."""
    for word in ("holm", "benjamini-hochberg", "bonferroni", "none"):
        check_correction(word)
    for other in ("Holm", None, "fdr"):
        with pytest.raises(OptionError, match="correction"):
            check_correction(other)


def rows(n):
    """Return rows with a p-value, and a row with none."""
    return [SimpleNamespace(pvalue=0.5)] * n + [SimpleNamespace(pvalue=math.nan)]


def test_the_family_is_told():
    """How large it is, and of what."""
    assert family_note("holm", rows(28), "all items and pairs", ()) == (
        "Adjusted p-values: Holm, the family being 28 p-values (all items and pairs)."
    )
    assert family_note("benjamini-hochberg", rows(1), "all items", ("a", "b")).endswith(
        "Benjamini-Hochberg, the family being 1 p-value (all items by a, b)."
    )
    assert family_note("none", rows(3), "all items", ()) == (
        "P-values are not adjusted, though there are 3 of them (all items)."
    )
