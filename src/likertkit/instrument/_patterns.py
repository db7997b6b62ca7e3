"""Items by pattern: ``q1..q6`` for a run, ``w*`` for whatever begins alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from likertkit._checks import as_names, check_choice
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    DefinitionError,
    UnknownItemError,
)
from likertkit.instrument._presets import Orientation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from likertkit.instrument._item import Item, Keying

_RUN = ".."
# What a draft leaves open, because no file says it; `revise` settles each by an argument.
WHICH_END = (
    "No file says which end of a scale is the positive end. In the saved file, write "
    "positive = 'high' (or 'low') below the name of the scale."
)
WHICH_NEGATIVE = (
    "No file says which items are worded negatively. In the saved file, write keyed = 'negative' "
    "at each of them."
)
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


def revise_items(
    items: Sequence[Item],
    positive: Orientation | None,
    negative: str | Iterable[str] | None,
    subscales: Mapping[str, str | Iterable[str]] | None,
) -> list[Item]:
    """Return items with another direction, keying and subscale where these are given."""
    names = [item.name for item in items]
    keyed: dict[str, Keying] = {item.name: item.keyed for item in items}
    of_item = {item.name: item.subscale for item in items}
    if positive is not None:
        check_choice(positive, "positive", Orientation)
    if negative is not None:
        keyed = dict.fromkeys(names, "positive")
        keyed |= dict.fromkeys(match_names(negative, names, "negative"), "negative")
    if subscales is not None:
        of_item |= _subscales_of_items(subscales, names)
    return [
        attrs.evolve(
            item,
            scale=attrs.evolve(item.scale, positive=positive) if positive else item.scale,
            keyed=keyed[item.name],
            subscale=of_item[item.name],
        )
        for item in items
    ]


def _subscales_of_items(
    subscales: Mapping[str, str | Iterable[str]], names: Sequence[str]
) -> dict[str, str]:
    if not isinstance(subscales, Mapping):
        raise ArgumentTypeError(
            f"subscales is a {type(subscales).__name__}; expected subscale → items.",
            "write subscales={'efficacy': 'q1..q6'}.",
        )
    of_item: dict[str, str] = {}
    for subscale, patterns in subscales.items():
        for name in match_names(patterns, names, "subscales"):
            if name in of_item:
                raise DefinitionError(
                    f"item {name!r} is in the subscales {of_item[name]!r} and {subscale!r}.",
                    "name each item in one subscale.",
                )
            of_item[name] = subscale
    return of_item


def points_left(
    points: Iterable[str],
    positive: Orientation | None,
    negative: str | Iterable[str] | None,
) -> list[str]:
    """Return the points of a draft that a revision does not settle."""
    settled = {
        *([WHICH_END] if positive is not None else []),
        *([WHICH_NEGATIVE] if negative is not None else []),
    }
    return [point for point in points if point not in settled]
