"""A question of an export."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit.results._record import ItemRow
from likertkit.results._table import Table

if TYPE_CHECKING:
    from likertkit.io._kinds import QuestionKind

_MOST_SHOWN = 4


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Question(ItemRow):
    """A column of an export and the question behind it.

    Attributes
    ----------
    item : str
        The name of the column in the export's frame.
    text : str
        The question, without markup.
    part : str
        The row of the grid, or the option, that the column is about.
    kind : {'choice', 'select-all', 'number', 'text', 'date', 'metadata', 'empty'}
        What its answers are.
    n : int
        The number of answers.
    n_blank : int
        The number of respondents without an answer: a blank cell is a question that was skipped
        or was never asked.
    n_options : int
        The number of different answers, however they are spelled.
    options : tuple of str
        The different answers of a question with options: in the order that the file declares,
        else the most frequent first.
    codes : tuple of int or str
        The code that the file declares for each of the options; empty where it declares none.
    missing : tuple of str
        The options that the file declares as missing, such as "Refused".
    wordings : tuple of tuple of str
        Other wordings of each option, such as in another language of the survey; empty where
        there are none.
    heading : str
        The headings as they stand in the file.
    """

    formats: ClassVar[dict[str, str]] = {}

    text: str
    part: str = ""
    kind: QuestionKind
    n: int
    n_blank: int
    n_options: int
    options: tuple[str, ...] = ()
    codes: tuple[int | str, ...] = ()
    missing: tuple[str, ...] = ()
    wordings: tuple[tuple[str, ...], ...] = ()
    heading: str = ""

    def cells(self) -> dict[str, str]:
        """Return the figures by column name, the first options only."""
        cells = super().cells()
        shown = [repr(option) for option in self.options[:_MOST_SHOWN]]
        rest = len(self.options) - len(shown)
        cells["options"] = ", ".join(shown) + (f" and {rest} more" if rest else "")
        return cells


def question_table(questions: tuple[Question, ...], name: str) -> Table[Question]:
    """Return the table of an export's questions."""
    return Table(
        title=f"Questions of {name}",
        names=(
            "item", "text", "part", "kind", "n", "n_blank", "n_options", "options", "codes",
            "missing", "wordings", "heading",
        ),
        shown=("item", "kind", "n", "n_blank", "n_options", "text", "part"),
        rows=questions,
    )  # fmt: skip
