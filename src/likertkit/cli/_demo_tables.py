"""The demo's sections about the published means."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from likertkit._text import format_figure, join_words
from likertkit.published import grim
from likertkit.studies._readings import bound, everyone_rated, fewer_people, read_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from likertkit.cli._page import Page
    from likertkit.published import OverlapBoundsRow
    from likertkit.studies import Panel, Study
    from likertkit.studies._readings import Column, FewerPeople, SkippedAnswers

_MOST_NAMED = 4


def _total(mean: str, n: int) -> str:
    """Return the total of n answers that gives a mean, or a dash if none does."""
    return "/".join(map(str, grim(mean, n).totals)) or "–"


def _signed(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:+.2f}".replace("+0.00", "0.00")


def _chance(value: float) -> str:
    """Return a probability with one digit that counts, and without an exponent."""
    return format(Decimal(f"{value:.1g}"), "f")


def _between(row: OverlapBoundsRow) -> str:
    return f"[{format_figure(row.low)}, {format_figure(row.high)}]"


def _numbers(values: Iterable[int], last: str = "and") -> str:
    return join_words([str(value) for value in values], last)


def _with_means(items: Iterable[str], means: Mapping[str, str]) -> str:
    return join_words([f"{item} ({means[item]})" for item in items])


def _columns(panel: Panel) -> tuple[Column, Column]:
    first, second = (read_column(panel, one.name) for one in panel.design.conditions)
    return first, second


def _by_n(n: Mapping[str, int]) -> str:
    """Say how many rated which items, as in "41 answers on 13 items; 42 on q1"."""
    groups: dict[int, list[str]] = {}
    for item, number in n.items():
        groups.setdefault(number, []).append(item)
    parts: list[str] = []
    for number, items in sorted(groups.items(), key=lambda pair: -len(pair[1])):
        where = f"{len(items)} items" if len(items) > _MOST_NAMED else join_words(items)
        parts.append(f"{number}{'' if parts else ' answers'} on {where}")
    return "; ".join(parts)


def write_numbers(page: Page, study: Study) -> dict[str, int]:
    """Write which n explain the participants' means; return the n of each condition."""
    panel = study.participants
    first, second = _columns(panel)
    answered = panel.design.responded or 0
    page.heading("2  Table 1: how many answers stand behind each mean?")
    page.say(
        "Every answer is a whole number, so a mean times the number of answers must be one too, "
        "but for rounding. Which numbers of answers does each printed mean allow?"
    )
    page.grid(
        (
            "item",
            first.condition,
            f"if n={first.n}",
            second.condition,
            f"if n={second.n}",
            f"if n={answered}",
        ),
        [
            (
                item,
                mean,
                _total(mean, first.n),
                second.means[item],
                _total(second.means[item], second.n),
                _total(second.means[item], answered),
            )
            for item, mean in first.means.items()
        ],
        "t",
    )
    page.say('An "if" column holds the total of the n answers; a dash: no total gives that mean.')
    page.list(_explain(column, answered) for column in (first, second))
    skipped = everyone_rated(panel, first, second)
    page.say(f"Two readings of the {second.condition} column remain:")
    page.list(
        [
            _tell_fewer(panel, second, fewer_people(panel, first, second)),
            _tell_skipped(panel, second, skipped),
        ]
    )
    page.conclude(
        f"Under either reading {second.condition} questions went unanswered, though the paper "
        f"says that {dict(study.claims)['complete']}. A table of random means would pass for A "
        f"with probability {_chance(second.table[second.n].chance_any)} at most, for B with "
        f"{_chance(skipped.table.chance)}; neither reading is proven."
    )
    return {column.condition: column.n for column in (first, second)}


def _explain(column: Column, answered: int) -> str:
    """Say which n explain a column, and which means they leave out."""
    table = column.table
    candidates = f"of n = {table.rows[0].n} to {table.rows[-1].n}"
    n_means = len(column.means)
    if table.fits_all:
        fitting = _numbers(table.fits_all)
        said = f"{column.condition}: {candidates}, only {fitting} explain all {n_means} means"
        return f"{said}; {column.n} is how many answered."
    row = table[column.n]
    said = (
        f"{column.condition}: {candidates}, none explains all {n_means} means. n = {column.n} "
        f"explains {row.n_consistent}, all but {_with_means(row.inconsistent, column.means)}"
    )
    near = [
        _numbers(column.alternatives(item, table.rows[-1].n), "or") for item in row.inconsistent
    ]
    impossible = table[answered].inconsistent
    return (
        f"{said}, which takes {join_words(near)}. At n = {answered} these are impossible: "
        f"{_with_means(impossible, column.means)}."
    )


def _tell_fewer(panel: Panel, second: Column, reading: FewerPeople) -> str:
    row = second.table[second.n]
    return (
        f"A, fewer people: {second.condition} has {_by_n(reading.n)}. "
        f"{panel.design.eligible(second.condition)} people could rate it. Assumes that all who "
        "did rated the other format too, and rounding to nearest. By luck as many means "
        f"({row.n_consistent} of {row.n_means}) fit n = {second.n} with probability "
        f"{_chance(row.chance)}, and some n up to {len(second.table)} with at most "
        f"{_chance(row.chance_any)}."
    )


def _tell_skipped(panel: Panel, second: Column, reading: SkippedAnswers) -> str:
    answered = panel.design.responded or 0
    table = reading.table
    return (
        f"B, skipped answers: all {answered} rated {second.condition} and skipped "
        f"{table.n_skipped:.0f} answers, so it has {_by_n(reading.n)}. Only "
        f"{panel.design.eligible(second.condition)} could rate it in their own cohort: assumes "
        "that the others knew such groups from elsewhere, and rounding to nearest. By luck "
        f"a single mean fits n = {answered} with probability "
        f"{min(row.chance for row in table):.2g}, and {table.n_skipped:.0f} skipped answers or "
        f"fewer suffice for {len(table)} random means with probability {_chance(table.chance)}. "
        "Other numbers of skipped answers fit too."
    )


def write_changes(page: Page, study: Study) -> None:
    """Write how far those who rated both conditions can have changed."""
    panel = study.participants
    first, second = _columns(panel)
    fewer, skipped = fewer_people(panel, first, second), everyone_rated(panel, first, second)
    page.heading("3  Did participants rate the two formats differently?")
    page.say(
        "Nobody's two ratings were linked, so a difference of means mixes a change of mind with a "
        "change of people. Within which limits does the mean change of those who rated both lie?"
    )
    page.grid(
        ("item", "gap", "A from", "A to", "A zero at", "B from", "B to"),
        [
            (
                row.item,
                _signed(row.naive_difference),
                _signed(row.low),
                _signed(row.high),
                format_figure(row.break_even),
                _signed(other.low),
                _signed(other.high),
            )
            for row, other in zip(fewer.bounds, skipped.bounds, strict=True)
        ],
        "t",
    )
    unmatched = sorted({row.n_first - row.n_both for row in fewer.bounds})
    page.say(
        f"The gap is the mean of {first.condition} less that of {second.condition}; from and to "
        "are the limits under readings A and B. A zero at: reading A leaves "
        f"{_numbers(unmatched, 'or')} people who rated only {first.condition}; if their mean "
        "answer was this, the mean change of all others is 0.",
        *_at_other_n(panel, first, second, fewer),
    )
    page.conclude(_known_signs(fewer, skipped))


def _at_other_n(panel: Panel, first: Column, second: Column, reading: FewerPeople) -> list[str]:
    """Give the limits of an item at the other n that explain it as well."""
    return [
        f"Were it {n} on {item}, which fits too, its limits under A would be "
        f"{_between(bound(panel, first, second, {**reading.n, item: n})[item])}."
        for item, numbers in reading.others.items()
        for n in numbers
        if n != reading.n[item]
    ]


def _known_signs(fewer: FewerPeople, skipped: SkippedAnswers) -> str:
    """Say how many signs each reading leaves known."""
    n_items = len(fewer.bounds)
    n_known = sum(row.sign_identified for row in fewer.bounds)
    unknown = [row.item for row in skipped.bounds if not row.sign_identified]
    widest = max(fewer.bounds, key=lambda row: abs(row.naive_difference))
    return (
        f"Under reading A the direction of change is known for {n_known} of {n_items} items: even "
        f"the largest gap, {widest.item} ({_signed(widest.naive_difference)}), leaves room for "
        f"any mean change in {_between(widest)}. Under reading B it is known for "
        f"{n_items - len(unknown)} of {n_items}, all but {join_words(unknown)}. Whether people "
        "rated the formats differently hangs on who answered, and the paper does not say."
    )


def write_facilitators(page: Page, study: Study) -> None:
    """Write what the facilitators' means say about those who rated both conditions."""
    panel = study.facilitators
    first, second = _columns(panel)
    reading = fewer_people(panel, first, second)
    answered = panel.design.responded or 0
    page.heading("4  Table 2: what can so few facilitators tell?")
    page.say(
        "Those who led the groups answered on their own work. Which of their differences are "
        "certain, whoever is missing?"
    )
    names = (first.condition, second.condition)
    page.grid(
        ("item", *names, "gap", "from", "to", "agreed more"),
        [
            (
                row.item,
                first.means[row.item],
                second.means[row.item],
                _signed(row.naive_difference),
                _signed(row.low),
                _signed(row.high),
                _direction(row, panel, names),
            )
            for row in reading.bounds
        ],
        "t_____t",
    )
    n_means = len(first.means)
    impossible = len(second.table[answered].inconsistent)
    page.say(
        f"{first.table[first.n].n_consistent} of {n_means} {first.condition} means fit "
        f"n = {first.n}; of the {second.condition} means {impossible} of {n_means} are impossible "
        f"at {answered}, and {second.table[second.n].n_consistent} fit n = {second.n}. Assumes "
        f"that those {second.n} are among the {first.n}, and rounding to nearest."
    )
    certain = [row for row in reading.bounds if row.sign_identified]
    n_pairs = min(row.n_both for row in reading.bounds)
    # The most extreme outcome, all changes one way, has this probability where signs are fair.
    least = 2 / 2**n_pairs
    page.conclude(
        f"The direction of change is certain for {len(certain)} of {n_means} items among those "
        f"{n_pairs}: "
        f"{join_words([f'{row.item} {_exactly(row)}' for row in certain])}.",
        f"But {n_pairs} people cannot give an exact two-sided p-value below 2/2^{n_pairs} = "
        f"{least:g}: it is certain of them, not of facilitators at large.",
    )


def _exactly(row: OverlapBoundsRow) -> str:
    return f"(exactly {_signed(row.low)})" if row.low == row.high else _between(row)


def _direction(row: OverlapBoundsRow, panel: Panel, names: tuple[str, str]) -> str:
    """Return the condition under which people agreed more, where that is certain."""
    if not row.sign_identified:
        return "open"
    lower_is_more = panel.instrument[row.item].scale.positive == "low"
    return names[0] if (row.high < 0) is lower_is_more else names[1]
