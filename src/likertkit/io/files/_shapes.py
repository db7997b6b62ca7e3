"""Texts that are not a table: markup, JSON, the syntax of a program, running text."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from likertkit.io.files._signatures import not_read

_CSV = "export the answers of each respondent from the survey tool, as CSV, XLSX or SPSS (.sav)."
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
        (r"(<[?!][^>]*>\s*)*<svg\b", "a picture (SVG)", _CSV),
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
            _CSV,
        ),
        (
            "a program of SAS",
            r"\s*(\*|/\*).*",
            r"\s*(libname|filename|options|proc|data|run|infile|input|label|format|quit)\b[^,;]*;\s*",
            _CSV,
        ),
        (
            "a program of Stata (.do)",
            r"\s*(\*|//).*",
            (
                r"\s*(label (define|variable|values|data) .*|use [\"\w].*|import delimited .*"
                r"|(gen(erate)?|replace|egen) \w+ *=.*|recode \w+ \(.*|clear( all)?|version \d.*"
                r"|set more off|save \"?[\w/\\].*|(log|insheet|infix|infile) using .*)"
            ),
            _CSV,
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
            "an e-mail",
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
            _CSV,
        ),
        (
            "a document of LaTeX",
            r"\s*%.*",
            r"\s*\\(documentclass|usepackage|begin|end|section|title|author|newcommand|input)\b.*",
            _CSV,
        ),
        (
            "a file of settings (TOML or INI)",
            r"\s*[#;].*",
            r"\[\[?[\w.\"' -]+\]\]?\s*|[\w.\"-]+ = (\"|'|\[|\{|true|false|-?\d).*",
            "an instrument is loaded by lk.Instrument.load; give the file of answers to lk.read.",
        ),
    )
)


def refuse_shape(data: bytes) -> None:
    """Raise where a text in UTF-8 is proved to be something else than a table of answers.

    Raises
    ------
    FileFormatError
        If it is; it says what the file is.
    """
    start = data[:_SAMPLE].decode("utf-8", errors="ignore").lstrip("\ufeff \r\n\t")
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
    start = data[:_SAMPLE].decode("utf-8", errors="ignore").lstrip("\ufeff \r\n\t")
    for its in _MARKUP:
        if its.form.match(start):
            raise not_read(its.what, its.hint)
    if _XML.match(start) and not _STRUCTURE.match(start):
        raise not_read("a document in XML", _CSV)


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
        return ("JSON that is cut off", _CSV) if _is_cut(start) else None
    keys = found.keys() if isinstance(found, dict) else ()
    return next(its[1:] for its in _OBJECTS if its[0] <= {*keys})


def _is_record(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict | list)
    except (ValueError, RecursionError):
        return False


_JSON_HINT = "export the answers as CSV; records are read by pandas.read_json or "
_JSON_HINT += "pandas.json_normalize, whose frame lk.Responses takes."
# By keys of the object; the last is any.
_OBJECTS: tuple[tuple[frozenset[str], str, str], ...] = (
    (
        frozenset({"SurveyEntry", "SurveyElements"}),
        "the definition of a Qualtrics survey (.qsf), with its questions and no answers",
        "in Qualtrics, export the answers by Data & Analysis > Export Data, as CSV.",
    ),
    (frozenset({"nbformat", "cells"}), "a notebook of Jupyter (.ipynb)", _CSV),
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


# Running text has words, and commas wherever a sentence has them.
_MANY_WORDS = 5
# Which part of the lines of a table has as many cells, and of a table with other lines in it.
_TABLE = 0.8
_PERHAPS = 0.4
_SELDOM = 0.2
_END = re.compile(r".*[.!?:;)\"'\u201d\u2019]\s*")
# Lines that begin or end as in a program; a line of a table may end in a semicolon.
_CODE = re.compile(r"( {2,}|\t+)[^\s,;|]|\s*(//|/\*|\*/|--\s|#!|@\w+\s*$|[{}\[\]()]+[,;]?\s*$)")
_CODE_END = re.compile(r"[{};(\[\\]\s*$")
_NARROW = 3
_FIGURE = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?")
_GAP = re.compile(r"\S {2,}\S")


def refuse_loose_text(lines: list[str], *, alike: float, width: int) -> None:
    """Raise where lines are a program, running text or columns that blanks part.

    Parameters
    ----------
    lines : list of str
        The first lines of the file.
    alike : float
        Which part of them has *width* cells.
    width : int
        The most frequent number of cells above 1 by the best separator; 1 where there is none.

    Raises
    ------
    FileFormatError
        If they are; it says what the file is.
    """
    filled = [line for line in lines if line.strip()]
    if len(filled) < 2 or (width > 1 and alike >= _TABLE):
        return
    if (width == 1 or alike < _SELDOM) and _is_in_blanks(filled):
        raise not_read(
            "text whose columns are parted by blanks or stand at fixed places",
            "read it by pandas.read_fwf(path) or pandas.read_csv(path, sep=r'\\s+'), and give the "
            "frame to lk.Responses.",
        )
    n_code = sum(bool(_CODE.match(line[:_LONGEST])) for line in filled)
    n_ends = sum(bool(_CODE_END.search(line)) for line in filled) if width == 1 else 0
    if n_code > 0.5 * len(filled) or (width <= _NARROW and n_code + n_ends > 0.25 * len(filled)):
        raise not_read(
            "text whose lines are indented or in brackets, as a program or settings", _CSV
        )
    if width > _NARROW and alike >= _PERHAPS:
        return
    if _is_prose(lines, filled, by_commas=width == 1 or alike < _PERHAPS):
        raise not_read("running text, such as a letter or notes", _CSV)


def _is_in_blanks(filled: list[str]) -> bool:
    """Return whether blanks part the lines into as many columns each, but for some at the top."""
    tokens = [line.split() for line in filled]
    n_columns, n_same = Counter(map(len, tokens)).most_common(1)[0]
    same = [row for row in tokens if len(row) == n_columns]
    if n_columns < 2 or n_same < _TABLE * len(filled) or n_same < 2:
        return False
    figures = sum(all(map(_is_figure, row)) for row in same)
    gaps = sum(bool(_GAP.search(line.strip())) for line in filled)
    return figures >= n_same - 1 or gaps > _TABLE * len(filled)


def is_parted_by_space(lines: list[str]) -> bool:
    """Return whether a space parts cells of lines: in quotation marks, as R writes, or figures."""
    filled = [line for line in lines if line.strip()]
    try:
        head, *rows = csv.reader(filled, delimiter=" ", strict=True)
    except (csv.Error, ValueError):
        return False
    width = len(rows[0]) if rows else 0
    if len(head) < 2 or len(head) not in {width, width - 1} or any(len(r) != width for r in rows):
        return False
    quoted = len(re.findall(r'(?:^| )"[^"]*"(?= |$)', filled[0])) == len(head)
    figures = all(
        cell == "NA" or _is_figure(cell) for row in rows for cell in row[width > len(head) :]
    )
    return quoted or (figures and all(head))


def _is_figure(text: str) -> bool:
    return bool(_FIGURE.fullmatch(text))


def _is_prose(lines: list[str], filled: list[str], *, by_commas: bool) -> bool:
    """Return whether lines are sentences that go on from line to line, or paragraphs."""
    n_words = [len(line.split()) for line in filled]
    if sum(n_words) < _MANY_WORDS * len(filled) or any(line.startswith('"') for line in filled):
        return False
    wrapped = sum(
        bool(after[:1].islower()) and not _END.fullmatch(before)
        for before, after in pairwise(filled)
    )
    gaps = sum(not line.strip() for line in "\n".join(lines).strip().split("\n"))
    commas = sum("," in line for line in filled)
    return (
        wrapped > 0.25 * len(filled)
        or gaps > 0.1 * len(filled)
        or (by_commas and commas > 0.4 * len(filled))
    )
