"""Dates of SPSS and Stata: numbers that count from a day, and a format that says so."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from likertkit.io.files._sheet import Cell

Package = Literal["spss", "stata"]

_SPSS_START = datetime(1582, 10, 14)  # noqa: DTZ001 - neither program knows time zones
_STATA_START = datetime(1960, 1, 1)  # noqa: DTZ001 - the same
_DAY = 86_400
_SPSS_FORM = re.compile(r"([A-Z]+)[0-9.]*")
# Quarters, months and weeks of SPSS are dates that show less.
_SPSS_DATES = frozenset({"DATE", "ADATE", "EDATE", "SDATE", "JDATE", "QYR", "MOYR", "WKYR"})
_SPSS_DATETIMES = frozenset({"DATETIME", "YMDHMS"})
_SPSS_TIMES = frozenset({"TIME", "DTIME", "MTIME"})
_STATA_FORM = re.compile(r"%-?(t[a-zA-Z]|d)(.*)", re.DOTALL)
_STATA_TIMES = frozenset({"HH:MM:SS", "HH:MM"})
_WEEKS = 52


def date_reader(form: str, package: Package) -> Callable[[float], Cell] | None:
    """Return what makes a date or a time of a number, by the variable's format.

    None where the format is not that of a date. Stata's ``%tC`` counts leap seconds too, and its
    ``%ty`` is a year in digits: their numbers stay.
    """
    if package == "stata":
        return _stata_reader(form)
    found = _SPSS_FORM.fullmatch(form)
    name = found[1] if found else ""
    if name in _SPSS_DATES:
        return lambda seconds: _day_or_moment(_moment(_SPSS_START, seconds))
    if name in _SPSS_DATETIMES:
        return lambda seconds: _moment(_SPSS_START, seconds)
    return _time_of_day if name in _SPSS_TIMES else None


def _stata_reader(form: str) -> Callable[[float], Cell] | None:
    found = _STATA_FORM.fullmatch(form)
    unit, detail = (found[1], found[2]) if found else ("", "")
    if unit == "tc" and detail in _STATA_TIMES:
        return lambda milliseconds: _time_of_day(milliseconds / 1000)
    return _STATA_UNITS.get(unit)


def _week(weeks: float) -> date:
    """Return the first day of a week of Stata, whose years all have 52."""
    return date(1960 + int(weeks // _WEEKS), 1, 1) + timedelta(weeks=int(weeks % _WEEKS))


def _first_of(months: float) -> date:
    """Return the first day of the month so many months after January 1960."""
    return date(1960 + int(months // 12), 1 + int(months % 12), 1)


def _moment(start: datetime, seconds: float) -> datetime:
    return start + timedelta(seconds=seconds)


def _day_or_moment(moment: datetime) -> date | datetime:
    """Return a date; with the time of day where there is one beside it."""
    return moment.date() if moment.time() == time() else moment


def _time_of_day(seconds: float) -> time | timedelta:
    """Return a time of day, or a duration where the number is not a time of day."""
    passed = timedelta(seconds=seconds)
    if timedelta() <= passed < timedelta(days=1):
        return (_SPSS_START + passed).time()
    return passed


_STATA_UNITS: dict[str, Callable[[float], Cell]] = {
    "td": lambda days: _day_or_moment(_moment(_STATA_START, days * _DAY)),
    "d": lambda days: _day_or_moment(_moment(_STATA_START, days * _DAY)),
    "tc": lambda milliseconds: _moment(_STATA_START, milliseconds / 1000),
    "tw": _week,
    "tm": _first_of,
    "tq": lambda quarters: _first_of(quarters * 3),
    "th": lambda halves: _first_of(halves * 6),
}


def as_date(number: float, reader: Callable[[float], Cell]) -> Cell:
    """Return the date of a number; the number itself where the calendar has no such day."""
    try:
        return reader(number)
    except (OverflowError, ValueError):
        return number


def as_seconds(cell: date | time | timedelta) -> float:
    """Return a date or a time as SPSS counts it, in seconds; a time zone is left out."""
    if isinstance(cell, datetime):
        # Of the date and the time: nanoseconds of pandas do not reach back to 1582.
        plain = datetime.combine(cell.date(), cell.time())
        return (plain - _SPSS_START) / timedelta(seconds=1)
    if isinstance(cell, date):
        return float((cell - _SPSS_START.date()).days * _DAY)
    if isinstance(cell, time):
        return math.fsum(
            (cell.hour * 3600, cell.minute * 60, cell.second, cell.microsecond / 1_000_000)
        )
    return cell / timedelta(seconds=1)
