"""Questionnaires in XML (queXML), which LimeSurvey writes for print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit.io._columns import plain_text
from likertkit.io.structures._facts import Facts, read_code

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element


def read_quexml(root: Element) -> Iterator[tuple[str, Facts]]:
    """Yield the columns of a questionnaire."""
    for question in root.iter("question"):
        text = plain_text(" ".join(found.text or "" for found in question.findall("text")))
        rows = {
            row.get("varName", ""): plain_text(row.findtext("text") or "")
            for row in question.findall("subQuestion")
        }
        for response in question.findall("response"):
            options = tuple(
                (
                    read_code(category.findtext("value") or ""),
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
