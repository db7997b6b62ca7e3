"""Pairs of a label and a code, as two exports of the same answers show them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, get_args

import attrs

from likertkit._text import counted
from likertkit.instrument._labels import normalize_label, read_number
from likertkit.instrument._presets import Orientation, PresetKind, PresetPoints, preset_labels
from likertkit.io._declared import is_reason_text
from likertkit.io.structures._facts import read_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from likertkit.io.structures._facts import Code, Option

_CODE = re.compile(r"[A-Za-z]{0,4}[-_]?\d{1,6}|[A-Za-z]|-oth-")
MOST_PLACES = 3
_MOST_GAPS = 20
_DIGITS = re.compile(r"(\d+)")


@attrs.frozen
class Pairs:
    """What two files hold in one column.

    Attributes
    ----------
    counts : Counter of (str, str)
        How often each pair of answers stands in the two files.
    where : dict of (str, str) to list of str
        The first respondents with each pair.
    alone : tuple of Counter of str
        How often each answer of the first file, and of the second file, stands beside a blank.
    """

    counts: Counter[tuple[str, str]]
    where: Mapping[tuple[str, str], list[str]]
    alone: tuple[Counter[str], Counter[str]]

    @property
    def n_one_only(self) -> int:
        """How many rows hold an answer in one of the files only."""
        return sum(its.total() for its in self.alone)

    def side(self, place: int) -> set[str]:
        """Return the different answers in one of the files."""
        return {pair[place] for pair in self.counts}

    @property
    def alike(self) -> bool:
        """Whether both files hold the same."""
        return all(_same(first, second) for first, second in self.counts)


@attrs.frozen
class CodesFound:
    """What the pairs of a column tell.

    Attributes
    ----------
    options : tuple of (code, str)
        The options in the order of their codes; empty where the pairs tell none.
    conflicts : tuple of str
        Where the files contradict each other, a clause each.
    no_direction : bool
        Whether it is open which of the files holds the codes.
    gaps : tuple of int
        Whole codes between the others that nobody has.
    unseen : tuple of (code, str)
        Those of the options that nobody has: the other levels of a well-known scale.
    missing : tuple of code
        Codes that always stand beside a blank: why an answer is missing.
    """

    options: tuple[Option, ...] = ()
    conflicts: tuple[str, ...] = ()
    no_direction: bool = False
    gaps: tuple[int, ...] = ()
    unseen: tuple[Option, ...] = ()
    missing: tuple[Code, ...] = ()


def _same(first: str, second: str) -> bool:
    if normalize_label(first) == normalize_label(second):
        return True
    one, other = read_number(normalize_label(first)), read_number(normalize_label(second))
    return one is not None and one == other


def _are_numbers(texts: Iterable[str]) -> bool:
    return all(read_number(normalize_label(text)) is not None for text in texts)


def _are_codes(texts: Iterable[str]) -> bool:
    return all(_CODE.fullmatch(text) for text in texts)


def _codes_side(pairs: Pairs) -> int | None:
    """Return which side of a column holds codes, 0 or 1; None where that is open."""
    first, second = pairs.side(0), pairs.side(1)
    for test in (_are_numbers, _are_codes):
        sides = test(first), test(second)
        if sides[0] != sides[1]:
            return int(sides[1])
    return None


def which_holds_codes(columns: Iterable[Pairs]) -> int | None:
    """Return which of the files holds codes, 0 or 1, by most of its columns; None if open."""
    sides = Counter(_codes_side(pairs) for pairs in columns if pairs.counts and not pairs.alike)
    if sides[0] == sides[1]:
        return None
    return int(sides[1] > sides[0])


def codes_of_pairs(pairs: Pairs, usual_side: int | None) -> CodesFound:
    """Return the options of a column, or why the pairs do not tell them.

    *usual_side* holds the codes where the column itself leaves open which side does.
    """
    if not pairs.counts or pairs.alike:
        return CodesFound()
    side = _codes_side(pairs)
    side = usual_side if side is None else side
    if side is None:
        return CodesFound(no_direction=True)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    codes_of: dict[str, dict[str, int]] = defaultdict(dict)
    labels_of: dict[str, dict[str, int]] = defaultdict(dict)
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for pair, n in pairs.counts.most_common():
        code, label = _plain_code(pair[side]), normalize_label(pair[1 - side])
        spellings[label][pair[1 - side]] += n
        codes_of[label][code] = codes_of[label].get(code, 0) + n
        labels_of[code][label] = labels_of[code].get(label, 0) + n
        places[code, label] += pairs.where[pair]
    shown = {label: repr(its.most_common(1)[0][0]) for label, its in spellings.items()}
    conflicts = [
        f"{shown[label]} stands beside "
        + " and ".join(f"{code} ({_rows(n, places[code, label])})" for code, n in its.items())
        for label, its in codes_of.items()
        if len(its) > 1
    ] + [
        f"{code} stands beside "
        + " and ".join(
            f"{shown[label]} ({_rows(n, places[code, label])})" for label, n in its.items()
        )
        for code, its in labels_of.items()
        if len(its) > 1
    ]
    if conflicts:
        return CodesFound(conflicts=tuple(conflicts))
    options = sorted(
        (
            (read_code(code), spellings[label].most_common(1)[0][0])
            for label, its in codes_of.items()
            for code in its
        ),
        key=lambda option: _order(option[0]),
    )
    unseen = _unseen(options)
    options = sorted([*options, *unseen], key=lambda option: _order(option[0]))
    codes = [code for code, _ in options]
    blanks = [read_code(_plain_code(text)) for text in pairs.alone[side]]
    missing = [code for code in dict.fromkeys(blanks) if code not in codes]
    return CodesFound(
        tuple(options), gaps=_gaps(codes), unseen=tuple(unseen), missing=tuple(missing)
    )


def _unseen(options: list[Option]) -> list[Option]:
    """Return the levels that nobody has of the one well-known scale that the others fit."""
    known = {normalize_label(label): code for code, label in options}
    code_of = {words: code for words, code in known.items() if not is_reason_text(words)}
    if not all(isinstance(code, int) for code in code_of.values()):
        return []
    scales: set[tuple[Option, ...]] = set()
    for labels in _presets():
        places = {normalize_label(label): j for j, label in enumerate(labels)}
        if code_of and code_of.keys() <= places.keys():
            firsts = {int(code) - places[words] for words, code in code_of.items()}
            first = min(firsts)
            if len(firsts) == 1:
                scales.add(tuple(enumerate(labels, first)))
    if len(scales) != 1:
        return []
    (levels,) = scales
    unseen = [level for level in levels if normalize_label(level[1]) not in code_of]
    # A code that is another answer's contradicts the scale.
    return [] if {code for code, _ in unseen} & {*known.values()} else unseen


def _presets() -> Iterator[tuple[str, ...]]:
    """Yield the labels of each well-known scale that names all levels, in both directions."""
    for kind in get_args(PresetKind):
        for points in get_args(PresetPoints):
            for positive in get_args(Orientation):
                codes, labels = preset_labels(kind, points, positive)
                if len(labels) == len(codes):
                    yield tuple(labels.values())


def _plain_code(text: str) -> str:
    """Return a code as text; 4.0, as spreadsheets write it, is 4."""
    number = read_number(normalize_label(text))
    return str(int(number)) if number is not None and number == int(number) else text


def _rows(n: int, names: list[str]) -> str:
    named = ", ".join(names[:MOST_PLACES])
    return f"{counted(n, 'row')}: {named}" + (", …" if n > MOST_PLACES else "")


def _order(code: Code) -> tuple[object, ...]:
    """Return what sorts codes: numbers by size, A2 before A10."""
    if isinstance(code, int):
        return (0, code)
    parts = _DIGITS.split(code)
    return (1, *((int(part) if j % 2 else part) for j, part in enumerate(parts)))


def _gaps(codes: list[Code]) -> tuple[int, ...]:
    whole = [code for code in codes if isinstance(code, int) and code >= 0]
    if len(whole) < 2 or whole[-1] - whole[0] > _MOST_GAPS:
        return ()
    return tuple(code for code in range(whole[0], whole[-1]) if code not in whole)
