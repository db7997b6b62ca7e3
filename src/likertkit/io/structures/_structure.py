"""Files beside the answers: what describes the survey, and what it says of each column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

import attrs

from likertkit._checks import as_path, read_bytes
from likertkit.errors import FileFormatError, MissingExtraError
from likertkit.io.files._signatures import EXPORT_AGAIN, not_read
from likertkit.io.structures._dictionary import is_dictionary, read_dictionary
from likertkit.io.structures._lss import read_lss, read_quexml
from likertkit.io.structures._match import describe_columns, match_columns
from likertkit.io.structures._qsf import is_qsf, read_qsf
from likertkit.io.structures._r_syntax import is_r_syntax, read_r_syntax
from likertkit.io.structures._spss_syntax import is_spss_syntax, read_spss_syntax

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from likertkit.io._columns import Column
    from likertkit.io.files._sheet import Log
    from likertkit.io.structures._facts import Facts

# A heading with markup may begin with "<" too.
_XML = re.compile(rb"<(?:[?!]|document\b|questionnaire\b|html\b)", re.IGNORECASE)
_START = 1 << 12
# A survey of thousands of questions has a few megabytes; XML takes ten times as much in memory.
_MOST_BYTES = 1 << 26


def refuse_structure(data: bytes, name: str) -> None:
    """Raise where a file describes a survey and holds no answers.

    Raises
    ------
    FileFormatError
        If the file is a structure of LimeSurvey, a questionnaire in XML, or a dictionary of
        REDCap.
    """
    what = ""
    start = _beginning(data)
    if _XML.match(start):
        if b"<questionnaire" in start:
            what = "a questionnaire in XML (queXML)"
        elif b"LimeSurveyDocType" in start:
            what = "the structure of a LimeSurvey survey"
        else:
            raise not_read("a document in XML", EXPORT_AGAIN)
    elif is_dictionary(data):
        what = "a data dictionary of REDCap"
    if what:
        raise FileFormatError(
            f"{name} is {what}: it describes questions and holds no answers.",
            "read the answers, and name this file beside them: lk.read('answers.csv', "
            f"structure={name!r}).",
        )


def _beginning(data: bytes) -> bytes:
    return data[:_START].lstrip(b"\xef\xbb\xbf \r\n\t")


def is_structure(data: bytes) -> bool:
    """Return whether a file describes a survey, rather than holding answers."""
    return (
        _beginning(data).startswith(b"<")
        or is_dictionary(data)
        or is_qsf(data)
        or is_r_syntax(data)
        or is_spss_syntax(data)
    )


def read_structure(data: bytes, name: str) -> dict[str, Facts]:
    """Return what a file of structure says of each column, by the column's code.

    Raises
    ------
    FileFormatError
        If it is damaged, or not a file of a kind that is known.
    MissingExtraError
        If defusedxml is not installed, for XML.
    """
    facts = dict(_read(data, name))
    # A column without a code has no entry.
    facts.pop("", None)
    return facts


def _read(data: bytes, name: str) -> Iterator[tuple[str, Facts]]:
    if is_dictionary(data):
        return read_dictionary(data, name)
    if _beginning(data).startswith(b"<"):
        root = _parse(data, name)
        if root.tag == "document" and root.find("questions") is not None:
            return read_lss(root)
        if root.tag == "questionnaire":
            return read_quexml(root)
    elif is_qsf(data):
        return read_qsf(data, name)
    elif is_r_syntax(data):
        return read_r_syntax(data, name)
    elif is_spss_syntax(data):
        return read_spss_syntax(data, name)
    raise FileFormatError(
        f"{name} does not describe a survey: it is neither LimeSurvey's structure (.lss), nor a "
        f"questionnaire in XML, nor Qualtrics' definition (.qsf), nor REDCap's data dictionary, "
        f"nor R or SPSS syntax with labels.",
        "export the structure from the survey tool, or leave `structure=` out.",
    )


def _parse(data: bytes, name: str) -> Element:
    try:
        from defusedxml import ElementTree
        from defusedxml.common import DefusedXmlException
    except ImportError as error:
        raise MissingExtraError("Reading a survey's structure", "defusedxml", "io") from error
    if len(data) > _MOST_BYTES:
        raise FileFormatError(
            f"{name} has {len(data):,} bytes, more than the structure of a survey has.",
            "export the structure again, without answers.",
        )
    try:
        root: Element = ElementTree.fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise FileFormatError(
            f"{name} is not XML that can be read: {type(error).__name__}.",
            "export the structure again.",
        ) from error
    return root


@attrs.frozen
class Description:
    """What is named beside the answers.

    Attributes
    ----------
    name : str
        The file's name; empty where no file is named.
    data : bytes
        What it holds.
    facts : mapping of str to Facts
        What it says of each column, by the column's code.
    is_twin : bool
        Whether it is no structure, and must be a second export of the same answers.
    """

    name: str = ""
    data: bytes = b""
    facts: Mapping[str, Facts] = attrs.field(factory=dict)
    is_twin: bool = False

    def describe(
        self, columns: Sequence[Column], log: Log
    ) -> tuple[list[Column], dict[int, Facts]]:
        """Return the columns with their texts, and what is said of each, by its place."""
        if not self.name or self.is_twin:
            return [*columns], {}
        # R syntax numbers the columns.
        in_order = is_r_syntax(self.data)
        facts = match_columns(columns, self.facts, self.name, log, in_order=in_order)
        return describe_columns(columns, facts), facts


def open_description(structure: str | os.PathLike[str] | None) -> Description:
    """Return what the file that is named beside the answers says."""
    if structure is None:
        return Description()
    path = as_path(structure)
    data = read_bytes(path)
    if not is_structure(data):
        return Description(path.name, data, is_twin=True)
    return Description(path.name, data, read_structure(data, path.name))
