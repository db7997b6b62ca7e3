"""Names of variables that SPSS takes, and texts that are short enough for it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_NAME = 64
_RESERVED = frozenset(
    ("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with")
)
_SIGNS = frozenset("._$#@")
_UNDERLINES = re.compile(r"_{2,}")


def cut_bytes(text: str, most: int) -> str:
    """Return the beginning of a text that takes at most so many bytes, no character cut in two.

    >>> cut_bytes("für", 2), cut_bytes("für", 3)
    ('f', 'fü')
    """
    # A null character ends a text in SPSS, and half a character pair is no text.
    plain = text.replace("\0", "").encode("utf-8", "replace")
    return plain[:most].decode("utf-8", "ignore")


def spss_names(names: Iterable[str]) -> dict[str, str]:
    """Return the name in SPSS of each column: its own, where SPSS takes it.

    A name has at most 64 bytes, begins with a letter, goes on with letters, digits and the signs
    ``._$#@``, does not end with a point and is no word of the language of SPSS. Capitals make no
    difference there.

    >>> spss_names(["q1", "Q1", "How are you?", "1st", "all"])
    {'q1': 'q1', 'Q1': 'Q1_2', 'How are you?': 'How_are_you_', '1st': 'v1st', 'all': 'all_'}
    """
    wanted = {name: _valid(name) for name in names}
    # A name that may stay is not moved for a name that was made.
    given: dict[str, str] = {}
    taken: set[str] = set()
    for name, valid in wanted.items():
        if name == valid and name.casefold() not in taken:
            given[name] = name
            taken.add(name.casefold())
    for name, valid in wanted.items():
        if name not in given:
            given[name] = _free(valid, taken)
            taken.add(given[name].casefold())
    return {name: given[name] for name in wanted}


def _valid(name: str) -> str:
    signs = "".join(sign if _may_stand(sign) else "_" for sign in name)
    if signs != name:
        signs = _UNDERLINES.sub("_", signs)
    if not signs[:1].isalpha():
        signs = f"v{signs}"
    signs = cut_bytes(signs, _LONGEST_NAME).rstrip(".")
    return f"{signs}_" if signs.casefold() in _RESERVED else signs


def _may_stand(sign: str) -> bool:
    return sign in _SIGNS or sign.isalnum() or unicodedata.category(sign) in {"Mn", "Mc"}


def _free(name: str, taken: set[str]) -> str:
    """Return a name that is not taken: with a number behind it, if need be."""
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        ending = f"_{number}"
        free = cut_bytes(name, _LONGEST_NAME - len(ending)) + ending
    return free
