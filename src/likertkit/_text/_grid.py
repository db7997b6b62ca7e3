"""Tables of text, as wide as a terminal shows them, and text inside Markdown and HTML."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

import attrs

from likertkit._text._width import (
    display_width,
    one_line,
    shorten,
    terminal_width,
    widest_word,
    wrap_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Underscores within a word are not markup; a bare address would become a link.
_MARKUP = re.compile(
    r"[\\`*<\[|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE
)
_FIRST = re.compile(r"^(\d*)([#>]|[-+](?=\s|$)|[-=]{2}|(?<=\d)[.)](?=\s|$))")


def escape_markdown(text: str) -> str:
    """Return a line of text in which Markdown finds no markup: no tag, link, image or code."""
    return _MARKUP.sub(r"\\\g<0>", one_line(text))


def markdown_paragraph(text: str) -> str:
    """Return a paragraph in which Markdown finds no markup, no heading or list either."""
    escaped = escape_markdown(" ".join(one_line(text).split()))
    return _FIRST.sub(r"\1\\\2", escaped)


def escape_html(text: str) -> str:
    """Return a line of text in which HTML finds no markup."""
    import html

    return html.escape(one_line(text))


_GAP = "  "


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - display_width(text))
    return space + text if right else text + space


@attrs.frozen(eq=False, repr=False)
class Grid:
    """Cells of text under a header.

    Attributes
    ----------
    header : tuple of str
        One name a column.
    rows : tuple of tuple of str
        One text a column in each row.
    right : tuple of bool
        Whether each column is set flush right, as figures are.
    n_keys : int
        How many first columns name the row; they are repeated where a grid is too wide.
    wrapped : bool
        Whether a head of several words may take several lines, as wide as its column.
    spans : tuple of tuple of (str, int)
        Lines above the header: what stands over so many columns, an empty text over the others.
        The spans of a line are together as wide as the header.
    values : tuple of tuple of object
        The unrounded values of the cells, where they are known; empty otherwise.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    n_keys: int = 1
    wrapped: bool = False
    spans: tuple[tuple[tuple[str, int], ...], ...] = ()
    values: tuple[tuple[object, ...], ...] = ()

    @property
    def span_starts(self) -> tuple[tuple[tuple[str, int, int], ...], ...]:
        """Each line of spans as text, first column and number of columns."""
        lines = []
        for spans in self.spans:
            starts = accumulate((n for _, n in spans), initial=0)
            lines.append(
                tuple(
                    (one_line(text), start, n)
                    for (text, n), start in zip(spans, starts, strict=False)
                )
            )
        return tuple(lines)

    def flat_header(self) -> tuple[str, ...]:
        """Return the header for a form without spans: each head after the texts above it."""
        above: list[list[str]] = [[] for _ in self.header]
        for line in self.span_starts:
            for text, start, n in line:
                for j in range(start, start + n):
                    above[j] += [text] if text else []
        return tuple(
            ": ".join([*texts, *([head] if head else [])])
            for texts, head in zip(above, self.header, strict=True)
        )

    def _under_spans(self, natural: list[int]) -> list[int]:
        """Return the widths of columns, wide enough for the longest word above them."""
        widths = list(natural)
        for line in self.span_starts:
            for text, start, n in line:
                if text:
                    missing = widest_word(text) - _joined_width(widths[start : start + n])
                    for k in range(max(missing, 0)):
                        widths[start + k % n] += 1
        return widths

    def _widths(self, lines: list[tuple[str, ...]], width: int) -> list[int]:
        """Return the width of each column, so that the keys and any other column fit.

        Where they do not, the widest are narrowed to one common width; figures are left whole
        for as long as text can give way.  Where the grid has to be broken, one key leaves half
        of the width to what it names, two leave a third.
        """
        columns = [
            [(widest_word if self.wrapped else display_width)(head), *map(display_width, cells)]
            for head, *cells in zip(*lines, strict=True)
        ]
        natural = self._under_spans([max(column) for column in columns])
        whole = [
            max(column[1:], default=1) if right else 1
            for column, right in zip(columns, self.right, strict=True)
        ]
        if _joined_width(natural) <= width:
            return natural
        widths = natural
        cut = [1] * len(natural)
        most = width + len(_GAP)
        fair = width * self.n_keys // (self.n_keys + 1) if self.n_keys < len(natural) else most
        for least, most_keys in ((whole, fair), (whole, most), (cut, most)):
            for level in range(min(max(natural), width), 0, -1):
                widths = [min(n, max(level, w)) for n, w in zip(natural, least, strict=True)]
                keys = sum(w + len(_GAP) for w in widths[: self.n_keys])
                others = max(widths[self.n_keys :], default=-len(_GAP))
                if keys <= most_keys and keys + others <= width:
                    return widths
        return widths

    def _blocks(self, widths: list[int], width: int) -> list[list[int]]:
        """Return the columns of each block, so that no block is wider than *width*.

        The two bounds of an interval stay in one block, and so do the columns of a span that has
        room in a block.
        """
        keys = list(range(min(self.n_keys, len(widths))))
        key_width = sum(widths[j] + len(_GAP) for j in keys)
        blocks: list[list[int]] = [[]]
        used = key_width
        spanned = {
            start: _joined_width(widths[start : start + n])
            for text, start, n in (self.span_starts or [()])[-1]
            if text and start >= len(keys)
        }
        for j in range(len(keys), len(widths)):
            needed = widths[j]
            if j in spanned and key_width + spanned[j] <= width:
                needed = spanned[j]
            if self.header[j : j + 2] == ("low", "high"):
                needed += len(_GAP) + widths[j + 1]
            if blocks[-1] and used + needed > width:
                blocks.append([])
                used = key_width
            blocks[-1].append(j)
            used += widths[j] + len(_GAP)
        return [keys + block for block in blocks]

    def _heads(
        self, header: tuple[str, ...], widths: list[int], block: list[int]
    ) -> list[tuple[str, ...]]:
        """Return the lines of the header, as many as its columns of a block need."""
        if not self.wrapped:
            return [header]
        parts = [wrap_text(head, width) for head, width in zip(header, widths, strict=True)]
        depth = max(len(parts[j]) for j in block)
        # The last word stands on the rule.
        return [
            tuple("" if k < depth - len(part) else part[k - depth] for part in parts)
            for k in range(depth)
        ]

    def _span_lines(self, widths: list[int], block: list[int]) -> list[str]:
        """Return what stands above the header of a block, a rule below each span."""
        drawn = []
        for line in self.span_starts:
            parts = []
            for text, start, n in line:
                inside = [widths[j] for j in block if start <= j < start + n]
                if inside:
                    parts.append((text, _joined_width(inside)))
            wrapped = [wrap_text(text, room) for text, room in parts]
            depth = max(map(len, wrapped))
            for k in range(depth):
                # The last words stand on the rule.
                cells = [
                    _centre(lines[k - depth] if k >= depth - len(lines) else "", room)
                    for lines, (_, room) in zip(wrapped, parts, strict=True)
                ]
                drawn.append(_GAP.join(cells))
            if depth:
                drawn.append(_GAP.join(("─" if text else " ") * room for text, room in parts))
        return drawn

    def to_text(self, width: int | None = None) -> str:
        """Return the grid as lines no wider than *width* (by default than the terminal).

        Columns that do not fit beside each other are drawn below each other, the keys repeated.
        Text is cut only where even that is too wide: names in the middle, other text at the end,
        unless texts of a column differ only behind the cut, as the rows of one question do.
        """
        if width is None:
            width = terminal_width()
        lines = [tuple(map(one_line, cells)) for cells in (self.header, *self.rows)]
        widths = self._widths(lines, width)
        in_the_middle = [
            j < self.n_keys or _differ_at_the_end([cells[j] for cells in lines[1:]], room)
            for j, room in enumerate(widths)
        ]

        def cell(text: str, j: int, *, middle: bool) -> str:
            short = shorten(text, widths[j], middle=middle)
            return _pad(short, widths[j], right=self.right[j])

        drawn = []
        for block in self._blocks(widths, width):
            heads = self._span_lines(widths, block) + [
                _GAP.join(cell(head[j], j, middle=False) for j in block)
                for head in self._heads(lines[0], widths, block)
            ]
            body = [
                _GAP.join(cell(cells[j], j, middle=in_the_middle[j]) for j in block)
                for cells in lines[1:]
            ]
            rule = _GAP.join("─" * widths[j] for j in block)
            drawn.append("\n".join(line.rstrip() for line in (*heads, rule, *body)))
        return "\n\n".join(drawn)

    def to_markdown(self) -> str:
        """Return the grid as a Markdown table; what Markdown would read as markup is escaped.

        Markdown has no spans: their texts stand before the heads of their columns.
        """

        def line(cells: tuple[str, ...]) -> str:
            return f"| {' | '.join(map(escape_markdown, cells))} |"

        rule = tuple("---:" if right else "---" for right in self.right)
        body = "\n".join(map(line, self.rows))
        return f"{line(self.flat_header())}\n| {' | '.join(rule)} |" + (f"\n{body}" if body else "")

    def to_html(self, caption: str = "", notes: Iterable[str] = ()) -> str:
        """Return the grid as an HTML figure: the table, and the notes below; all is escaped.

        There are classes and no styles: a page that forbids styles in its tags shows the table too.
        """
        kinds = ["figure" if right else "text" for right in self.right]

        def cell(text: str, j: int, scope: str = "") -> str:
            tag, scoped = ("th", f' scope="{scope}"') if scope and text else ("td", "")
            return f'<{tag}{scoped} class="{kinds[j]}">{escape_html(text)}</{tag}>'

        def row(cells: Iterable[str]) -> str:
            return f"<tr>{''.join(cells)}</tr>"

        groups, head = "", ""
        for line in self.span_starts:
            groups = "".join(f'<colgroup span="{n}"></colgroup>' for _, _, n in line)
            head += row(
                f'<th scope="colgroup" colspan="{n}">{escape_html(text)}</th>'
                if text
                else f'<td colspan="{n}"></td>'
                for text, _, n in line
            )
        head += row(cell(text, j, "col") for j, text in enumerate(self.header))
        body = "".join(
            row(cell(text, j, "row" if j < self.n_keys else "") for j, text in enumerate(cells))
            for cells in self.rows
        )
        shown = f"<caption>{escape_html(caption)}</caption>" if caption else ""
        below = "".join(f"<p>{escape_html(note)}</p>" for note in notes)
        return (
            f'<figure class="likertkit"><table>{shown}{groups}<thead>{head}</thead>'
            f"<tbody>{body}</tbody></table>{below}</figure>"
        )


def _joined_width(widths: Sequence[int]) -> int:
    """Return how wide columns are together, the gaps between them included."""
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _centre(text: str, width: int) -> str:
    space = width - display_width(text)
    return " " * (space // 2) + text + " " * (space - space // 2)


def _differ_at_the_end(texts: list[str], width: int) -> bool:
    """Return whether texts that differ would be one text when they are cut at the end."""
    long = {text for text in texts if display_width(text) > width}
    return len({shorten(text, width) for text in long}) < len(long)
