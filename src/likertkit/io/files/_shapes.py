"""Texts that are not a table: markup, JSON, the syntax of a program, running text."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from likertkit.io.files._signatures import EXPORT_AGAIN, not_read

_BESIDE = (
    "read the file of answers that belongs to it, and name this file beside it: "
    "lk.read('answers.csv', structure='...')."
)
_SAMPLE = 1 << 16
_LARGEST_JSON = 1 << 26
_LINES = 300
# A pattern would take long on a longer line.
_LONGEST = 500
_I = re.IGNORECASE


class _Form(NamedTuple):
    """How the start of a text in XML or HTML looks."""

    form: re.Pattern[str]
    what: str
    hint: str


_MARKUP = tuple(
    _Form(re.compile(form, _I | re.DOTALL), what, hint)
    for form, what, hint in (
        (
            r".*urn:schemas-microsoft-com:office:spreadsheet",
            "a workbook in XML (Excel 2003)",
            "open it in a spreadsheet program, and save it as .xlsx.",
        ),
        (
            r".*urn:oasis:names:tc:opendocument",
            "a document of OpenDocument in a single XML file",
            "open it in LibreOffice, and save it as .ods or .xlsx.",
        ),
        (
            r".*<LimeSurveyDocType>\s*(Responses|Timings)",
            "the responses of a LimeSurvey survey in XML (.lsr)",
            "in LimeSurvey, export the responses as CSV.",
        ),
        (
            r".*<ODM\b",
            "a project of REDCap in XML (CDISC ODM)",
            "in REDCap, export the data as CSV.",
        ),
        (r"(<[?!][^>]*>\s*)*<svg\b", "a picture (SVG)", EXPORT_AGAIN),
        (
            r".*<(codeBook|ddi:\w+)\b",
            "the description of a data set in XML (DDI)",
            "read the data set that belongs to it: .sav, .dta or CSV.",
        ),
        (
            r".*<sss\b",
            "the description of a data set in XML (triple-S)",
            "read the data set that belongs to it: .sav, .dta or CSV.",
        ),
        (
            r"(<\?[^>]*>\s*|<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table|div|meta|style)\b",
            "a web page (HTML)",
            (
                "export the answers as CSV; a table in it is read by pandas.read_html, whose frame "
                "lk.Responses takes."
            ),
        ),
    )
)
_STRUCTURE = re.compile(r".*<(LimeSurveyDocType|questionnaire)\b", re.DOTALL)
_XML = re.compile(r"<\?xml\b|<!doctype\b", _I)


class _Language(NamedTuple):
    """How the lines of a program or of a document look.

    Attributes
    ----------
    what : str
        What a text is whose first line, and another one, have this form.
    comment : pattern
        The form of lines that say nothing.
    line : pattern
        The form of lines that only such a text has.
    hint : str
        What to do with it.
    """

    what: str
    comment: re.Pattern[str]
    line: re.Pattern[str]
    hint: str


_LANGUAGES = tuple(
    _Language(what, re.compile(comment), re.compile(line, _I), hint)
    for what, comment, line, hint in (
        (
            "syntax of SPSS (.sps)",
            r"\s*[*/].*|\s*comment\b.*",
            (
                r"\s*(get (data|file)|data list|variable (labels|level|width)|(add )?value labels"
                r"|missing values|save outfile|begin data|alter type|file type|rename variables)\b"
                r"([^,;\t].*)?"
                r"|\s*(recode|compute|execute|exe|freq(uencies)?|formats|dataset|set|show|preserve"
                r"|restore|define|weight by|mrsets|sort cases|select if|new file|cd|title)\b"
                r"[^,;\t]*\.\s*"
            ),
            _BESIDE,
        ),
        (
            "syntax of R (.R)",
            r"\s*#.*",
            (
                r"\s*([\w.$\[\]()\"', -]+ *(<-|<<-) *.*|(library|require|source|setwd"
                r"|install\.packages|read\.\w+|suppress\w+)\s*\(.*)"
            ),
            _BESIDE,
        ),
        (
            "a program of Python",
            r"\s*#.*",
            (
                r"(from [\w.]+ )?import [\w.]+.*|(def|class) \w+.*:\s*|(\"\"\"|''').*|if __name__.*"
                r"|[a-z_]\w* = [a-z_]\w*[.(].*|\s+return\b.*"
            ),
            EXPORT_AGAIN,
        ),
        (
            "a program of SAS",
            r"\s*(\*|/\*).*",
            r"\s*(libname|filename|options|proc|data|run|infile|input|label|format|quit)\b[^,;]*;\s*",
            EXPORT_AGAIN,
        ),
        (
            "a program of Stata (.do)",
            r"\s*(\*|//).*",
            (
                r"\s*(label (define|variable|values|data) .*|use [\"\w].*|import delimited .*"
                r"|(gen(erate)?|replace|egen) \w+ *=.*|recode \w+ \(.*|clear( all)?|version \d.*"
                r"|set more off|save \"?[\w/\\].*|(log|insheet|infix|infile) using .*)"
            ),
            EXPORT_AGAIN,
        ),
        (
            "a dump of a database (SQL)",
            r"\s*(--|/\*|#).*",
            (
                r"\s*(create (table|database)|insert into|(drop|lock|alter) table)\b.*"
                r"|\s*set [\w@.]+ *=.*|\s*(begin|commit|use \w+);"
            ),
            "export the table with the answers as CSV.",
        ),
        (
            "a table in Markdown",
            r"",
            r"\s*\|(.*\|)+\s*|\s*\|?(\s*:?-{2,}:?\s*\|)+(\s*:?-{2,}:?)?\s*",
            "save the table as CSV.",
        ),
        (
            "an e-mail, or a web page saved as one",
            r"",
            (
                r"(from|to|subject|date|mime-version|received|delivered-to|return-path|message-id"
                r"|content-type|cc|reply-to|x-[\w-]+): .*"
            ),
            "save the file that is attached to it.",
        ),
        (
            "a bibliography",
            r"\s*%.*",
            r"@\w+\{[^,]*,\s*|TY  - \w+\s*|[A-Z][A-Z0-9]  - .*|\s+\w+ *= *[{\"].*",
            EXPORT_AGAIN,
        ),
        (
            "a document of LaTeX",
            r"\s*%.*",
            r"\s*\\(documentclass|usepackage|begin|end|section|title|author|newcommand|input)\b.*",
            EXPORT_AGAIN,
        ),
        (
            "a file of settings (TOML or INI)",
            r"\s*[#;].*",
            r"\[\[?[\w.\"' -]+\]\]?\s*|[\w.\"-]+ ?= ?\S.*",
            "an instrument is loaded by lk.Instrument.load; give the file of answers to lk.read.",
        ),
    )
)


def _beginning(data: bytes) -> str:
    return data[:_SAMPLE].decode("utf-8", errors="ignore").lstrip("\ufeff \r\n\t")


def refuse_shape(data: bytes) -> None:
    """Raise where a text in UTF-8 is proved to be something else than a table of answers.

    Raises
    ------
    FileFormatError
        If it is; it says what the file is.
    """
    start = _beginning(data)
    refuse_markup(data)
    if start.startswith(("{", "[")) and (what := _json(data, start)):
        raise not_read(*what)
    _refuse_language(start)


def refuse_markup(data: bytes) -> None:
    """Raise where a text is XML or HTML and does not describe a survey.

    Raises
    ------
    FileFormatError
        If it is; it says what the file is.
    """
    start = _beginning(data)
    for its in _MARKUP:
        if its.form.match(start):
            raise not_read(its.what, its.hint)
    if _XML.match(start) and not _STRUCTURE.match(start):
        raise not_read("a document in XML", EXPORT_AGAIN)


def _json(data: bytes, start: str) -> tuple[str, str] | None:
    """Return what a text in JSON is, and a hint; None where it is not JSON."""
    if len(data) > _LARGEST_JSON:
        return None
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        lines = start.split("\n")[:-1]
        if len(lines) > 1 and all(map(_is_record, filter(str.strip, lines))):
            hint = "read it by pandas.read_json(path, lines=True), and give the frame to "
            return "JSON (an object a line)", f"{hint}lk.Responses."
        return ("JSON that is cut off", EXPORT_AGAIN) if _is_cut(start) else None
    keys = found.keys() if isinstance(found, dict) else ()
    return next(its[1:] for its in _OBJECTS if its[0] <= {*keys})


def _is_record(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict | list)
    except (ValueError, RecursionError):
        return False


_JSON_HINT = (
    "export the answers as CSV; records are read by pandas.read_json or pandas.json_normalize, "
    "whose frame lk.Responses takes."
)
# By keys of the object; the last is any.
_OBJECTS: tuple[tuple[frozenset[str], str, str], ...] = (
    (
        frozenset({"SurveyEntry", "SurveyElements"}),
        "the definition of a Qualtrics survey (.qsf), with its questions and no answers",
        _BESIDE,
    ),
    (frozenset({"nbformat", "cells"}), "a notebook of Jupyter (.ipynb)", EXPORT_AGAIN),
    (frozenset(), "JSON", _JSON_HINT),
)
_KEY = re.compile(r'[{,\[]\s*"[^"\n]{1,200}"\s*:\s*["\[{\d tfn-]')


def _is_cut(start: str) -> bool:
    """Return whether a text begins as JSON does; a row of Qualtrics' ImportIds begins so too."""
    first = start.split("\n", 1)[0]
    return (
        bool(re.match(r'(\[\s*)?\{\s*"', start))
        and len(_KEY.findall(start)) > 2
        and "ImportId" not in first
    )


def _refuse_language(start: str) -> None:
    """Raise where the first line that says something is one of a program, and another one too."""
    lines = [line[:_LONGEST] for line in start.splitlines()[:_LINES] if line.strip()]
    for its in _LANGUAGES:
        telling = [line for line in lines if not its.comment.fullmatch(line)]
        if not telling or not its.line.fullmatch(telling[0]):
            continue
        if len({line.casefold() for line in telling if its.line.fullmatch(line)}) > 1:
            raise not_read(its.what, its.hint)
