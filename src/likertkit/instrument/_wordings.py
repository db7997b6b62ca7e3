"""Wordings of ends that leave no doubt which of the two is the positive one."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from likertkit.errors import LikertkitWarning
from likertkit.instrument._labels import normalize_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["warn_of_contradiction"]

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
            f"{codes[-1]} is {high[0]!r}, so that the positive end is the {known} one. If "
            "agreement speaks against what an item measures, say keyed='negative' there.",
            LikertkitWarning,
            stacklevel=4,
        )
