"""Qualtrics' definition of a survey (.qsf)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs

from likertkit.errors import FileFormatError
from likertkit.io._columns import plain_text
from likertkit.io.structures._facts import Facts, read_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_BYTES = 1 << 26
_START = 1 << 12
_MANY = frozenset({"MAVR", "MAHR", "MACOL", "MSB"})
_OF_NUMBERS = frozenset({"Slider", "CS", "RO"})


@attrs.frozen
class _Choice:
    """A choice of a question, or an answer of a grid.

    Attributes
    ----------
    key : str
        Its number in the definition.
    labels : tuple of str
        Its label in each language, that of the survey first.
    has_text : bool
        Whether a box for text stands beside it.
    """

    key: str
    labels: tuple[str, ...]
    has_text: bool


def is_qsf(data: bytes) -> bool:
    """Return whether a file is JSON with the elements of a survey."""
    start = data[:_START].lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(b"{") and b'"SurveyEntry"' in start and b'"SurveyElements"' in data


def read_qsf(data: bytes, name: str) -> Iterator[tuple[str, Facts]]:
    """Yield the columns of a survey's questions, but for questions in the trash.

    Raises
    ------
    FileFormatError
        If the file is cut off, or larger than a survey.
    """
    if len(data) > _MOST_BYTES:
        raise FileFormatError(
            f"{name} has {len(data):,} bytes, more than the definition of a survey has.",
            "export the survey again.",
        )
    try:
        survey = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FileFormatError(
            f"{name} is not JSON that can be read: {type(error).__name__}.",
            "export the survey again.",
        ) from error
    elements = [_mapping(element) for element in _values(_mapping(survey).get("SurveyElements"))]
    trash: set[str] = set()
    for element in elements:
        if element.get("Element") == "BL":
            trash |= _trash(element.get("Payload"))
    for element in elements:
        payload = _mapping(element.get("Payload"))
        if element.get("Element") == "SQ" and str(payload.get("QuestionID")) not in trash:
            yield from _columns(payload)


def _mapping(value: object) -> dict[str, object]:
    """Return an object of JSON; a list has its places as keys, and anything else is empty."""
    if isinstance(value, list):
        return {str(j): its for j, its in enumerate(value)}
    return value if isinstance(value, dict) else {}


def _values(value: object) -> list[object]:
    return [*_mapping(value).values()]


def _text(value: object) -> str:
    return plain_text(value) if isinstance(value, str) else ""


def _trash(blocks: object) -> set[str]:
    """Return the questions that are not in use any more."""
    return {
        str(_mapping(element).get("QuestionID"))
        for block in map(_mapping, _values(blocks))
        if block.get("Type") == "Trash"
        for element in _values(block.get("BlockElements"))
    }


def _choices(payload: dict[str, object], kind: str) -> list[_Choice]:
    """Return the "Choices" or the "Answers" of a question, in the order of the questionnaire."""
    found = _mapping(payload.get(kind))
    order = [str(key) for key in _values(payload.get(f"{kind.removesuffix('s')}Order"))]
    others = [_mapping(_mapping(its).get(kind)) for its in _values(payload.get("Language"))]
    made = []
    for key in dict.fromkeys([*(key for key in order if key in found), *found]):
        its = _mapping(found[key])
        further = (_text(_mapping(other.get(key)).get("Display")) for other in others)
        labels = dict.fromkeys([_text(its.get("Display")), *further])
        has_text = str(its.get("TextEntry", "")).casefold() in {"true", "1"}
        made.append(_Choice(key, tuple(labels), has_text))
    return made


def _whole(payload: dict[str, object], choices: Sequence[_Choice]) -> Facts:
    """Return what is said of a question as a whole, with its options."""
    codes = {key: str(code) for key, code in _mapping(payload.get("RecodeValues")).items()}
    code_of = {choice.key: read_code(codes.get(choice.key, choice.key)) for choice in choices}
    analyzed = _mapping(payload.get("AnalyzeChoices"))
    wordings = tuple(tuple(filter(None, choice.labels[1:])) for choice in choices)
    return Facts(
        _text(payload.get("QuestionText")),
        "",
        "choice",
        tuple((code_of[choice.key], choice.labels[0]) for choice in choices),
        wordings if any(wordings) else (),
        tuple(code for key, code in code_of.items() if analyzed.get(key) == "No"),
    )


def _columns(payload: dict[str, object]) -> Iterator[tuple[str, Facts]]:
    """Yield the columns of a question."""
    tag, kind = str(payload.get("DataExportTag") or ""), payload.get("QuestionType")
    choices = _choices(payload, "Choices")
    text = _text(payload.get("QuestionText"))
    if not tag:
        return
    if kind == "MC":
        yield from _multiple_choice(tag, payload, choices)
    elif kind == "Matrix":
        yield from _matrix(tag, payload, choices)
    elif kind == "TE" and payload.get("Selector") == "FORM":
        for choice in choices:
            yield f"{tag}_{choice.key}", Facts(text, choice.labels[0], "text")
    elif kind == "TE":
        yield tag, Facts(text, "", "text")
        # So old exports head the column.
        yield f"{tag}_TEXT", Facts(text, "", "text", is_optional=True)
    elif kind in _OF_NUMBERS:
        for choice in choices:
            yield f"{tag}_{choice.key}", Facts(text, choice.labels[0], "number")


def _multiple_choice(
    tag: str, payload: dict[str, object], choices: Sequence[_Choice]
) -> Iterator[tuple[str, Facts]]:
    whole = _whole(payload, choices)
    if payload.get("Selector") in _MANY:
        # A column of lists, or a column for each choice.
        yield tag, Facts(whole.text, "", "select-all", is_optional=True)
        for (code, label), choice in zip(whole.options, choices, strict=True):
            its = Facts(whole.text, label, "select-all", is_optional=True)
            yield f"{tag}_{choice.key}", its
            yield f"{tag}_{code}", its
    elif payload.get("Selector") == "NPS":
        yield tag, Facts(whole.text, "", None)
    else:
        yield tag, whole
    yield from _boxes(tag, whole.text, choices)


def _boxes(tag: str, text: str, choices: Sequence[_Choice]) -> Iterator[tuple[str, Facts]]:
    """Yield the columns of boxes for text beside choices."""
    for choice in choices:
        if choice.has_text:
            part = f"{choice.labels[0]} (text)"
            yield f"{tag}_{choice.key}_TEXT", Facts(text, part, "text", is_optional=True)


def _matrix(
    tag: str, payload: dict[str, object], rows: Sequence[_Choice]
) -> Iterator[tuple[str, Facts]]:
    """Yield the columns of a grid: a row may have a name of its own."""
    answers = _choices(payload, "Answers")
    whole = _whole(payload, answers)
    names = _mapping(payload.get("ChoiceDataExportTags"))
    for row in rows:
        name = str(names.get(row.key) or f"{tag}_{row.key}")
        its = attrs.evolve(whole, part=row.labels[0])
        if payload.get("SubSelector") == "MultipleAnswer":
            bare = Facts(whole.text, row.labels[0], "select-all", is_optional=True)
            yield name, bare
            for answer in answers:
                part = f"{row.labels[0]} – {answer.labels[0]}"
                yield f"{name}_{answer.key}", attrs.evolve(bare, part=part)
        elif payload.get("Selector") == "TE":
            for answer in answers:
                part = f"{row.labels[0]} – {answer.labels[0]}"
                yield f"{name}_{answer.key}", Facts(whole.text, part, "text")
        else:
            yield name, its
    yield from _boxes(tag, whole.text, rows)
