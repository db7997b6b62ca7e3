"""Texts that Markdown and HTML take as they stand, whatever is in them."""

from __future__ import annotations

import re

from likertkit._text._width import one_line

# Underscores within a word are no markup; a bare address would become a link.
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
