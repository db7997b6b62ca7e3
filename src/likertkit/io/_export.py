"""An export: answers as the tool wrote them, with what was found out about each question."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._text import counted, join_words, wrap_text
from likertkit.io._draft import draft_instrument, list_left_out
from likertkit.io.files._sheet import Decision
from likertkit.results._table import Table, line_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from likertkit.instrument import Instrument
    from likertkit.io._question import Question
    from likertkit.io.packages._variable import Variable
    from likertkit.responses import Responses


@attrs.frozen(kw_only=True, eq=False, repr=False)
class LogTable(Table[Decision]):
    """Decisions, printed in full: a line each, which goes on below where it is too short."""

    formats: ClassVar[dict[str, str]] = {}

    def to_text(self, width: int | None = None) -> str:
        r"""Return the decisions as text.

        Parameters
        ----------
        width : int, optional
            The width of a line; that of the terminal by default.

        Returns
        -------
        str
            The title, then a decision a line.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> import likertkit as lk
        >>> path = pathlib.Path(tempfile.mkdtemp(), "course.csv")
        >>> _ = path.write_text("clear,tiring\nAgree,Disagree\n")
        >>> print(lk.read(path).log.to_text(60).splitlines()[1])
        encoding: UTF-8
        """
        room = line_width(width)
        lines = [self.title]
        for decision in self.rows:
            lines += wrap_text(f"{decision.about}: {decision.decision}", room, "  ")
        return "\n".join(lines)


@attrs.frozen(eq=False, repr=False)
class Export:
    """What :func:`read` makes of a file: the answers untouched, and how they were found.

    Attributes
    ----------
    name : str
        The file's name.
    tool : str
        The survey tool that wrote it, or the format.
    frame : pandas.DataFrame
        A row for each respondent, a column for each question (`questions`), the cells as they
        stand in the file: nothing is recoded, cut or merged. A blank cell is None.
    questions : Table of Question
        The columns, with the full text of each question, its kind and its options.
    rows_set_aside : pandas.DataFrame
        Rows that are not a respondent's answers: `row`, the reason (``preview``, ``test``,
        ``unfinished``), then the cells.  `row` counts from 1: the line of a text file at which
        the row begins, the row of a sheet, or the case of a file of SPSS or Stata.
    log : LogTable
        Every decision that reading took: encoding, separator, headings, layout, and what was
        left out.
    variables : mapping of str to Variable
        What a file of SPSS or Stata declares of each column: its label, the labels of its values,
        what is missing, the level of measurement and the format. Empty for other files.
    """

    name: str
    tool: str
    frame: pd.DataFrame
    questions: Table[Question]
    rows_set_aside: pd.DataFrame
    log: LogTable
    variables: Mapping[str, Variable] = attrs.field(factory=dict)

    def draft_instrument(self, *, name: str | None = None) -> Instrument:
        r"""Propose an instrument: the questions whose options have an order that is known.

        The order comes from the file (codes, numbers in the options, the ends that a question
        names) or from words that are well known, in several languages.  Which end is the positive
        end, and which items are worded negatively, no file says: that stays open.  Grids in which
        nobody gives two rows the same answer are rankings, and are left out.

        Parameters
        ----------
        name : str, optional
            The instrument's name; the file's name by default.

        Returns
        -------
        Instrument
            The items, with the points that somebody must look at in ``to_review``: answer it by
            `Instrument.revise`, or save the instrument as TOML and edit it there.

        Raises
        ------
        FileFormatError
            If no question has options whose order is known.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> import likertkit as lk
        >>> path = pathlib.Path(tempfile.mkdtemp(), "course.csv")
        >>> _ = path.write_text(
        ...     "Timestamp,The course was [clear],The course was [tiring]\n"
        ...     "2026/03/01 10:00,Agree,Disagree\n2026/03/01 10:05,Strongly agree,agree\n"
        ...     "2026/03/01 10:09,Agree,Neither agree nor disagree\n"
        ... )
        >>> draft = lk.read(path).draft_instrument()
        >>> draft.names, draft["q1_1"].scale.labels[5]
        (('q1_1', 'q1_2'), 'Strongly agree')
        """
        stem = self.name.rpartition(".")[0] or self.name
        return draft_instrument(self.frame, self.questions.rows, stem if name is None else name)

    def left_out(self) -> tuple[str, ...]:
        """Return which questions a draft leaves out, and why, a sentence for each reason."""
        return tuple(list_left_out(self.frame, self.questions.rows))

    def responses(
        self,
        instrument: Instrument,
        *,
        columns: Mapping[str, str] | None = None,
        respondent: str | None = None,
        condition: str | None = None,
        stratum: str | None = None,
        cluster: str | None = None,
        weight: str | None = None,
    ) -> Responses:
        r"""Return the answers bound to an instrument, as :class:`Responses` does.

        Parameters
        ----------
        instrument : Instrument
            The items: their names are the export's columns, or `columns` says which they are.
        columns : mapping of str to str, optional
            Item → column, for items whose column has another name.
        respondent, condition, stratum, cluster, weight : str, optional
            The columns that say who answered, what was rated, and how the sample was drawn.

        Returns
        -------
        Responses
            The answers.

        Raises
        ------
        LikertkitError
            As :class:`Responses` raises.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> import likertkit as lk
        >>> path = pathlib.Path(tempfile.mkdtemp(), "course.csv")
        >>> _ = path.write_text("clear,tiring\nAgree,Disagree\nStrongly agree,N/A\nAgree,Agree\n")
        >>> agreement = lk.LikertScale.preset("agreement", 5, nonsubstantive={"N/A": None})
        >>> course = lk.Instrument("course", [lk.Item("clear", agreement)])
        >>> lk.means(lk.read(path).responses(course))["clear"].n
        3
        """
        from likertkit.responses import Responses

        return Responses(
            numeric_weights(self.frame, weight),
            instrument,
            columns=columns,
            respondent=respondent,
            condition=condition,
            stratum=stratum,
            cluster=cluster,
            weight=weight,
        )

    def __repr__(self) -> str:
        """Return how many respondents and questions of each kind there are."""
        kinds: dict[str, int] = {}
        for question in self.questions:
            kinds[question.kind] = kinds.get(question.kind, 0) + 1
        said = join_words([f"{n} {kind}" for kind, n in kinds.items()])
        aside = len(self.rows_set_aside)
        n = len(self.frame)
        answers = counted(n, "respondent") if n else "no respondent, for it has headings only"
        size = f"{answers}, {counted(len(self.questions), 'column')}"
        lines = [
            f"Export {self.name!r} of {self.tool}: {size} ({said})",
            "How it was read: .log; the questions: .questions",
        ]
        if aside:
            lines.insert(1, f"{counted(aside, 'row')} set aside (see rows_set_aside)")
        return "\n".join(lines)


def log_table(decisions: tuple[Decision, ...], name: str) -> LogTable:
    """Return the table of the decisions."""
    return LogTable(
        title=f"How {name} was read",
        names=("about", "decision"),
        shown=("about", "decision"),
        rows=decisions,
        key="about",
    )


def numeric_weights(frame: pd.DataFrame, weight: str | None) -> pd.DataFrame:
    """Return a frame whose weights are numbers where a text file holds numbers as text."""
    import pandas as pd

    if not isinstance(weight, str) or weight not in frame:
        return frame
    try:
        return frame.assign(**{weight: pd.to_numeric(frame[weight])})
    except (ValueError, TypeError):
        return frame
