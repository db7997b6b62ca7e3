"""Tables as LaTeX, with the rules of the package booktabs."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from likertkit._text import display_width
from likertkit.results.documents._printed import plain_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit.results.documents._printed import PrintedTable

_SPECIAL = {
    "\\": r"\textbackslash{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
    "`": r"\textasciigrave{}",
    # Behind the end of a row these would be its options.
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    "–": "--",
    "—": "---",
    "…": r"\dots{}",
    "\N{NO-BREAK SPACE}": "~",
    "•": r"\textbullet{}",
}
# What pdflatex has in formulas only.
_MATHS = {
    "−": "-",
    "×": r"\times",
    "÷": r"\div",
    "±": r"\pm",
    "·": r"\cdot",
    "≥": r"\geq",
    "≤": r"\leq",
    "≠": r"\neq",
    "≈": r"\approx",
    "∞": r"\infty",
    "√": r"\surd",
    "∑": r"\sum",
    "→": r"\rightarrow",
    "←": r"\leftarrow",
    "½": r"\frac{1}{2}",
    "ⁿ": "^n",
    **{
        sign: "\\" + unicodedata.name(sign).split()[-1].lower().replace("lamda", "lambda")
        for sign in "αβγδεζηθικλμνξπρστφχψω"
    },
    **{
        sign: "\\" + unicodedata.name(sign).split()[-1].capitalize().replace("Lamda", "Lambda")
        for sign in "ΓΔΘΛΞΠΣΦΨΩ"
    },
    **{sign: f"^{unicodedata.digit(sign)}" for sign in "⁰¹²³⁴⁵⁶⁷⁸⁹"},
    **{sign: f"_{unicodedata.digit(sign)}" for sign in "₀₁₂₃₄₅₆₇₈₉"},
}
_NEGATIVE = re.compile(r"(?<![\w.)\]-])-(?=[\d.])")
# So many rows fit on a page; a text that is wider takes several lines.
_MOST_ROWS = 40
_WIDE_TEXT = 40
_WIDE_TABLE = 84
_LONG_NOTES = 1500
# In centimetres.
_PAGE = 16.0
_PER_LETTER = 0.16
_WIDEST_TEXT, _NARROWEST_TEXT = 6.0, 1.5


def escape_latex(text: str) -> str:
    """Return a line of text in which LaTeX finds no command."""
    plain = unicodedata.normalize("NFC", plain_line(text))
    escaped = "".join(
        f"${_MATHS[sign]}$" if sign in _MATHS else _SPECIAL.get(sign, sign) for sign in plain
    )
    # Two dashes in a row would be one long dash.
    return _NEGATIVE.sub("$-$", escaped) if "--" not in plain else re.sub("-(?=-)", "-{}", escaped)


def to_latex(table: PrintedTable, label: str = "") -> str:
    """Return a table as LaTeX; one of many rows goes on over pages."""
    grid = table.grid
    # A float is never longer than a page.
    apart = sum(map(len, table.notes)) > _LONG_NOTES
    long = len(grid.rows) > _MOST_ROWS
    widths = [
        max(map(display_width, column), default=0)
        for column in (zip(*grid.rows, strict=True) if grid.rows else ([] for _ in grid.header))
    ]
    wide = sum(min(w, _WIDE_TEXT) for w in widths) + 2 * len(widths) > _WIDE_TABLE
    # Texts of several lines share what the other columns leave of a page.
    texts = [w for w, right in zip(widths, grid.right, strict=True) if w > _WIDE_TEXT and not right]
    left = _PAGE - _PER_LETTER * (sum(widths) - sum(texts) + 2 * len(widths))
    room = max(min(left / max(len(texts), 1), _WIDEST_TEXT), _NARROWEST_TEXT)
    columns = "".join(
        "r" if right else rf"p{{{room:.1f}cm}}" if width > _WIDE_TEXT else "l"
        for right, width in zip(grid.right, widths, strict=True)
    )
    head = _head(table)
    body = [_row(map(escape_latex, row)) for row in grid.rows]
    caption = rf"\caption{{{escape_latex(table.title)}}}"
    caption += rf"\label{{{label}}}" if label else ""
    notes = [rf"\par\smallskip\footnotesize {escape_latex(note)}" for note in table.notes]
    below = [r"\begin{minipage}{\linewidth}", *notes, r"\end{minipage}"] if notes else []
    small = [r"\footnotesize", r"\setlength{\tabcolsep}{3pt}"] if wide else []
    if long:
        last = r"\bottomrule" if table.grid.header else ""
        lines = [
            r"% Needs \usepackage{booktabs,longtable} and pages of their own for its rows.",
            r"\begingroup",
            *small,
            rf"\begin{{longtable}}{{{columns}}}",
            rf"{caption}\\",
            *head,
            r"\endfirsthead",
            *head,
            r"\endhead",
            last,
            r"\endlastfoot",
            *body,
            r"\end{longtable}",
            *([r"\noindent", *notes] if notes else []),
            r"\par\endgroup",
        ]
    else:
        lines = [
            r"% Needs \usepackage{booktabs}.",
            r"\begin{table}[htbp]",
            r"\centering",
            caption,
            *small,
            rf"\begin{{tabular}}{{{columns}}}",
            *head,
            *body,
            r"\bottomrule",
            r"\end{tabular}",
            *([] if apart else below),
            r"\end{table}",
            *([r"{\noindent", *notes, r"\par}"] if apart else []),
        ]
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return " & ".join(cells) + r" \\"


def _head(table: PrintedTable) -> list[str]:
    """Return the rules and the rows above the body."""
    grid = table.grid
    lines = [r"\toprule"]
    for line in grid.span_starts:
        lines.append(
            _row(
                rf"\multicolumn{{{n}}}{{c}}{{{escape_latex(text)}}}"
                if n > 1
                else escape_latex(text)
                for text, _, n in line
            )
        )
        rules = [rf"\cmidrule(lr){{{start + 1}-{start + n}}}" for text, start, n in line if text]
        lines += ["".join(rules)] if rules else []
    return [*lines, _row(map(escape_latex, grid.header)), r"\midrule"]
