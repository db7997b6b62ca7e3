"""Every exception and warning that likertkit raises.

Each error is a :class:`LikertkitError` and also the nearest builtin: ``except LikertkitError`` and
``except ValueError`` both work.  A message says what was wrong, with the item, the number of rows
and the first few of them, then what was expected, and ends with a line that starts with ``Hint:``.
"""

from __future__ import annotations

import attrs

from likertkit._sighting import Sighting, count_rows, say_found, short_name

__all__ = [
    "AmbiguousRowError",
    "ArgumentError",
    "ArgumentTypeError",
    "AxisError",
    "BlankKeyError",
    "CalibrationError",
    "CountOverflowError",
    "CountsError",
    "DefinitionError",
    "DirectionError",
    "DuplicateRespondentError",
    "EngineError",
    "FileAccessError",
    "FileFormatError",
    "FrameError",
    "LabelConflictError",
    "LikertkitError",
    "LikertkitWarning",
    "MismatchError",
    "MissingColumnError",
    "MissingExtraError",
    "MixedCodingError",
    "OffScaleError",
    "OptionError",
    "PopulationError",
    "PublishedFigureError",
    "RespondentError",
    "Sighting",
    "StratumError",
    "UndefinedFigureError",
    "UnknownItemError",
    "UnknownLabelError",
    "WeightError",
]


class LikertkitWarning(UserWarning):
    """The base of every warning that likertkit gives."""


class LikertkitError(Exception):
    """The base of every error that likertkit raises."""

    def problem(self) -> str:
        """Say what was found and what was expected."""
        return ", ".join(map(str, self.args))

    def remedy(self) -> str:
        """Say the one thing to try."""
        return ""

    def __str__(self) -> str:
        """Return the problem and, on a line of its own, the hint."""
        remedy = self.remedy()
        return f"{self.problem()}\nHint: {remedy}" if remedy else self.problem()


@attrs.define(slots=False, str=False, eq=False, repr=False)
class _StatedError(LikertkitError):
    """An error whose message and hint are written where it is raised."""

    message: str
    hint: str

    def problem(self) -> str:
        """Return the message."""
        return self.message

    def remedy(self) -> str:
        """Return the hint."""
        return self.hint


class ArgumentError(_StatedError, ValueError):
    """An argument has a value that the function cannot use."""


class ArgumentTypeError(_StatedError, TypeError):
    """An argument is of a type that the function cannot use."""


class DefinitionError(_StatedError, ValueError):
    """A scale, an item, an instrument or a study design contradicts itself."""


class DirectionError(_StatedError, ValueError):
    """A function needs to know which end of a scale is positive, and the scale does not say it."""


class UndefinedFigureError(_StatedError, ValueError):
    """A sentence is about a figure that is undefined."""


class FrameError(_StatedError, TypeError):
    """The data are not a data frame that likertkit can read."""


class EngineError(_StatedError, RuntimeError):
    """An engine could not answer a query about its data."""


class BlankKeyError(_StatedError, ValueError):
    """A column that names the respondent, the condition or another group has blanks."""


class RespondentError(_StatedError, ValueError):
    """The rows of one respondent contradict each other."""


class CountsError(_StatedError, ValueError):
    """A table of counts holds something that is not a count of an item's answers."""


class CountOverflowError(_StatedError, OverflowError):
    """Counts add up to more than whole numbers of 64 bits hold."""


class MismatchError(_StatedError, ValueError):
    """Two objects that do not fit together were combined."""


class StratumError(_StatedError, ValueError):
    """A stratum has too few respondents for the estimate."""


class PopulationError(_StatedError, ValueError):
    """A known population does not fit the strata or the sample."""


class CalibrationError(_StatedError, ValueError):
    """No weights meet the margins."""


class WeightError(_StatedError, ValueError):
    """Weights are negative, missing, not finite, or add up to zero."""


class FileAccessError(_StatedError, OSError):
    """A file cannot be read or written."""


class FileFormatError(_StatedError, ValueError):
    """A file does not hold what its reader expects."""


class PublishedFigureError(_StatedError, ValueError):
    """A figure from a paper is not written as a decimal number, or cannot be right."""


@attrs.define(slots=False, str=False, eq=False, repr=False)
class OptionError(LikertkitError, ValueError):
    """An option is not one of its allowed values."""

    name: str
    found: object
    allowed: tuple[object, ...]

    def problem(self) -> str:
        """Say which option, what was found and what is allowed."""
        words = ", ".join(map(repr, self.allowed))
        return f"{self.name}={self.found!r} is not an option; expected one of {words}."

    def remedy(self) -> str:
        """Say that options are written in full."""
        return f"write one of the words above for `{self.name}`, in full and in lower case."


@attrs.define(slots=False, str=False, eq=False, repr=False)
class UnknownItemError(LikertkitError, KeyError):
    """There is no item, subscale or row of this name."""

    item: object
    known: tuple[object, ...]
    kind: str = "item"

    def problem(self) -> str:
        """Say which name, and list those that exist."""
        return (
            f"there is no {self.kind} {self.item!r} here; expected one of "
            f"{', '.join(map(repr, self.known)) or '(none)'}."
        )

    def remedy(self) -> str:
        """Say where the names come from."""
        if self.kind in {"item", "subscale"}:
            return f"{self.kind} names must match the names in the instrument, letter for letter."
        return "write one of the names above, letter for letter."


@attrs.define(slots=False, str=False, eq=False, repr=False)
class AmbiguousRowError(LikertkitError, KeyError):
    """A table has several rows for one key."""

    key: object
    n_rows: int
    by: tuple[str, ...]
    example: tuple[object, ...] = ()

    def problem(self) -> str:
        """Say how many rows the key has."""
        apart = f", one for each value of {', '.join(self.by)}" if self.by else ""
        return f"{self.key!r} names {self.n_rows} rows of this table{apart}; expected exactly one."

    def remedy(self) -> str:
        """Name the method that narrows a table, and the key of the first row where it has one."""
        if not self.by:
            return "loop over the rows: `for row in table`."
        first = self.by[0]
        chosen = f"{first}=..." if first.isidentifier() else f"**{{{first!r}: ...}}"
        key = ", ".join(map(repr, self.key if isinstance(self.key, tuple) else (self.key,)))
        named = ", ".join(map(repr, self.example))
        return (
            f"filter the table first: `table.filter({chosen})[{key}]`"
            f"{f', or name the group too: `table[{named}]`' if named else ''}."
        )


@attrs.define(slots=False, str=False, eq=False, repr=False)
class AxisError(LikertkitError, KeyError):
    """A name in ``by``, in ``columns`` or in ``where`` is not an axis of the data."""

    name: object
    axes: tuple[str, ...]
    argument: str = "by"

    def problem(self) -> str:
        """Say which name, and list the axes."""
        known = ", ".join(map(repr, self.axes)) or "(none)"
        if self.argument == "pairs":
            return f"{self.name!r} is not an axis of these pairs; their axes are {known}."
        where = f"where() names {self.name!r}, which"
        named = where if self.argument == "where" else f"{self.argument}={self.name!r}"
        return f"{named} is not an axis of this tally; its axes are {known}."

    def remedy(self) -> str:
        """Say how a tally gets an axis."""
        if self.argument == "pairs":
            return "split the pairs by it: `responses.pairs(first, second, by=...)`."
        hint = "make the tally with this axis: `responses.tally(by=...)`"
        return f"{hint}, or narrow the responses first." if self.argument == "where" else f"{hint}."


@attrs.define(slots=False, str=False, eq=False, repr=False)
class MissingColumnError(LikertkitError, KeyError):
    """The frame has no column of the name that was asked for."""

    wanted: tuple[str, ...]
    available: tuple[str, ...]
    purpose: str = "item"

    def problem(self) -> str:
        """Say which columns are missing and which exist."""
        shown = ", ".join(map(short_name, self.available[:12]))
        rest = len(self.available) - 12
        more = f" and {rest} more" if rest > 0 else ""
        names = ", ".join(map(short_name, self.wanted))
        known = f"{shown}{more}" if self.available else "(none)"
        return f"the frame has no column {names} ({self.purpose}); its columns are {known}."

    def remedy(self) -> str:
        """Say how columns are mapped to items."""
        if self.purpose != "item":
            return "write a column's name letter for letter."
        return "map items to columns with `columns={'item': 'column'}`, or rename the columns."


@attrs.define(slots=False, str=False, eq=False, repr=False)
class _AnswerError(LikertkitError, ValueError):
    """Some answers of one item cannot be placed on its scale."""

    item: str
    found: tuple[Sighting, ...]
    expected: str
    advice: str = ""

    _what = "with answers that are not on its scale"
    _hint = ""

    def problem(self) -> str:
        """Say the item, what was found in how many rows, and what was expected."""
        counted = ", counting from row 0" if any(sighting.rows for sighting in self.found) else ""
        return (
            f"item {self.item!r} has {count_rows(self.found)} {self._what}: "
            f"{say_found(self.found)}{counted}. Expected {self.expected}."
        )

    def remedy(self) -> str:
        """Return the advice for what was found, else the hint of this kind of error."""
        return self.advice or self._hint


class OffScaleError(_AnswerError):
    """An item has numbers that are not codes of its scale."""

    _what = "off its scale"
    _hint = (
        "declare a code that means no answer in `nonsubstantive=`, or widen the scale's `codes`; "
        "likertkit never drops an answer in silence."
    )


class UnknownLabelError(_AnswerError):
    """An item has text that is not a label of its scale."""

    _what = "with text that is not a label of its scale"
    _hint = (
        "add the text to `labels=`, or, if it means no answer, to `nonsubstantive=` (for example "
        "nonsubstantive={'N/A': None})."
    )

    def remedy(self) -> str:
        """Return the hint; if only the first rows fail, they may hold headings of a survey tool."""
        rows = sorted(row for sighting in self.found for row in sighting.rows)
        n_rows = sum(sighting.n_rows for sighting in self.found)
        headings = rows in ([0], [0, 1]) and n_rows == len(rows)
        if self.advice or not headings:
            return self.advice or self._hint
        rows_hold, it = ("row 0 holds", "it") if len(rows) == 1 else ("rows 0 and 1 hold", "them")
        way = f"leave {it} out (frame.iloc[{len(rows)}:])"
        return f"if {rows_hold} headings, {way}; else {self._hint}"


class LabelConflictError(_AnswerError):
    """An answer holds a code and a label that the scale keeps apart, as in "1: agree"."""

    _what = "with a code and the label of another code"
    _hint = "check which end of the scale is 1: the labels or the codes of the scale are reversed."


class MixedCodingError(_AnswerError):
    """One column holds the same levels both as labels and as bare numbers."""

    _what = "with numbers, although the levels have labels"
    _hint = "find out what the numbers mean, then recode all answers to labels or all to numbers."


@attrs.define(slots=False, str=False, eq=False, repr=False)
class DuplicateRespondentError(LikertkitError, ValueError):
    """A respondent has more than one row under the same condition."""

    column: str
    found: tuple[Sighting, ...]
    condition: str | None = None

    def problem(self) -> str:
        """Say how many respondents, with how many rows."""
        who = "1 respondent has" if len(self.found) == 1 else f"{len(self.found)} respondents have"
        where = "" if self.condition is None else f" for one value of {self.condition!r}"
        return (
            f"{who} more than one row{where} (column {self.column!r}): "
            f"{say_found(self.found)}. Expected one row each."
        )

    def remedy(self) -> str:
        """Say the usual reasons."""
        if self.condition is None:
            return (
                "declare the column of conditions with `condition=`, or keep one row for each "
                "respondent."
            )
        return (
            f"keep one row for each respondent and each value of {self.condition!r}; likertkit "
            f"does not choose one of them."
        )


@attrs.define(slots=False, str=False, eq=False, repr=False)
class MissingExtraError(LikertkitError, ImportError):
    """A function needs a package that an optional extra installs."""

    feature: str
    package: str
    extra: str

    def problem(self) -> str:
        """Say what needs which package."""
        return f"{self.feature} needs {self.package}, which is not installed."

    def remedy(self) -> str:
        """Name the extra, or the package where no extra installs it."""
        wanted = f"'likertkit[{self.extra}]'" if self.extra else self.package
        return f"install it with `pip install {wanted}`."
