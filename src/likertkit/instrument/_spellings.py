"""Texts that no level has: what they may mean, and the hint that fits them."""

from __future__ import annotations

import ast
import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from likertkit.errors import LabelConflictError, MixedCodingError, OffScaleError, UnknownLabelError
from likertkit.instrument._labels import normalize_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from likertkit.errors import Sighting
    from likertkit.instrument._layout import Layout, Placement

# Engines that work in a database, and files, hold them as text.
_TRUTH_VALUES = ("true", "false")
_BYTES = re.compile(r"b['\"]|bytearray\(|<memory ")
_DATES = re.compile(r"(?:Timestamp|Timedelta|Period|(?:np|numpy|datetime)\.\w+)\(")
_DATE_TEXT = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:[ t].*)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?: .*)?"
    r"|\d{1,2}-(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)"
)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
# What Qualtrics writes into its third row.
_IMPORT_ID = re.compile(r"\{.*importid.*\}")
_LEVELS_OF_A_CHOICE = 2
_FEWEST_CHARACTERS = 4
_CLOSE = 0.8
# A column of free text has many values, and the first of them tell what it is.
_MOST_LOOKED_AT = 20
# Fragments that turn a label into its opposite, so that texts which differ by them are not close.
_NEGATIONS = frozenset(
    """
    dis un in im ir m ma me mi no non not ne nie nicht kein keine pas niet inte ej ikke не değil
    不 没
    """.split()  # noqa: SIM905 - a list of words to read
)


class _Wrong(NamedTuple):
    """One value that is not an answer of an item."""

    item: str
    layout: Layout
    sighting: Sighting

    @property
    def text(self) -> str:
        """The value where it is text; empty for anything else."""
        return _text(self.sighting)


def _text(sighting: Sighting) -> str:
    """Return the text of which a sighting is the Python literal; empty for anything else."""
    try:
        value = ast.literal_eval(sighting.value)
    except (ValueError, SyntaxError):
        return ""
    return value if isinstance(value, str) else ""


def _truth_values(value: _Wrong) -> str:
    if normalize_label(value.text or value.sighting.value) not in _TRUTH_VALUES:
        return ""
    if len(value.layout.codes) != _LEVELS_OF_A_CHOICE:
        return (
            f"True and False are not answers on a scale of {len(value.layout.codes)} levels: check "
            f"which column "
            f"belongs to item {value.item!r} (`columns=`)."
        )
    low, high = value.layout.codes
    return (
        f"turn True and False into codes first, for example "
        f"frame[{value.item!r}].map({{False: {low}, True: {high}}})."
    )


def _bytes(value: _Wrong) -> str:
    if not _BYTES.match(value.sighting.value):
        return ""
    return f"decode the bytes to text first, as in frame[{value.item!r}].str.decode('utf-8')."


def _dates(value: _Wrong) -> str:
    if _DATES.match(value.sighting.value):
        return (
            "dates and times are not answers: check which column belongs to item "
            f"{value.item!r} (`columns=`)."
        )
    if _DATE_TEXT.fullmatch(normalize_label(value.text)):
        return (
            "this looks like a date: check which column belongs to the item, and whether a "
            "spreadsheet turned an answer such as '2-1' into a date."
        )
    return ""


def _qualtrics(value: _Wrong) -> str:
    if not _IMPORT_ID.fullmatch(normalize_label(value.text)):
        return ""
    return (
        "the data begin with the header rows of Qualtrics: leave them out, for example "
        "pd.read_csv(path, skiprows=[1, 2])."
    )


def _header(value: _Wrong) -> str:
    """Know a second header row by the item's own name; errors guess at one from its place."""
    own_name = normalize_label(value.text) == normalize_label(value.item)
    if not own_name or value.sighting.n_rows > 1 or value.sighting.rows not in {(), (0,)}:
        return ""
    return "leave the second header row out, for example pd.read_csv(path, skiprows=[1])."


def _decimal_comma(value: _Wrong) -> str:
    text = normalize_label(value.text)
    if not _DECIMAL_COMMA.fullmatch(text):
        return ""
    if not text.partition(",")[2].strip("0"):
        return "read the file with its decimal comma: pd.read_csv(path, decimal=',')."
    return (
        "if the comma is a decimal comma, use pd.read_csv(path, decimal=','); if it separates two "
        "choices, decide on one answer first."
    )


def _as_bytes(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def _repaired(text: str) -> str:
    """Return UTF-8 text that was read as Windows-1252 as it was meant; empty if it was not."""
    try:
        meant = b"".join(map(_as_bytes, text)).decode("utf-8")
    except UnicodeError:
        return ""
    return meant if meant != text else ""


def _likeness(text: str, label: str) -> float:
    """Return how alike two texts are, from 0 to 1; 0 where one may be the opposite."""
    matcher = SequenceMatcher(None, text, label, autojunk=False)
    opposite = not _NEGATIONS.isdisjoint({*text.split()} ^ {*label.split()}) or any(
        fragment.strip() in _NEGATIONS
        for _, i, j, k, m in matcher.get_opcodes()
        for fragment in (text[i:j], label[k:m])
        if text[i:j] != label[k:m]
    )
    return 0 if opposite else matcher.ratio()


def _closest(text: str, labels: Sequence[str]) -> str:
    """Return the label that *text* nearly is; empty where none is close, or several are."""
    alike = [(_likeness(text, normalize_label(label)), label) for label in labels]
    close = sorted((candidate for candidate in alike if candidate[0] >= _CLOSE), reverse=True)
    if not close or (len(close) > 1 and close[0][0] == close[1][0]):
        return ""
    return close[0][1]


def _near_miss(value: _Wrong) -> str:
    written = value.text
    wordings = [wording for its in value.layout.wordings.values() for wording in its]
    labels = [*wordings, *value.layout.nonsubstantive]
    if meant := _repaired(written):
        known = {normalize_label(label): label for label in labels}
        label = known.get(normalize_label(meant)) or _closest(normalize_label(meant), labels)
        if label:
            return (
                f"{value.sighting.value} is {label!r} read in the wrong encoding: read the file "
                "with encoding='utf-8'."
            )
    text = normalize_label(written)
    label = _closest(text, labels) if len(text) >= _FEWEST_CHARACTERS else ""
    if not label:
        return ""
    return (
        f"{value.sighting.value} is close to the label {label!r}: if both mean the same, correct "
        f"the data, or give the level both wordings in `labels=`."
    )


_HINTS: tuple[Callable[[_Wrong], str], ...] = (
    _qualtrics,
    _header,
    _truth_values,
    _bytes,
    _dates,
    _decimal_comma,
    _near_miss,
)


def fitting_hint(item: str, layout: Layout, sighted: Sequence[Sighting]) -> str:
    """Return the hint that fits what was found, the most telling first; empty where none does."""
    wrong = [_Wrong(item, layout, sighting) for sighting in sighted[:_MOST_LOOKED_AT]]
    for hint in _HINTS:
        for text in wrong:
            if advice := hint(text):
                return advice
    return ""


_MOST_LEVELS = 12
_MOST_LABELS = 5
_MOST_CHARACTERS = 80


def shown_value(value: object) -> str:
    """Return a value as errors show it: as it would be typed in Python, and not too long."""
    plain = value.item() if isinstance(value, np.number | np.bool_ | np.str_) else value
    # A gap in a column of whole numbers makes floats of them; nobody typed "7.0".
    if isinstance(plain, float) and plain.is_integer():
        plain = int(plain)
    shown = repr(plain)
    return shown if len(shown) <= _MOST_CHARACTERS else f"{shown[: _MOST_CHARACTERS - 1]}…"


def expected_of(layout: Layout) -> str:
    """Return the answers that a scale accepts, in words."""
    levels = [
        f"{code} {' or '.join(map(repr, layout.wordings.get(code, ())))}".rstrip()
        for code in layout.codes
    ]
    if len(levels) > _MOST_LEVELS:
        levels = [f"one of {len(levels)} codes from {levels[0]} to {levels[-1]}"]
    reasons = [
        f"{label!r} ({', '.join(map(str, codes))})" if codes else repr(label)
        for label, codes in layout.nonsubstantive.items()
    ]
    missing = f"; or, counted as missing, {', '.join(reasons)}" if reasons else ""
    return ", ".join(levels) + missing


def check_found(
    item: str, layout: Layout, sighted: Iterable[tuple[Placement, Sighting]], *, mixed: bool = False
) -> None:
    """Raise the error that the distinct values of one column call for, if any."""
    sighted = tuple(sighted)
    for spelling, error in (
        ("off_scale", OffScaleError),
        ("unknown", UnknownLabelError),
        ("conflict", LabelConflictError),
    ):
        kinds = {spelling, "unproven"} if spelling == "unknown" else {spelling}
        if wrong := tuple(sighting for place, sighting in sighted if place.spelling in kinds):
            # A code beside the label of another has one explanation, which its own hint gives.
            advice = "" if spelling == "conflict" else fitting_hint(item, layout, wrong)
            raise error(item, wrong, expected_of(layout), advice)
    if not mixed:
        return
    labelled = {layout.code_cells[code] for code in layout.labels}
    words = [sighting for place, sighting in sighted if place.spelling == "label"]
    numbers = tuple(
        sighting
        for place, sighting in sighted
        if place.spelling == "number" and place.cell in labelled
    )
    if words and numbers:
        beside = ", ".join(sighting.value for sighting in words[:_MOST_LABELS])
        raise MixedCodingError(
            item, numbers, f"only labels or only numbers, but the column also has {beside}"
        )
