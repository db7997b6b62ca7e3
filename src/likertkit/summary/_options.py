"""The options of a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Hashable

    from likertkit.bias import StudyDesign
    from likertkit.compare import Correction


@attrs.frozen(kw_only=True)
class SummaryOptions:
    """The options of a summary.

    Attributes
    ----------
    design : StudyDesign or None
        The declaration.
    first, second : hashable or None
        The conditions.
    invited : object
        People who were asked; None if the design says it.
    correction : str
        How p-values are adjusted.
    confidence_level : float
        Level of the intervals.
    remembered : frozenset of str
        The conditions that the design says were rated from memory.
    """

    design: StudyDesign | None
    first: Hashable | None
    second: Hashable | None
    invited: object
    correction: Correction
    confidence_level: float
    remembered: frozenset[str] = frozenset()
