"""Which column of the answers each entry of a structure describes."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted
from likertkit.instrument._labels import normalize_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from likertkit.io._columns import Column
    from likertkit.io.files._sheet import Log
    from likertkit.io.structures._facts import Facts

_MOST_SHOWN = 6
_BETWEEN = re.compile(r"[\[\]#.]+")
# The two scales of a grid are counted from 1 here, and from 0 behind "#".
_SCALE = re.compile(r"(?P<head>[^\]]{1,200})\]\[(?P<scale>[0-2])\]")
# Qualtrics puts the number of a loop before the name of a question.
_LOOP = re.compile(r"\d{1,3}_(?P<code>.+)", re.DOTALL)


def match_columns(
    columns: Sequence[Column],
    facts: Mapping[str, Facts],
    name: str,
    log: Log,
    *,
    in_order: bool = False,
) -> dict[int, Facts]:
    """Return what a structure says of each column, by the column's place.

    A column is known by its code, however the tool writes it (``A[SQ1]``, ``A_SQ1``), else by the
    text of its question.  *in_order* tells that the structure numbers the columns.
    """
    keys = _by_code(columns, facts)
    by_text = _by_text([column for column in columns if column.place not in keys], facts, keys)
    keys |= by_text
    if in_order and not keys and len(facts) == len(columns):
        keys = {column.place: key for column, key in zip(columns, facts, strict=True)}
        log.say("structure", f"{name} gives other names to the columns, which are matched in order")
    said = f"{name} describes {len(keys)} of {counted(len(columns), 'column')}"
    if by_text:
        said += f", {len(by_text)} of them known by the text of the question"
    log.say("structure", said)
    _say_rest("in the answers only", [
        column.code or column.stem or column.part
        for column in columns
        if column.place not in keys and not column.metadata and column.heading
    ], log)  # fmt: skip
    used = {*keys.values()}
    _say_rest(f"in {name} only", [
        key for key, its in facts.items() if key not in used and not its.is_optional
    ], log)  # fmt: skip
    return {place: facts[key] for place, key in keys.items()}


def _say_rest(where: str, names: Sequence[str], log: Log) -> None:
    if names:
        rest = len(names) - _MOST_SHOWN
        shown = ", ".join(name[:60] for name in names[:_MOST_SHOWN])
        more = f" and {rest} more" if rest > 0 else ""
        log.say("structure", f"{counted(len(names), 'column')} {where}: {shown}{more}")


def _by_code(columns: Sequence[Column], facts: Mapping[str, Facts]) -> dict[int, str]:
    plain = Counter(map(_plain, facts))
    known = {_plain(key): key for key in facts if plain[_plain(key)] == 1}
    from_zero = any(
        found["scale"] == "0" for column in columns if (found := _SCALE.fullmatch(column.code))
    )
    keys: dict[int, str] = {}
    for column in columns:
        code = column.code
        if found := _SCALE.fullmatch(code):
            scaled = f"{found['head']}#{int(found['scale']) - (not from_zero)}]"
            code = scaled if scaled in facts else code
        if (loop := _LOOP.fullmatch(code)) and code not in facts:
            code = loop["code"] if loop["code"] in facts else code
        if code in facts:
            keys[column.place] = code
        elif code and _plain(code) in known:
            keys[column.place] = known[_plain(code)]
    return keys


def _plain(code: str) -> str:
    return _BETWEEN.sub("_", code).strip("_").casefold()


def _by_text(
    columns: Sequence[Column], facts: Mapping[str, Facts], keys: Mapping[int, str]
) -> dict[int, str]:
    """Return the entries whose question and row stand once in both files."""
    used = {*keys.values()}
    left = {key: its for key, its in facts.items() if key not in used and its.text}
    # A lone row is not parted from its question in a heading.
    ways = [
        (words, key)
        for key, its in left.items()
        for words in {_words(its.text, its.part), _words(_joined(its), "")}
    ]
    texts = Counter(words for words, _ in ways)
    once = dict(ways)
    # A short heading, such as "Gender", is taken for a code.
    headings = Counter(_words(column.stem or column.code, column.part) for column in columns)
    return {
        column.place: once[words]
        for column in columns
        if headings[words := _words(column.stem or column.code, column.part)] == 1
        and texts[words] == 1
    }


def _joined(facts: Facts) -> str:
    return f"{facts.text} [{facts.part}]" if facts.part else facts.text


def _words(text: str, part: str) -> tuple[str, str]:
    return normalize_label(text), normalize_label(part)


def describe_columns(columns: Sequence[Column], facts: Mapping[int, Facts]) -> list[Column]:
    """Return the columns with the texts that the survey's structure gives them."""
    return [
        attrs.evolve(
            column,
            stem=its.text or column.stem,
            part=its.part if its.text else its.part or column.part,
        )
        if (its := facts.get(column.place))
        else column
        for column in columns
    ]
