"""What Markdown and HTML are given of texts that come from anywhere."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likertkit._text import escape_html, escape_markdown, markdown_paragraph, one_line, wrap_text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<script>alert(1)</script>", r"\<script>alert(1)\</script>"),
        ("![x](http://a.b/c.png)", r"!\[x](http\://a.b/c.png)"),
        ("[x](javascript:y)", r"\[x](javascript:y)"),
        ("https://a.b and WWW.a.b", r"https\://a.b and WWW\.a.b"),
        ("`code` *and* ~~this~~ $x$ a|b", r"\`code\` \*and\* \~\~this\~\~ \$x\$ a\|b"),
        ("n_missing_blank, _f_ and __g__", r"n_missing_blank, \_f\_ and \_\_g\_\_"),
        ("R&D &lt;b&gt; &#60;", r"R&D \&lt;b\&gt; \&#60;"),
        ("back\\slash", "back\\\\slash"),
        ("two\nlines\x1b[1m", r"two lines \[1m"),
    ],
)
def test_markdown(text, escaped):
    """Tags, images, links, code, mathematics, entities and emphasis; a name stays as it is."""
    assert escape_markdown(text) == escaped


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("# forged", r"\# forged"),
        ("> said", r"\> said"),
        ("- a", r"\- a"),
        ("-0.5 to 1", "-0.5 to 1"),
        ("---", r"\---"),
        ("1. first", r"1\. first"),
        ("1.5 points", "1.5 points"),
        ("12) twelfth", r"12\) twelfth"),
        ("    code", "code"),
        ("x\n\n# forged", "x # forged"),
        ("q1: 5 # 6", "q1: 5 # 6"),
    ],
)
def test_markdown_paragraph(text, escaped):
    """No heading, quotation, list, rule or block of code, on the first line or after it."""
    assert markdown_paragraph(text) == escaped


@given(st.text(max_size=40))
def test_markdown_loses_nothing(text):
    """Without the backslashes that were added, the text is the line that it was."""
    line = one_line(text)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escape_markdown(text)) == line
    assert "\n" not in markdown_paragraph(text)


@given(st.text(max_size=40))
def test_html_loses_nothing(text):
    """And leaves no tag."""
    assert html.unescape(escape_html(text)) == html.unescape(html.escape(one_line(text)))
    assert "<" not in escape_html(text)


SIGNS = st.one_of(st.characters(), st.sampled_from("\x1b\x9b\x07\r\n\u202e\u2066\u2028\ud800"))


@given(st.text(SIGNS, max_size=40))
def test_no_text_controls_the_terminal(text):
    """No control character is left, nothing that turns a line; what is left can be encoded."""
    for line in (one_line(text), *wrap_text(text, 20)):
        assert re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", line) is None
        line.encode()
