"""Names of items by pattern: ``q1..q6`` for a run, ``w*`` for whatever begins alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from likertkit._checks import as_names
from likertkit.errors import ArgumentError, UnknownItemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RUN = ".."
_WILD = {"*": ".*", "?": "."}


def match_names(
    patterns: str | Iterable[str], known: Sequence[str], name: str, kind: str = "item"
) -> tuple[str, ...]:
    """Return the names that patterns stand for, each once, in the order in which they are named.

    Parameters
    ----------
    patterns : str or iterable of str
        Names; ``first..last`` for all names from one to the other, in the order of *known*;
        ``*`` for any run of characters and ``?`` for one character.  A name that is known counts
        as itself, whatever characters it has.
    known : sequence of str
        The names there are.
    name : str
        The argument that holds the patterns.
    kind : str, optional
        What the names belong to.

    Raises
    ------
    UnknownItemError
        If a pattern stands for no name.
    ArgumentError
        If the same pattern stands twice, or a run goes backwards.

    Examples
    --------
    >>> from likertkit.instrument._patterns import match_names
    >>> match_names(["q2..q3", "w*"], ["q1", "q2", "q3", "w1", "w2"], "names")
    ('q2', 'q3', 'w1', 'w2')
    """
    found: dict[str, None] = {}
    for pattern in as_names(patterns, name):
        found |= dict.fromkeys(_match(pattern, known, kind))
    return tuple(found)


def _match(pattern: str, known: Sequence[str], kind: str) -> Sequence[str]:
    if pattern in known:
        return (pattern,)
    first, run, last = pattern.partition(_RUN)
    if run and first in known and last in known:
        start, end = known.index(first), known.index(last)
        if start > end:
            raise ArgumentError(
                f"{pattern!r} runs backwards: {first!r} comes after {last!r}.",
                f"write {last}{_RUN}{first}.",
            )
        return known[start : end + 1]
    if run and (first in known or last in known):
        raise UnknownItemError(last if first in known else first, tuple(known), kind)
    form = "".join(_WILD.get(character, re.escape(character)) for character in pattern)
    matched = [name for name in known if re.fullmatch(form, name, re.DOTALL)]
    if not matched:
        raise UnknownItemError(pattern, tuple(known), kind)
    return matched
