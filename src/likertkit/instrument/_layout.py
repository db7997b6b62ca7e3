"""The cells in which a scale's answers are counted, and the cell of any one raw value."""

from __future__ import annotations

from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Literal

import attrs
import numpy as np

from likertkit.instrument._labels import (
    Anchored,
    loosen,
    normalize_label,
    proved_codes,
    read_anchored,
    read_number,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Layout", "Placement", "Spelling", "is_blank"]

Spelling = Literal[
    "blank", "label", "number", "anchored", "reason", "unknown", "unproven", "off_scale", "conflict"
]


@attrs.frozen
class Placement:
    """Where one raw value of a column belongs on a scale, and how it was written.

    Attributes
    ----------
    cell : int or None
        The cell that counts the value: 0 to K - 1 for the K levels in ascending order of their
        codes, K for a blank, K + 1 and up for the nonsubstantive answers in the order in which
        the scale declares them. None where the value has no place.
    spelling : str
        ``'blank'``; ``'label'`` for a level written as its bare label; ``'number'`` for a level
        written as its bare code; ``'anchored'`` for both together, as in "2 - Minor";
        ``'reason'`` for a nonsubstantive answer however written; ``'off_scale'`` for a number
        that is not a code; ``'conflict'`` for a code beside the label of another;
        ``'unproven'`` for a number in a text that nothing proves to be a code; ``'unknown'`` for
        anything else.
    """

    cell: int | None
    spelling: Spelling


_UNKNOWN = Placement(None, "unknown")
# The form of a code with a label, on a level that has none: only its column can prove it.
_UNPROVEN = Placement(None, "unproven")
_OPEN = ("unproven", "unknown")
_OFF_SCALE = Placement(None, "off_scale")
_CONFLICT = Placement(None, "conflict")


def is_blank(value: object) -> bool:
    """Return whether a value that is not text means that nothing was answered.

    Parameters
    ----------
    value : object
        Any scalar.

    Returns
    -------
    bool
        True for None, NaN, NaT and ``pandas.NA``.
    """
    # By name: only a program that has loaded pandas can hold these two, and that is costly.
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    if isinstance(value, float | np.floating | np.datetime64 | np.timedelta64):
        return bool(value != value)  # noqa: PLR0124
    return False


def _carries_number(label: str, codes: tuple[int, ...]) -> bool:
    number = read_number(normalize_label(label))
    anchored = read_anchored(normalize_label(label))
    return number in codes or (anchored is not None and anchored.number in codes)


def _words_beside_number(label: str, codes: tuple[int, ...]) -> set[str]:
    """Return the words that may stand beside one of *codes* and mean *label*."""
    key = normalize_label(label)
    anchored = read_anchored(key)
    if anchored is not None and anchored.number in codes:
        return {key, anchored.words, loosen(anchored.words)}
    return {key, loosen(key)}


@attrs.frozen(eq=False)
class Layout:
    """The cells of one scale and the ways in which its answers may be written.

    Attributes
    ----------
    codes : tuple of int
        The levels in ascending order, K of them: cells 0 to K - 1.
    labels : mapping of int to str
        The labels of some or all codes: the first wording of each.
    wordings : mapping of int to tuple of str
        Every wording of these codes.
    wordings : mapping of int to tuple of str
        Every wording of these codes.
    nonsubstantive : mapping of str to tuple of int
        The codes of each nonsubstantive answer: cells K + 1 and up.
    code_cells : mapping of int to int
        The cell of each code, of levels and of nonsubstantive answers.
    label_places : mapping of str to Placement
        The place of each normalised label.
    loose_places : mapping of str to Placement or None
        The place of each label without what only typing adds; None where two labels are alike.
    words : mapping of str to frozenset of int
        The cells that normalised words may mean where they stand beside a number.
    number_labels : frozenset of int
        The cells whose label is their own code in digits.
    cell_of_number : mapping of number to int
        `code_cells` for a number of any type.
    """

    codes: tuple[int, ...]
    labels: Mapping[int, str]
    wordings: Mapping[int, tuple[str, ...]]
    nonsubstantive: Mapping[str, tuple[int, ...]]
    code_cells: Mapping[int, int]
    label_places: Mapping[str, Placement]
    loose_places: Mapping[str, Placement | None]
    words: Mapping[str, frozenset[int]]
    number_labels: frozenset[int]
    # Python hashes equal numbers alike whatever their type, so 4.0 and Decimal("4") find 4.
    cell_of_number: Mapping[object, int]

    @classmethod
    def from_definition(
        cls,
        codes: tuple[int, ...],
        wordings: Mapping[int, tuple[str, ...]],
        nonsubstantive: Mapping[str, tuple[int, ...]],
    ) -> Layout:
        """Lay out a scale whose definition has been checked."""
        n_levels = len(codes)
        code_cells = {code: cell for cell, code in enumerate(codes)}
        label_places: dict[str, Placement] = {}
        loose_places: dict[str, Placement | None] = {}
        words: dict[str, frozenset[int]] = {}
        number_labels = set()
        meanings: list[tuple[int, str, tuple[int, ...]]] = [
            (code_cells[code], wording, (code,))
            for code, its_wordings in wordings.items()
            for wording in its_wordings
        ]
        for cell, (label, its_codes) in enumerate(nonsubstantive.items(), start=n_levels + 1):
            code_cells |= dict.fromkeys(its_codes, cell)
            meanings.append((cell, label, its_codes))
        for cell, label, its_codes in meanings:
            key = normalize_label(label)
            spelling: Spelling = "label"
            if cell > n_levels:
                spelling = "reason"
            elif _carries_number(label, its_codes):
                spelling = "anchored"
            place = label_places[key] = Placement(cell, spelling)
            loose = loosen(key)
            alike = loose_places.setdefault(loose, place)
            if alike is None or alike.cell != cell:
                loose_places[loose] = None
            for wording in _words_beside_number(label, its_codes):
                words[wording] = words.get(wording, frozenset()) | {cell}
            if read_number(key) is not None:
                number_labels.add(cell)
        return cls(
            codes=codes,
            labels={code: its_wordings[0] for code, its_wordings in wordings.items()},
            wordings=wordings,
            nonsubstantive=nonsubstantive,
            code_cells=code_cells,
            label_places=label_places,
            loose_places=loose_places,
            words=words,
            number_labels=frozenset(number_labels),
            cell_of_number=dict[object, int](code_cells.items()),
        )

    @property
    def blank(self) -> int:
        """The cell of blanks: K."""
        return len(self.codes)

    def place(self, value: object) -> Placement:
        """Return where one raw scalar belongs."""
        if isinstance(value, str):
            return self._place_text(normalize_label(value))
        if is_blank(value):
            return Placement(self.blank, "blank")
        if isinstance(value, bool | np.bool_):
            return _UNKNOWN
        if isinstance(value, Real | Decimal):
            return self._place_number(value)
        as_python = getattr(value, "as_py", None)  # a scalar of pyarrow
        return _UNKNOWN if as_python is None else self.place(as_python())

    def _place_text(self, text: str) -> Placement:
        if not text:
            return Placement(self.blank, "blank")
        if (place := self.label_places.get(text)) is not None:
            return place
        if (number := read_number(text)) is not None:
            return self._place_number(number)
        if (place := self.loose_places.get(loosen(text))) is not None:
            return place
        anchored = read_anchored(text, self.words)
        if anchored is None or anchored.words not in self.words:
            # A full stop behind the words, or spaces within, may hide a label.
            loose = read_anchored(loosen(text), self.words)
            if loose is not None and loose.words in self.words:
                anchored = loose
        return _UNKNOWN if anchored is None else self._place_anchored(anchored)

    def place_column(self, values: Sequence[object]) -> list[Placement]:
        """Return where each distinct value of a column belongs; see :func:`place_values`."""
        places = [self.place(value) for value in values]
        if not any(place.spelling in _OPEN for place in places):
            return places
        answers = {
            normalize_label(value): place
            for value, place in zip(values, places, strict=True)
            if isinstance(value, str) and place.spelling not in {"blank", "reason"}
        }
        whole = all(
            isinstance(value, str) or place.spelling == "blank"
            for value, place in zip(values, places, strict=True)
        )
        proved = [place.spelling == "anchored" for place in answers.values()]
        codes = proved_codes([*answers], proved, self.codes) if whole else {}
        return [
            Placement(self.code_cells[codes[text]], "anchored")
            if place.spelling in _OPEN and (text := normalize_label(str(value))) in codes
            else place
            for value, place in zip(values, places, strict=True)
        ]

    def _place_anchored(self, anchored: Anchored) -> Placement:
        meant = self.words.get(anchored.words, frozenset())
        if not anchored.certain and not meant:
            return _UNKNOWN
        cell = self.cell_of_number.get(anchored.number)
        if cell is None:
            return _OFF_SCALE
        if cell in meant:
            return Placement(cell, "reason" if cell > self.blank else "anchored")
        if meant or cell > self.blank or self.codes[cell] in self.labels:
            return _CONFLICT
        return _UNPROVEN

    def _place_number(self, number: Real | Decimal) -> Placement:
        cell = self.cell_of_number.get(number)
        if cell is None:
            return _OFF_SCALE
        if cell > self.blank:
            return Placement(cell, "reason")
        return Placement(cell, "anchored" if cell in self.number_labels else "number")
