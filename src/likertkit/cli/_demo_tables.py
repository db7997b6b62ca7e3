"""The demo's sections about the published means."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from likertkit._text import counted, format_figure, join_words
from likertkit.published import grim
from likertkit.studies._readings import bound, everyone_rated, fewer_people, read_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from likertkit.cli._page import Page
    from likertkit.instrument import LikertScale
    from likertkit.published import OverlapBoundsRow
    from likertkit.studies import Panel, Study
    from likertkit.studies._readings import Column, FewerPeople, SkippedAnswers

_MOST_NAMED = 4


def scale_ends(scale: LikertScale) -> str:
    """Say which end of the scale is which, as in "1 = Strongly agree, 5 = Strongly disagree"."""
    return ", ".join(f"{code} = {scale.labels[code]}" for code in (scale.low, scale.high))


def scale_of(panel: Panel) -> LikertScale:
    """Return the scale of all items."""
    return panel.instrument[panel.instrument.names[0]].scale


def _total(mean: str, n: int) -> str:
    """Return the sum of n answers that gives a mean."""
    return "/".join(map(str, grim(mean, n).totals)) or "none"


def _signed(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:+.2f}".replace("+0.00", "0.00")


def _chance(value: float) -> str:
    """Return a probability with one digit that counts, and without an exponent."""
    return format(Decimal(f"{value:.1g}"), "f")


def _between(row: OverlapBoundsRow) -> str:
    return f"[{_signed(row.low)}, {_signed(row.high)}]"


def _numbers(values: Iterable[int], last: str = "and") -> str:
    return join_words([str(value) for value in values], last)


def _with_means(items: Iterable[str], means: Mapping[str, str]) -> str:
    return join_words([f"{item} ({means[item]})" for item in items])


def _columns(panel: Panel) -> tuple[Column, Column]:
    first, second = (read_column(panel, condition.name) for condition in panel.design.conditions)
    return first, second


def _by_n(n: Mapping[str, int]) -> str:
    """Say how many rated which items, as in "41 answers on 13 items, and 42 on q1"."""
    groups: dict[int, list[str]] = {}
    for item, number in n.items():
        groups.setdefault(number, []).append(item)
    parts: list[str] = []
    for number, items in sorted(groups.items(), key=lambda pair: -len(pair[1])):
        rated = f"{len(items)} items" if len(items) > _MOST_NAMED else join_words(items)
        parts.append(f"{number}{'' if parts else ' answers'} on {rated}")
    return "; ".join(parts)


def write_numbers(page: Page, study: Study) -> dict[str, int]:
    """Write which n fit the participants' means; return the n of each condition."""
    panel = study.participants
    first, second = _columns(panel)
    skipped = everyone_rated(panel, first, second)
    answered = panel.design.responded or 0
    page.heading("2  Table 1: how many answers are behind each mean?")
    page.say(
        "Each answer is a whole number. The sum of the answers is therefore a whole number too, "
        "and the printed mean is this sum divided by the number of answers. Do the printed means "
        f"fit the {answered} participants who answered?"
    )
    page.answer(_fit(first, answered), _fit(second, answered))
    page.grid(
        (
            "item",
            f"{first.condition} mean",
            f"sum of {first.n} answers",
            f"{second.condition} mean",
            f"sum of {second.n} answers",
            f"sum of {answered} answers",
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
        caption=f"Printed means ({scale_ends(scale_of(panel))}), and the sum of the answers that "
        "gives each mean; none: no sum gives it.",
    )
    page.list(_fitting_numbers(column, answered) for column in (first, second))
    page.say(
        f"The paper says that {dict(study.claims)['complete']}. These means do not agree with "
        "that. Two explanations are possible:"
    )
    page.list(
        [
            _explain_fewer(panel, second, fewer_people(panel, first, second)),
            _explain_skipped(panel, second, skipped),
        ]
    )
    page.say(
        "Neither explanation is proven. Means drawn at random would agree with explanation A, "
        f"for some number of people, with probability {_chance(second.table[second.n].chance_any)} "
        f"or less, and with explanation B with probability {_chance(skipped.table.chance)}."
    )
    return {column.condition: column.n for column in (first, second)}


def _fit(column: Column, answered: int) -> str:
    """Say whether the means of a column fit the number of people who answered."""
    n_means = len(column.means)
    n_impossible = len(column.table[answered].inconsistent)
    if not n_impossible:
        return f"All {n_means} {column.condition} means fit {answered} answers."
    return (
        f"Of the {n_means} {column.condition} means, {n_impossible} are impossible with {answered} "
        f"answers, so {column.condition} questions went unanswered."
    )


def _fitting_numbers(column: Column, answered: int) -> str:
    """Say which n fit a column, and which means they leave out."""
    table = column.table
    candidates = f"of the numbers of answers from {table.rows[0].n} to {table.rows[-1].n}"
    n_means = len(column.means)
    if table.fits_all:
        return (
            f"{column.condition}: {candidates}, only {_numbers(table.fits_all)} fit all {n_means} "
            f"means. {column.n} is the number of people who answered."
        )
    row = table[column.n]
    nearest = [
        _numbers(column.alternatives(item, table.rows[-1].n), "or") for item in row.inconsistent
    ]
    impossible = table[answered].inconsistent
    return (
        f"{column.condition}: {candidates}, none fits all {n_means} means. {column.n} answers fit "
        f"{row.n_consistent} means, all but {_with_means(row.inconsistent, column.means)}, which "
        f"needs {join_words(nearest)} answers. With {answered} answers these means are impossible: "
        f"{_with_means(impossible, column.means)}."
    )


def _explain_fewer(panel: Panel, second: Column, reading: FewerPeople) -> str:
    row = second.table[second.n]
    return (
        f"A, fewer people: {second.condition} has {_by_n(reading.n)}. "
        f"{panel.design.eligible(second.condition)} people could rate it. This assumes that all "
        "who did rated the other format too, and that means are rounded to the nearest figure. "
        f"Random means would fit n = {second.n} as well ({row.n_consistent} of {row.n_means}) with "
        f"probability {_chance(row.chance)}."
    )


def _explain_skipped(panel: Panel, second: Column, reading: SkippedAnswers) -> str:
    answered = panel.design.responded or 0
    table = reading.table
    eligible = panel.design.eligible(second.condition)
    return (
        f"B, skipped answers: all {answered} people rated {second.condition} and skipped "
        f"{counted(int(table.n_skipped), 'answer')}, so it has {_by_n(reading.n)}. Only {eligible} "
        "people could rate it in their own cohort. This assumes that the others knew such groups "
        "from elsewhere, and the same rounding. One random mean fits "
        f"n = {answered} with probability {min(row.chance for row in table):.2g}; {len(table)} "
        f"random means need {table.n_skipped:.0f} skipped answers or fewer with probability "
        f"{_chance(table.chance)}. Other numbers of skipped answers fit too."
    )


def write_changes(page: Page, study: Study) -> None:
    """Write how far those who rated both conditions can have changed."""
    panel = study.participants
    first, second = _columns(panel)
    fewer, skipped = fewer_people(panel, first, second), everyone_rated(panel, first, second)
    page.heading("3  Did participants rate the two formats differently?")
    page.say(
        "The two ratings of a person were not linked. A difference of two means therefore mixes "
        "people who changed their rating with people who gave one rating only. Which mean change "
        "of the people who rated both formats do the printed means allow?"
    )
    page.answer(_known_signs(fewer, skipped))
    page.grid(
        (
            "item",
            "gap of means",
            *("A: lowest change", "A: highest change", "A: break-even mean"),
            *("B: lowest change", "B: highest change"),
        ),
        [
            (
                fewer_row.item,
                _signed(fewer_row.naive_difference),
                _signed(fewer_row.low),
                _signed(fewer_row.high),
                format_figure(fewer_row.break_even),
                _signed(skipped_row.low),
                _signed(skipped_row.high),
            )
            for fewer_row, skipped_row in zip(fewer.bounds, skipped.bounds, strict=True)
        ],
        "t",
        caption=f"{_minus(panel)} Lowest and highest: the limits of the mean change under "
        "explanations A and B.",
    )
    only_first = sorted({row.n_first - row.n_both for row in fewer.bounds})
    widest = max(fewer.bounds, key=lambda row: abs(row.naive_difference))
    page.say(
        f"Even the largest gap of means, {widest.item} ({_signed(widest.naive_difference)}),"
        f" allows any mean change in {_between(widest)} under A.",
        f"Break-even mean: under A, {_numbers(only_first, 'or')} people rated only "
        f"{first.condition}; if this was their mean answer, the mean change of all others is 0.",
        *_at_other_n(panel, first, second, fewer),
    )


def _minus(panel: Panel) -> str:
    """Say what is subtracted from what, and what the sign of the difference means."""
    first, second = (condition.name for condition in panel.design.conditions)
    above = second if scale_of(panel).positive == "low" else first
    return (
        f"Gap of the two means, and change: {first} minus {second} "
        f"({scale_ends(scale_of(panel))}). Above 0, people agreed more with the item for {above}."
    )


def _at_other_n(panel: Panel, first: Column, second: Column, reading: FewerPeople) -> list[str]:
    """Give the limits of an item at the other n that fit it as well."""
    return [
        f"If {n} people answered {item}, which fits its mean too, its limits under A are "
        f"{_between(bound(panel, first, second, {**reading.n, item: n})[item])}."
        for item, numbers in reading.others.items()
        for n in numbers
        if n != reading.n[item]
    ]


def _known_signs(fewer: FewerPeople, skipped: SkippedAnswers) -> str:
    """Say how many signs each explanation leaves known."""
    n_items = len(fewer.bounds)
    n_known = sum(row.sign_identified for row in fewer.bounds)
    unknown = [row.item for row in skipped.bounds if not row.sign_identified]
    return (
        "That depends on who answered, and the paper does not say it. Under explanation A the "
        f"direction of the change is known for {n_known} of {n_items} items. Under explanation B "
        f"it is known for {n_items - len(unknown)} of {n_items}, all but {join_words(unknown)}."
    )


def write_facilitators(page: Page, study: Study) -> None:
    """Write what the facilitators' means say about those who rated both conditions."""
    panel = study.facilitators
    first, second = _columns(panel)
    reading = fewer_people(panel, first, second)
    answered = panel.design.responded or 0
    n_means = len(first.means)
    page.heading("4  Table 2: what can so few facilitators show?")
    page.say(
        f"The {answered} people who led the groups rated {n_means} items on their own work. For "
        "which items is the direction of the change certain, whoever did not answer?"
    )
    certain = [row for row in reading.bounds if row.sign_identified]
    n_pairs = min(row.n_both for row in reading.bounds)
    # The most extreme outcome, all changes one way, has this probability where signs are fair.
    least = 2 / 2**n_pairs
    page.answer(
        f"For {len(certain)} of {n_means} items it is certain among the {n_pairs} people who rated "
        f"both formats: {join_words([f'{row.item} {_exactly(row)}' for row in certain])}.",
        f"It is certain for these {n_pairs} people, not for facilitators at large: an exact "
        f"two-sided p-value of {n_pairs} people is never below 2/2^{n_pairs} = {least:g}.",
    )
    names = (first.condition, second.condition)
    page.grid(
        (
            "item",
            *(f"{name} mean" for name in names),
            *("gap of means", "lowest change", "highest change", "more agreement"),
        ),
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
        caption=f"{_minus(panel)} Lowest and highest: the limits of the mean change.",
    )
    n_impossible = len(second.table[answered].inconsistent)
    page.say(
        f"{first.table[first.n].n_consistent} of {n_means} {first.condition} means fit "
        f"n = {first.n}. Of the {second.condition} means {n_impossible} of {n_means} are "
        f"impossible with {answered} answers, and {second.table[second.n].n_consistent} fit "
        f"n = {second.n}. This assumes that those {second.n} people are among the {first.n}, and "
        "that means are rounded to the nearest figure."
    )


def _exactly(row: OverlapBoundsRow) -> str:
    return f"(exactly {_signed(row.low)})" if row.low == row.high else _between(row)


def _direction(row: OverlapBoundsRow, panel: Panel, names: tuple[str, str]) -> str:
    """Return the condition under which people agreed more, where that is certain."""
    if not row.sign_identified:
        return "unknown"
    lower_is_more = panel.instrument[row.item].scale.positive == "low"
    return names[0] if (row.high < 0) is lower_is_more else names[1]
