from __future__ import annotations

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


def test_the_family_is_told():
    """How large it is, and of what."""
    assert family_note("holm", 28, "all items and pairs") == (
        "Adjusted p-values: Holm, the family being 28 p-values (all items and pairs)."
    )
    assert "Benjamini-Hochberg, the family being 1 p-value (" in family_note(
        "benjamini-hochberg", 1, "all items"
    )
    assert family_note("none", 3, "all items").startswith("P-values are not adjusted")
