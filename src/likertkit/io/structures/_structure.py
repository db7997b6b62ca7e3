"""Files that describe a survey: LimeSurvey's structure and REDCap's dictionary."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

import attrs

from likertkit.errors import FileFormatError, MissingExtraError
from likertkit.instrument._labels import normalize_label
from likertkit.io._columns import plain_text
from likertkit.io.files._encoding import as_utf8
from likertkit.io.files._sheet import Log

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from likertkit.io._kinds import QuestionKind

Code = int | str
_DICTIONARY = ("variable / field name", "field type", "field label")
_CHOICES = "choices, calculations, or slider labels"
_CHOICE = re.compile(r"\s*(?P<code>[^,|]+?)\s*,\s*(?P<label>.*?)\s*", re.DOTALL)
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,8})")
# A heading with markup may begin with "<" too.
_XML = re.compile(rb"<(?:[?!]|document\b|questionnaire\b|html\b)", re.IGNORECASE)
_FIVE = tuple((k, str(k)) for k in range(1, 6))
_TEN = tuple((k, str(k)) for k in range(1, 11))
# LimeSurvey's types of questions whose options are the same in every survey, an order included.
_FIXED: dict[str, tuple[tuple[Code, str], ...]] = {
    "5": _FIVE,
    "A": _FIVE,
    "B": _TEN,
    "C": (("Y", "Yes"), ("U", "Uncertain"), ("N", "No")),
    "E": (("I", "Increase"), ("S", "Same"), ("D", "Decrease")),
    "Y": (("Y", "Yes"), ("N", "No")),
}
_LIME_KINDS: dict[str, QuestionKind] = {
    **dict.fromkeys("MP", "select-all"),
    **dict.fromkeys("STUQ;", "text"),
    **dict.fromkeys("NK:", "number"),
    "D": "date",
    **dict.fromkeys("!LOFH15ABCEYG", "choice"),
}
_REDCAP_KINDS: dict[str, QuestionKind] = {
    "radio": "choice",
    "dropdown": "choice",
    "checkbox": "select-all",
    "text": "text",
    "notes": "text",
    "yesno": "choice",
    "truefalse": "choice",
    "slider": "number",
    "calc": "number",
}


@attrs.frozen
class Facts:
    """What a file of structure says of a column.

    Attributes
    ----------
    text : str
        The question.
    part : str
        The row or the option beside it.
    kind : str or None
        What its answers are; None where the answers must tell.
    options : tuple of (code, str)
        The codes and labels of the options, in the order of the questionnaire.
    """

    text: str
    part: str
    kind: QuestionKind | None
    options: tuple[tuple[Code, str], ...] = ()


def refuse_structure(data: bytes, name: str) -> None:
    """Raise where a file describes a survey and holds no answers.

    Raises
    ------
    FileFormatError
        If the file is a structure of LimeSurvey, a questionnaire in XML, or a dictionary of
        REDCap.
    """
    what = ""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if _XML.match(start):
        what = "the structure of a LimeSurvey survey" if b"LimeSurveyDocType" in start else "XML"
        if b"<questionnaire" in start:
            what = "a questionnaire in XML (queXML)"
    elif _is_dictionary(data):
        what = "a data dictionary of REDCap"
    if what:
        raise FileFormatError(
            f"{name} is {what}: it describes questions and holds no answers.",
            "read the answers, and name this file beside them: lk.read('answers.csv', "
            f"structure={name!r}).",
        )


def _is_dictionary(data: bytes) -> bool:
    head = data[:2048].decode("utf-8", errors="ignore").casefold()
    return all(heading in head.split("\n")[0] for heading in _DICTIONARY)


def read_structure(data: bytes, name: str) -> dict[str, Facts]:
    """Return what a file of structure says of each column, by the column's code.

    Raises
    ------
    FileFormatError
        If it is neither LimeSurvey's nor REDCap's.
    MissingExtraError
        If defusedxml is not installed, for XML.
    """
    facts = dict(_read(data, name))
    # A column without a code has no entry.
    facts.pop("", None)
    return facts


def _read(data: bytes, name: str) -> Iterator[tuple[str, Facts]]:
    if _is_dictionary(data):
        return _read_dictionary(data, name)
    if data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        root = _parse(data, name)
        if root.tag == "document" and root.find("questions") is not None:
            return _read_lss(root)
        if root.tag == "questionnaire":
            return _read_quexml(root)
    raise FileFormatError(
        f"{name} does not describe a survey: it is neither LimeSurvey's structure (.lss), nor a "
        f"questionnaire in XML, nor REDCap's data dictionary.",
        "export the structure from the survey tool, or leave `structure=` out.",
    )


def _parse(data: bytes, name: str) -> Element:
    try:
        from defusedxml import ElementTree
        from defusedxml.common import DefusedXmlException
    except ImportError as error:
        raise MissingExtraError("Reading a survey's structure", "defusedxml", "io") from error
    try:
        root: Element = ElementTree.fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise FileFormatError(
            f"{name} is not XML that can be read: {type(error).__name__}.",
            "export the structure again.",
        ) from error
    return root


def _rows(root: Element, table: str) -> Iterator[dict[str, str]]:
    rows = root.find(f"{table}/rows")
    for row in rows if rows is not None else ():
        yield {field.tag: field.text or "" for field in row}


def _one_language(rows: Sequence[dict[str, str]], key: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows in the survey's first language."""
    first: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows:
        first.setdefault(tuple(row.get(name, "") for name in key), row)
    return list(first.values())


def _first(root: Element, table: str, key: str) -> list[dict[str, str]]:
    """Return the rows of a table of texts in the survey's first language."""
    return _one_language(list(_rows(root, table)), (key,))


def _read_lss(root: Element) -> Iterator[tuple[str, Facts]]:
    texts = {
        row.get("qid"): row.get("question", "") for row in _first(root, "question_l10ns", "qid")
    }
    labels = {row.get("aid"): row.get("answer", "") for row in _first(root, "answer_l10ns", "aid")}
    questions = _one_language(list(_rows(root, "questions")), ("qid",))
    parts = _one_language(list(_rows(root, "subquestions")), ("qid",))
    answers = _one_language(list(_rows(root, "answers")), ("qid", "code", "scale_id"))
    for row in [*questions, *parts]:
        row.setdefault("question", texts.get(row.get("qid", ""), ""))
    options: dict[str, list[tuple[int, Code, str]]] = {}
    for row in answers:
        label = plain_text(row.get("answer") or labels.get(row.get("aid", ""), ""))
        order = _code(row.get("sortorder", ""))
        if row.get("scale_id", "0") in {"", "0"}:
            code = _code(row.get("code", ""))
            place = order if isinstance(order, int) else 0
            options.setdefault(row.get("qid", ""), []).append((place, code, label))
    for row in questions:
        if row.get("parent_qid", "0") not in {"", "0"}:
            continue
        qid, title, kind = row.get("qid", ""), row.get("title", ""), row.get("type", "")
        its = _FIXED.get(kind) or tuple(
            (code, label) for _, code, label in sorted(options.get(qid, ()), key=lambda one: one[0])
        )
        text = plain_text(row.get("question", ""))
        yield title, Facts(text, "", _LIME_KINDS.get(kind), its)
        for part in parts:
            if part.get("parent_qid") == qid:
                words = plain_text(part.get("question", ""))
                yield (
                    f"{title}[{part.get('title', '')}]",
                    Facts(text, words, _LIME_KINDS.get(kind), its),
                )


def _read_quexml(root: Element) -> Iterator[tuple[str, Facts]]:
    for question in root.iter("question"):
        text = plain_text(" ".join(found.text or "" for found in question.findall("text")))
        rows = {
            row.get("varName", ""): plain_text(row.findtext("text") or "")
            for row in question.findall("subQuestion")
        }
        for response in question.findall("response"):
            options = tuple(
                (
                    _code(category.findtext("value") or ""),
                    plain_text(category.findtext("label") or ""),
                )
                for category in response.iter("category")
            )
            name = response.get("varName", "")
            if rows:
                for row, words in rows.items():
                    yield _bracketed(row), Facts(text, words, "choice", options)
            elif len(options) == 1:
                yield _bracketed(name), Facts(text, options[0][1], "select-all", options)
            else:
                yield _bracketed(name), Facts(text, "", "choice" if options else None, options)


def _bracketed(name: str) -> str:
    """Return a name such as E1_SQ001 as it heads a column: E1[SQ001]."""
    code, sign, part = name.partition("_")
    return f"{code}[{part}]" if sign else code


def _code(text: str) -> Code:
    return int(text) if _WHOLE.fullmatch(text) else text


def _read_dictionary(data: bytes, name: str) -> Iterator[tuple[str, Facts]]:
    text = as_utf8(data, None, Log()).decode()
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise FileFormatError(
            f"{name} is quoted wrongly: {error}.", "export the data dictionary again."
        ) from error
    head = [normalize_label(cell) for cell in rows[0]]
    for row in rows[1:]:
        field = dict(zip(head, row, strict=False))
        code = field.get(_DICTIONARY[0], "")
        if not code.strip():
            continue
        kind = field.get("field type", "")
        words = plain_text(field.get("field label", ""))
        choices = _choices(field.get(_CHOICES, "")) if kind not in {"calc", "slider"} else ()
        if kind in {"yesno", "truefalse"}:
            choices = ((1, "Yes"), (0, "No")) if kind == "yesno" else ((1, "True"), (0, "False"))
        if kind == "checkbox":
            for option, label in choices:
                yield f"{code}___{str(option).lower()}", Facts(words, label, "select-all")
        else:
            yield code, Facts(words, "", _REDCAP_KINDS.get(kind), choices)


def _choices(text: str) -> tuple[tuple[Code, str], ...]:
    found = (_CHOICE.fullmatch(piece) for piece in re.split(r"\||\\n|\n", text) if piece.strip())
    return tuple((_code(one["code"]), plain_text(one["label"])) for one in found if one)
