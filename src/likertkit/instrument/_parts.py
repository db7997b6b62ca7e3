"""The parts of a scale, checked against each other and against known wordings."""

from __future__ import annotations

import warnings
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from likertkit._checks import check_choice
from likertkit.errors import LikertkitWarning
from likertkit.instrument._definition import (
    as_codes,
    as_labels,
    as_nonsubstantive,
    check_definition,
)
from likertkit.instrument._labels import normalize_label
from likertkit.instrument._layout import Layout
from likertkit.instrument._presets import Orientation
from likertkit.instrument._shown import scale_html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Agreement, satisfaction, quality and importance. Whether "always" or "likely" is the positive end
# depends on what is asked, so that frequency and likelihood have no place here.
_POSITIVE = (
    "strongly agree",
    "completely agree",
    "totally agree",
    "fully agree",
    "agree strongly",
    "agree completely",
    "definitely agree",
    "agree",
    "very satisfied",
    "completely satisfied",
    "extremely satisfied",
    "totally satisfied",
    "satisfied",
    "excellent",
    "very good",
    "good",
    "extremely important",
    "very important",
    "stimme voll zu",
    "stimme voll und ganz zu",
    "stimme völlig zu",
    "stimme stark zu",
    "stimme zu",
    "trifft voll zu",
    "trifft voll und ganz zu",
    "trifft zu",
    "sehr zufrieden",
    "sehr gut",
    "sehr wichtig",
    "tout à fait d'accord",
    "d'accord",
    "très satisfait",
    "totalmente de acuerdo",
    "muy de acuerdo",
    "de acuerdo",
    "muy satisfecho",
    "concordo totalmente",
    "completamente d'accordo",
    "helemaal mee eens",
    "instämmer helt",
)
_NEGATIVE = (
    "strongly disagree",
    "completely disagree",
    "totally disagree",
    "fully disagree",
    "disagree strongly",
    "disagree completely",
    "definitely disagree",
    "disagree",
    "very dissatisfied",
    "completely dissatisfied",
    "extremely dissatisfied",
    "totally dissatisfied",
    "dissatisfied",
    "extremely poor",
    "very poor",
    "poor",
    "very bad",
    "bad",
    "not at all important",
    "not important",
    "unimportant",
    "stimme überhaupt nicht zu",
    "stimme gar nicht zu",
    "stimme nicht zu",
    "lehne stark ab",
    "lehne ab",
    "trifft überhaupt nicht zu",
    "trifft gar nicht zu",
    "trifft nicht zu",
    "sehr unzufrieden",
    "sehr schlecht",
    "gar nicht wichtig",
    "pas du tout d'accord",
    "pas d'accord",
    "très insatisfait",
    "totalmente en desacuerdo",
    "muy en desacuerdo",
    "en desacuerdo",
    "muy insatisfecho",
    "discordo totalmente",
    "completamente in disaccordo",
    "helemaal mee oneens",
    "instämmer inte alls",
)
_SIDES = dict.fromkeys(map(normalize_label, _POSITIVE), 1) | dict.fromkeys(
    map(normalize_label, _NEGATIVE), -1
)


def _side(wordings: Sequence[str]) -> int:
    """Return 1 for a positive label, -1 for a negative one, 0 where no wording is known."""
    sides = {_SIDES.get(normalize_label(wording), 0) for wording in wordings} - {0}
    return sides.pop() if len(sides) == 1 else 0


def warn_of_contradiction(
    positive: str | None, codes: tuple[int, ...], wordings: Mapping[int, Sequence[str]]
) -> None:
    """Warn where the labels of both ends are known to say another direction than *positive*."""
    low, high = wordings.get(codes[0]), wordings.get(codes[-1])
    if positive is None or low is None or high is None:
        return
    known = {2: "high", -2: "low"}.get(_side(high) - _side(low), positive)
    if known != positive:
        warnings.warn(
            f"positive={positive!r} contradicts the labels: {codes[0]} is {low[0]!r} and "
            f"{codes[-1]} is {high[0]!r}, so the positive end is {known!r}. If agreement with an "
            f"item is unfavourable, give that item keyed='negative'.",
            LikertkitWarning,
            stacklevel=4,
        )


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
        return Layout.from_definition(self.codes, self.wordings, self.nonsubstantive)

    def __repr__(self) -> str:
        shown = {
            code: wordings if len(wordings) > 1 else self.labels[code]
            for code, wordings in self._labels
        }
        labels = f", labels={shown!r}" if shown else ""
        reasons = f", nonsubstantive={self.nonsubstantive!r}" if self._nonsubstantive else ""
        direction = "" if self.positive is None else f", positive={self.positive!r}"
        return f"{type(self).__name__}(codes={self.codes!r}{labels}{direction}{reasons})"

    def _repr_html_(self) -> str:
        return self._shown()

    def _shown(self, items: Sequence[str] = ()) -> str:
        """Return the scale as a table of HTML, headed by the items that are answered on it."""
        levels = {code: self.wordings.get(code, ()) for code in self.codes}
        return scale_html(levels, self.nonsubstantive, self.positive, items)
