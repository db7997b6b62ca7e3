"""Texts without separators: running text, lists, programs, and columns that blanks part."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import pairwise

from likertkit.io.files._signatures import EXPORT_AGAIN, not_read

# A pattern would take long on a longer line.
_LONGEST = 500
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
    if len(filled) < 2 or (width > 1 and alike >= _TABLE) or filled[0].startswith('"'):
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
            "text whose lines are indented or in brackets, as a program or settings", EXPORT_AGAIN
        )
    if width > _NARROW and alike >= _PERHAPS:
        return
    if _is_prose(lines, filled, by_commas=width == 1 or alike < _PERHAPS):
        raise not_read("running text, such as a letter or notes", EXPORT_AGAIN)
    if width == 1 and _is_list(filled):
        raise not_read(
            "a single column of text in which hardly a line comes twice, such as notes or a list",
            "if the lines are open answers, put each into quotation marks.",
        )


def _is_list(filled: list[str]) -> bool:
    """Return whether lines of words differ, as answers to one question do not."""
    lines = filled[1:]
    words = sum(len(line.split()) > 1 for line in lines)
    distinct = {line.strip().casefold() for line in lines}
    return (
        len(lines) > 2
        and words > len(lines) / 2
        and len(distinct) > _TABLE * len(lines)
        and not any(line.startswith('"') for line in filled)
    )


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
