"""Wordings of ends that leave no doubt which of the two is the positive one."""

from __future__ import annotations

from likertkit.instrument._labels import normalize_label

__all__ = ["known_direction"]

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


def known_direction(low: str, high: str) -> str | None:
    """Return which end is the positive one, if the labels of both ends are known to say so."""
    rise = _SIDES.get(normalize_label(high), 0) - _SIDES.get(normalize_label(low), 0)
    return {2: "high", -2: "low"}.get(rise)
