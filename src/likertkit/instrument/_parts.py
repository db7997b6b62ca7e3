"""The parts of a scale, checked and frozen, and what follows from them."""

from __future__ import annotations

from functools import cached_property

import attrs

from likertkit._checks import check_choice
from likertkit.instrument._definition import (
    as_codes,
    as_labels,
    as_nonsubstantive,
    check_definition,
)
from likertkit.instrument._layout import Layout
from likertkit.instrument._presets import Orientation
from likertkit.instrument._wordings import warn_of_contradiction

__all__ = ["ScaleParts"]


@attrs.frozen(repr=False)
class ScaleParts:
    """The four parts of a scale; :class:`LikertScale` adds how it is made and how it reads."""

    codes: tuple[int, ...] = attrs.field(default=(1, 2, 3, 4, 5), converter=as_codes)
    _labels: tuple[tuple[int, tuple[str, ...]], ...] = attrs.field(
        default=(), alias="labels", converter=as_labels
    )
    positive: Orientation | None = attrs.field(default=None, kw_only=True)
    _nonsubstantive: tuple[tuple[str, tuple[int, ...]], ...] = attrs.field(
        default=(), alias="nonsubstantive", converter=as_nonsubstantive, kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        """Check what concerns several parts at once."""
        if self.positive is not None:
            check_choice(self.positive, "positive", Orientation)
        check_definition(self.codes, self._labels, self._nonsubstantive)
        warn_of_contradiction(self.positive, self.codes, self.wordings)

    @property
    def labels(self) -> dict[int, str]:
        """The label of each code that has one, in ascending order of the codes; a fresh dict.

        Of several wordings it is the first.
        """
        return {code: wordings[0] for code, wordings in self._labels}

    @property
    def wordings(self) -> dict[int, tuple[str, ...]]:
        """Every wording of each code that has a label, the printed one first; a fresh dict."""
        return dict(self._labels)

    @property
    def nonsubstantive(self) -> dict[str, tuple[int, ...]]:
        """The codes of each nonsubstantive answer, in the order declared; a fresh dict."""
        return dict(self._nonsubstantive)

    @property
    def low(self) -> int:
        """The lowest code."""
        return self.codes[0]

    @property
    def high(self) -> int:
        """The highest code."""
        return self.codes[-1]

    @property
    def n_levels(self) -> int:
        """The number of levels, K."""
        return len(self.codes)

    @property
    def midpoint(self) -> int | None:
        """The code with as many levels above it as below; None where K is even."""
        return self.codes[self.n_levels // 2] if self.n_levels % 2 else None

    @property
    def neutral(self) -> str | None:
        """The label of the midpoint; None where there is no midpoint or it has no label."""
        return None if self.midpoint is None else self.labels.get(self.midpoint)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why an answer can be missing: ``'blank'``, then the nonsubstantive labels in order."""
        return ("blank", *self.nonsubstantive)

    @property
    def n_cells(self) -> int:
        """The number of cells in which answers are counted: the levels and the reasons."""
        return self.n_levels + len(self.reasons)

    @property
    def code_cells(self) -> tuple[tuple[int, int], ...]:
        """Every code with its cell; see :class:`Placement` for the order of the cells."""
        return tuple(self.layout.code_cells.items())

    @cached_property
    def layout(self) -> Layout:
        """The cells and spellings of the scale, worked out once; for likertkit itself."""
        return Layout.of(self.codes, self.wordings, self.nonsubstantive)

    def __repr__(self) -> str:
        shown = {
            code: wordings if len(wordings) > 1 else self.labels[code]
            for code, wordings in self._labels
        }
        labels = f", labels={shown!r}" if shown else ""
        reasons = f", nonsubstantive={self.nonsubstantive!r}" if self._nonsubstantive else ""
        direction = "" if self.positive is None else f", positive={self.positive!r}"
        return f"{type(self).__name__}(codes={self.codes!r}{labels}{direction}{reasons})"
