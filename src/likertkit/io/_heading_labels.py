"""What a question says of its own scale: the ends of it, and their labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_MOST_STEPS = 11
_LONGEST_LABEL = 60
# "1 = strongly disagree", "5: always", "1 is never", "10 (very likely)".
_PAIR = re.compile(
    r"(?<![\w.,-])(?P<code>\d{1,2})\s?(?:[=:(\N{EN DASH}-]|is\b|means\b|being\b)\s?"
    r"(?P<label>[^\W\d_][^,;/()\[\]=\d]*)"
)
# "(0 not at all satisfied - 10 completely satisfied)".
_BOTH_ENDS = re.compile(
    r"[(\[](?P<low>\d{1,2}) (?P<first>[^\W\d_][^\d()\[\]]*?),?\s*(?:-|\N{EN DASH}|to|bis|à|a)?\s*"
    r"(?P<high>\d{1,2}) (?P<last>[^\W\d_][^\d()\[\]]*)[)\]]"
)
_RANGE = re.compile(
    r"(?:\b(?:scale|skala|échelle|escala|scala|schaal|rate|rating|from|von|de|da)\b[^\d]{0,20}|"
    r"[(\[]|\A|\| )(?P<low>[01])\s?(?:-|\N{EN DASH}|to|bis|à|a|al|até|tot)\s?(?P<high>\d{1,2})"
    r"(?=[)\].,:;?!\s]|\Z)",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s+(?:and|to|und|bis|et|à|y|e|en|tot)\Z|[\s.:–-]+\Z", re.IGNORECASE)


def labels_in(text: str, codes: Collection[int]) -> dict[int, str]:
    """Return the labels that a question gives to codes of its scale; nothing where none fits.

    The lowest and the highest of them bound the scale: *codes* must lie between them.

    Examples
    --------
    >>> from likertkit.io._heading_labels import labels_in
    >>> labels_in("It was clear (1 = strongly disagree, 5 = strongly agree)", {2, 4})
    {1: 'strongly disagree', 5: 'strongly agree'}
    """
    pairs = [(found["code"], found["label"]) for found in _PAIR.finditer(text)]
    if len(pairs) < 2 and (ends := _BOTH_ENDS.search(text)):
        pairs = [(ends["low"], ends["first"]), (ends["high"], ends["last"])]
    labels: dict[int, str] = {}
    for code, words in pairs:
        label = _LINK.sub("", words.strip()).strip()
        if not label or len(label) > _LONGEST_LABEL or labels.setdefault(int(code), label) != label:
            return {}
    return labels if len(labels) > 1 and _hold(min(labels), max(labels), codes) else {}


def ends_in(text: str, codes: Collection[int]) -> tuple[int, int] | None:
    """Return the ends of the scale that a question names without labels, as in "from 1 to 5"."""
    for found in _RANGE.finditer(text):
        low, high = int(found["low"]), int(found["high"])
        if high - low > 1 and _hold(low, high, codes):
            return low, high
    return None


def _hold(low: int, high: int, codes: Collection[int]) -> bool:
    return low <= min(codes) and max(codes) <= high and high - low < _MOST_STEPS
