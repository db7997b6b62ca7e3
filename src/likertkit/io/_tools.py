"""What tells one survey tool's export from another's, from ``data/tools.toml``."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Literal, get_args

import attrs

from likertkit.instrument._labels import normalize_label

if TYPE_CHECKING:
    from collections.abc import Iterable

Tool = Literal[
    "surveymonkey",
    "qualtrics",
    "google-forms",
    "limesurvey",
    "redcap",
    "microsoft-forms",
    "sosci",
    "typeform",
    "alchemer",
    "unipark",
    "kobotoolbox",
    "canvas",
    "spss",
    "stata",
    "csv",
]
# What stands in the column of an option that was not chosen.
UNTICKED = frozenset({"0", "unchecked", "not selected", "false", "no", "nein", "non", "n", "n/a"})
# Why a row is not a respondent's.
RowReason = Literal["preview", "test", "unfinished"]
ROW_REASONS: tuple[RowReason, ...] = get_args(RowReason)

IMPORT_ID = re.compile(r"\s*\{.{0,200}?import_?id.*\}\s*", re.IGNORECASE | re.DOTALL)
# LimeSurvey's headings "code. text" and "code._.text".
_CODE_END = re.compile(r"\. |\._\.")
PLACEHOLDER = re.compile(r"Unnamed: \d+(_level_\d+)?|\.\.\.\d+|_\d{1,4}")


@attrs.frozen
class Rule:
    """Rows of an export that are not a respondent's answers.

    Attributes
    ----------
    heading : str
        The column that tells, normalised.
    values : frozenset of str
        Its values, normalised, at which the rule holds.
    reason : {'preview', 'test', 'unfinished'}
        What such a row is.
    """

    heading: str
    values: frozenset[str]
    reason: RowReason


@attrs.frozen
class Dialect:
    """How one tool writes answers.

    Attributes
    ----------
    tool : str
        The tool's short name.
    title : str
        The name that the tool bears.
    metadata : frozenset of str
        Headings, normalised, of columns that the tool adds itself.
    timestamps : frozenset of str
        Headings of the first columns, any of which proves the tool.
    respondent : tuple of str
        Which headings tell respondents apart, the best first.
    least : int or None
        How many headings of `metadata` in one row prove the tool; None where they prove nothing.
    signs : tuple of pattern
        Forms of headings that only this tool writes.
    least_signs : int
        How many headings of such a form prove the tool.
    also : tuple of pattern
        Forms of the headings of further columns that the tool adds itself.
    rules : tuple of Rule
        Which rows are not a respondent's answers.
    """

    tool: Tool
    title: str
    metadata: frozenset[str] = frozenset()
    timestamps: frozenset[str] = frozenset()
    respondent: tuple[str, ...] = ()
    least: int | None = None
    signs: tuple[re.Pattern[str], ...] = ()
    least_signs: int = 2
    also: tuple[re.Pattern[str], ...] = ()
    rules: tuple[Rule, ...] = ()

    def adds(self, heading: str) -> bool:
        """Return whether the tool itself adds a column with this heading, normalised."""
        if self.tool == "limesurvey":
            heading, whole = _CODE_END.split(heading, maxsplit=1)[0], heading
            if any(form.fullmatch(whole) for form in self.also):
                return True
        return (
            heading in self.metadata
            or heading in self.timestamps
            or any(form.fullmatch(heading) for form in self.also)
        )


NO_TOOL = Dialect("csv", "no survey tool that is known")


def _plain(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(normalize_label, words))


def _forms(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.DOTALL) for pattern in patterns)


@attrs.frozen
class Known:
    """What is known of tools and of headings.

    Attributes
    ----------
    dialects : tuple of Dialect
        The tools, in the order in which they are tried.
    common : frozenset of str
        Headings of columns without a question, whatever the tool.
    weights : frozenset of str
        Headings of weights.
    subheadings : frozenset of str
        What stands under a question that has one column.
    open : frozenset of str
        What stands under an open question.
    """

    dialects: tuple[Dialect, ...]
    common: frozenset[str]
    weights: frozenset[str]
    subheadings: frozenset[str]
    open: frozenset[str]

    def dialect(self, tool: Tool) -> Dialect:
        """Return the habits of a tool; those of none where it has no table of its own."""
        return next((dialect for dialect in self.dialects if dialect.tool == tool), NO_TOOL)


@functools.cache
def known() -> Known:
    """Return what is known of tools, read once."""
    path = resources.files("likertkit.io").joinpath("data", "tools.toml")
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    dialects = tuple(
        Dialect(
            tool["name"],
            tool["title"],
            _plain(tool["metadata"]),
            _plain(tool.get("timestamps", ())),
            tuple(tool.get("respondent", ())),
            tool.get("least"),
            _forms(tool.get("signs", ())),
            tool.get("least_signs", 2),
            _forms(tool.get("also", ())),
            tuple(
                Rule(rule["heading"], _plain(rule["values"]), rule["reason"])
                for rule in tool.get("rules", ())
            ),
        )
        for tool in facts["tools"]
    )
    words = (_plain(facts[name]) for name in ("common", "weights", "subheadings", "open"))
    return Known(dialects, *words)
