"""Every sentence of a threat, written again from the declarations and the rows alone.

The numbers below are counted person by person with a few plain lines; nothing of the library's
own search is used.  A threat is expected exactly where its figure passes the threshold.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import fewer

import likertkit as lk
from likertkit.bias import Cohort, Condition, StudyDesign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

WHEN = ("old", "new")
ITEMS = ("q1", "q2")
SCALE = lk.LikertScale((1, 2, 3, 4, 5), nonsubstantive={"Not applicable": 9, "Refused": 8})
TRIAL = lk.Instrument("trial", [lk.Item(name, SCALE) for name in ITEMS])
# 0 stands for a blank.
ANSWER = st.sampled_from([0, 1, 3, 5, 8, 9])
NEVER = st.none() | st.tuples(ANSWER, ANSWER)
Expected = tuple[str, str, str]


def words(names: Sequence[str]) -> str:
    """Join names as a sentence does."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


HALF = Fraction(1, 2)


def percent(share: Fraction) -> str:
    """Return a share with one decimal, half up as people round."""
    return f"{math.floor(share * 1000 + HALF) / 10:.1f} %"


def two(value: Fraction) -> str:
    """Return a figure with two decimals, as Python prints the nearest float."""
    return f"{float(value):.2f}"


def span(least: int, most: int) -> str:
    """Return one number or two."""
    return str(least) if least == most else f"{least} to {most}"


def months(least: int, most: int) -> str:
    """Return a distance in months."""
    if least == most:
        return f"{most} month{'' if most == 1 else 's'}"
    return f"{least} to {most} months"


class Study:
    """A drawn design with its rows, and what can be counted in them."""

    def __init__(self, draw: Callable[..., Any]) -> None:
        """Draw the declarations, then the people."""
        self.cohorts = [
            {
                "name": name,
                "size": draw(st.integers(0, 9)),
                "mandatory": draw(st.sampled_from((None, True, False))),
                "frequency": draw(st.sampled_from(("", "weekly", "monthly"))),
                "conditions": draw(st.sampled_from((None, ("old",), ("new",)))),
            }
            for name in ("2021", "2022", "2023")[: draw(st.integers(0, 3))]
        ]
        members = sum(one["size"] for one in self.cohorts)
        self.invited = draw(st.none() | st.integers(0, members if self.cohorts else 12))
        self.ago = {when: draw(st.none() | st.integers(0, 14)) for when in WHEN}
        self.memory = {when: draw(st.booleans()) for when in WHEN}
        self.context = {when: draw(st.sampled_from(("", "ward", "home"))) for when in WHEN}
        self.after = draw(st.sampled_from(((), ("new",), ("old",), ("new", "old"))))
        self.level = draw(st.sampled_from((0.9, 0.95, 0.99)))
        self.conflict = draw(st.integers(0, 2))
        strata = [int(one["name"]) for one in self.cohorts] or [2021]
        sheet = st.lists(st.tuples(st.sampled_from(strata), NEVER, NEVER), min_size=1, max_size=9)
        # Both conditions are in the data.
        first, second = ((strata[0], (1, 3), None), (strata[0], None, (5, 0)))
        self.people = [first, second, *(one for one in draw(sheet) if one[1:] != (None, None))]

    def __repr__(self) -> str:
        """Return the declarations and the rows, for a failure to be read."""
        return repr(vars(self))

    def design(self) -> StudyDesign:
        """Return the declarations as the library takes them."""
        return StudyDesign(
            conditions=tuple(
                Condition(
                    when,
                    period="2018-01" if self.ago[when] is not None else "",
                    rated_when=f"{2018 + (self.ago[when] or 0) // 12}"
                    f"-{(self.ago[when] or 0) % 12 + 1:02}",
                    retrospective=self.memory[when],
                    context=self.context[when],
                    rated_after=tuple(one for one in WHEN if one in self.after and one != when),
                )
                for when in WHEN
            ),
            cohorts=tuple(Cohort(one.pop("name"), **one) for one in map(dict, self.cohorts)),
            invited=self.invited,
            exclusions={"a conflict of interest": self.conflict} if self.conflict else {},
        )

    def data(self) -> lk.Responses:
        """Return the rows as the library takes them; the cohorts are numbers."""
        rows = [
            {"who": who, "when": when, "year": year, **dict(zip(ITEMS, answers, strict=True))}
            for who, (year, *both) in enumerate(self.people)
            for when, answers in zip(WHEN, both, strict=True)
            if answers is not None
        ]
        frame = pd.DataFrame(rows).astype(dict.fromkeys(ITEMS, "float"))
        frame = frame.replace({item: {0.0: math.nan} for item in ITEMS})
        return lk.Responses(frame, TRIAL, respondent="who", condition="when", stratum="year")

    def answers(self, when: str, item: str) -> list[int]:
        """Return what people answered to an item under a condition, blanks and reasons too."""
        place, q = 1 + WHEN.index(when), ITEMS.index(item)
        return [one[place][q] for one in self.people if one[place] is not None]

    def valid(self, when: str) -> int:
        """Return the most valid answers to an item."""
        return max(sum(1 <= one <= 5 for one in self.answers(when, item)) for item in ITEMS)

    def answered(self, when: str) -> int:
        """Return the most who rated an item or said that it does not apply."""
        return max(sum(one in {1, 3, 5, 9} for one in self.answers(when, item)) for item in ITEMS)

    def rows_of(self, cohort: str, when: str) -> int:
        """Return how many of a cohort have a row under a condition."""
        place = 1 + WHEN.index(when)
        return sum(str(one[0]) == cohort and one[place] is not None for one in self.people)

    def from_cohort(self, cohort: str) -> int:
        """Return the most rows of a cohort under a condition."""
        return max(self.rows_of(cohort, when) for when in WHEN)

    def asked(self, when: str) -> int | None:
        """Return how many were asked and could rate a condition."""
        bounds = [] if self.invited is None else [self.invited]
        if self.cohorts:
            bounds.append(
                sum(one["size"] for one in self.cohorts if when in (one["conditions"] or WHEN))
            )
        return min(bounds, default=None)


studies = st.composite(Study)()


def memory(study: Study) -> Iterator[Expected]:
    """Write what memory, order and circumstances do."""
    for when in WHEN:
        ago = study.ago[when]
        if study.memory[when] or (ago is not None and ago >= 1):
            how = "was rated from memory" if study.memory[when] else "had ended when it was rated"
            later = (
                f", {months(ago, ago)} later"
                if ago is not None
                else ("; how much later is not stated")
            )
            yield "recall", when, f"{when.capitalize()} {how}{later}."
    old, new = study.ago["old"], study.ago["new"]
    if None not in (old, new) and abs(old - new) >= 1:
        near, far = sorted(WHEN, key=lambda when: study.ago[when])
        yield (
            "recency",
            "old and new",
            (
                f"{near.capitalize()} was {months(*[study.ago[near]] * 2)} ago when it was rated, "
                f"{far} {months(*[study.ago[far]] * 2)} ago: on average {near} was more recent by "
                f"{months(*[abs(old - new)] * 2)}."
            ),
        )
    if len(study.after) == 1:
        early = study.after[0]
        late = "old" if early == "new" else "new"
        yield (
            "order",
            "old and new",
            (
                f"Everybody had experienced {early} before they rated {late}, and nobody in the "
                "other order."
            ),
        )
    if {*study.context.values()} == {"ward", "home"}:
        yield (
            "context confounding",
            "old and new",
            (
                f"old: {study.context['old']}; new: {study.context['new']}. The effect of a "
                "condition cannot be separated from the effect of its circumstances."
            ),
        )


def overlap(study: Study) -> Iterator[Expected]:
    """Write who could rate, or did rate, one condition alone."""
    said, apart = [], 0
    members = sum(one["size"] for one in study.cohorts)
    for lacking, other in (("new", "old"), ("old", "new")):
        never = [one for one in study.cohorts if one["conditions"] == (other,)]
        if never:
            n = sum(one["size"] for one in never)
            apart += n
            said.append(
                f"{n} of {members} members ({words([one['name'] for one in never])}) never had "
                f"{lacking}."
            )
    if apart:
        both = sum(one["size"] for one in study.cohorts if one["conditions"] is None)
        said.append(f"{both} could rate both.")
    else:
        # A cohort without members lacks nobody.
        said = []
    figures: list[tuple[int, int, int]] = []
    for q in range(len(ITEMS)):
        gave = [
            tuple(one is not None and 1 <= one[q] <= 5 for one in row[1:]) for row in study.people
        ]
        figures.append(
            tuple(gave.count(one) for one in ((True, True), (True, False), (False, True)))
        )
    together, first, second = (span(min(one), max(one)) for one in zip(*figures, strict=True))
    said.append(
        f"In the data {together} answered an item under both, {first} only under old and {second} "
        "only under new."
    )
    if max(apart, *(one + other for _, one, other in figures)) >= 1:
        yield "non-overlap", "old and new", " ".join(said)


def persons(n: int) -> str:
    """Return "1 person is", "2 people are"."""
    return f"{crowd(n)} {'is' if n == 1 else 'are'}"


def crowd(n: int) -> str:
    """Return "1 person", "2 people"."""
    return "1 person" if n == 1 else f"{n} people"


def too_many(study: Study) -> Iterator[Expected]:
    """Write where there are more people than could be."""
    n = len(study.people)
    if study.invited is not None and n - study.invited >= 1:
        yield (
            "ineligible raters",
            "everybody who was asked",
            (f"{persons(n)} in the data, but only {study.invited} were asked."),
        )
    for when in WHEN:
        asked = study.asked(when)
        if asked is None:
            continue
        said = []
        if study.valid(when) > asked:
            said.append(f"{study.valid(when)} rated {when}, but only {asked} could.")
        strangers = [
            f"{study.rows_of(one['name'], when)} of {one['name']}"
            for one in study.cohorts
            if when not in (one["conditions"] or WHEN) and study.rows_of(one["name"], when)
        ]
        if strangers:
            said.append(f"{words(strangers)} rated {when}, which their cohort never had.")
        if said:
            yield "ineligible raters", when, " ".join(said)
    for one in study.cohorts:
        n = study.from_cohort(one["name"])
        if n > one["size"]:
            size = f"{one['size']} member{'' if one['size'] == 1 else 's'}"
            yield (
                "ineligible raters",
                one["name"],
                (
                    f"{n} {'answer is' if n == 1 else 'answers are'} from {one['name']}, which has "
                    f"{size}."
                ),
            )


def silent(study: Study) -> Iterator[Expected]:
    """Write how many of those who were asked gave no answer."""

    def rate(n: int, of: int, whom: str) -> Iterator[Expected]:
        if n <= of and Fraction(n, of) < Fraction(95, 100):
            missing = "answer" if of - n == 1 else f"{of - n} answers"
            width = Fraction(of - n, of)
            yield (
                "nonresponse",
                whom,
                (
                    f"{n} of {of} answered ({percent(Fraction(n, of))}). Without the other "
                    f"{missing}, the mean of all {of} lies between bounds that are "
                    f"{two(4 * width)} scale points ({percent(width)} of the scale's range) apart."
                ),
            )

    members = sum(one["size"] for one in study.cohorts)
    everybody = members if study.invited is None else study.invited
    if everybody:
        yield from rate(len(study.people), everybody, "everybody who was asked")
    for one in study.cohorts:
        if one["size"]:
            yield from rate(study.from_cohort(one["name"]), one["size"], f"cohort {one['name']}")
    for when in WHEN:
        asked = study.asked(when)
        if asked and (study.answered(when), asked) != (len(study.people), everybody):
            yield from rate(study.answered(when), asked, when)


def blank(study: Study) -> Iterator[Expected]:
    """Write which item most people gave no answer to."""
    for when in WHEN:
        found = []
        for item in ITEMS:
            gave = study.answers(when, item)
            silence, concerned = sum(one in {0, 8} for one in gave), sum(one != 9 for one in gave)
            if concerned:
                found.append((Fraction(-silence, concerned), item, silence, concerned))
        if found:
            share, item, silence, concerned = min(found, key=lambda one: one[0])
            if 1 + share < Fraction(95, 100):
                yield (
                    "nonresponse",
                    f"{item} under {when}",
                    (
                        f"{silence} of {concerned} gave no answer to {item} under {when} "
                        f"({percent(-share)}), a larger proportion than for any other item."
                    ),
                )


def cohorts(study: Study) -> Iterator[Expected]:
    """Write who took part by choice, and how unequal the cohorts are."""
    names = {
        flag: [one for one in study.cohorts if one["mandatory"] is flag]
        for flag in (True, False, None)
    }
    members = sum(one["size"] for one in study.cohorts)
    if names[False]:
        chosen = words([one["name"] for one in names[False]])
        n = sum(one["size"] for one in names[False])
        share = percent(Fraction(n, max(members, 1)))
        said = (
            f"{len(names[False])} of {len(study.cohorts)} cohorts ({chosen}), with {n} of "
            f"{members} members ({share}), took part by choice: members "
            "who liked it less may not have taken part."
        )
        if names[None]:
            n_unknown = len(names[None])
            said += f" For {n_unknown} cohort{'' if n_unknown == 1 else 's'} this is not stated."
        rates = []
        for flag in (False, True):
            size = sum(one["size"] for one in names[flag])
            if size:
                n = sum(study.from_cohort(one["name"]) for one in names[flag])
                rates.append(Fraction(n, size))
        if len(rates) == 2:
            said += (
                f" {percent(rates[0])} of them answered, and {percent(rates[1])} of the members "
                "who had to take part."
            )
        yield "self-selection", chosen, said
    yield from unequal([one for one in study.cohorts if one["size"]], study)


def unequal(some: list[dict[str, Any]], study: Study) -> Iterator[Expected]:
    """Write how many times the largest cohort is the smallest, and what weighting costs."""

    def effect(weights: list[tuple[int, Fraction]]) -> str:
        n = sum(k for k, _ in weights)
        total = sum(k * w for k, w in weights)
        return two(n * sum(k * w * w for k, w in weights) / total**2)

    if not some:
        return
    small, large = (pick(some, key=lambda one: one["size"]) for pick in (min, max))
    if large["size"] / small["size"] >= 2:
        n = [study.from_cohort(one["name"]) for one in some]
        known = all(n)
        alike = [(k, Fraction(1, k)) for k in (n if known else [one["size"] for one in some])]
        times = two(Fraction(large["size"], small["size"]))
        said = (
            f"{large['name']} has {large['size']} members, {small['name']} {small['size']}: "
            f"{times} times as many, so an unweighted mean mostly describes the large cohorts. "
            f"Equal weights for all cohorts have a design effect of {effect(alike)}."
        )
        if known:
            by_size = [(k, Fraction(one["size"], k)) for k, one in zip(n, some, strict=True)]
            said += (
                " Among the respondents, weights by cohort size have a design effect of "
                f"{effect(by_size)}."
            )
        yield "unequal cohorts", "sizes of cohorts", said
    often: dict[str, list[str]] = {}
    for one in some:
        if one["frequency"]:
            often.setdefault(one["frequency"], []).append(one["name"])
    if len(often) == 2:
        listed = "; ".join(f"{how}: {words(names)}" for how, names in often.items())
        yield (
            "unequal cohorts",
            "frequencies of cohorts",
            (f"Cohorts took part at different frequencies ({listed})."),
        )


def chance(study: Study) -> Iterator[Expected]:
    """Write where people are too few for a test, and how many comparisons there are."""
    # The least n with 2/2**n at most 0.1, 0.05 and 0.01.
    least = {0.9: 5, 0.95: 6, 0.99: 8}[study.level]

    def few(n: int, who: str, whom: str) -> Iterator[Expected]:
        if n < least:
            signs = f"{n} sign{'' if n == 1 else 's'}"
            yield (
                "small n",
                whom,
                (
                    f"{who}. An exact two-sided test of {signs} cannot have a p-value below "
                    f"{min(1.0, 2 / 2**n):.3g}."
                ),
            )

    for when in WHEN:
        yield from few(study.valid(when), f"At most {crowd(study.valid(when))} rated {when}", when)
    if all(study.valid(when) >= least for when in WHEN):
        both = max(
            sum(
                all(one is not None and 1 <= one[q] <= 5 for one in row[1:]) for row in study.people
            )
            for q in range(len(ITEMS))
        )
        yield from few(
            both, f"At most {crowd(both)} rated an item under both conditions", "old and new"
        )
    sizes = {one["name"]: study.from_cohort(one["name"]) for one in study.cohorts}
    small = [name for name, n in sizes.items() if n < least]
    if small:
        said = words([f"{name} ({sizes[name]})" for name in small])
        yield from few(min(sizes[one] for one in small), f"Small cohorts: {said}", words(small))
    alpha = {0.9: "0.1", 0.95: "0.05", 0.99: "0.01"}[study.level]
    yield (
        "many comparisons",
        "2 items",
        (
            "2 comparisons (2 items). If nothing differed, the probability of at least one "
            f"significant result at the {alpha} level would be {1 - study.level**2:.3g} for "
            f"independent comparisons, and at most {2 * (1 - study.level):.3g} for any comparisons."
        ),
    )


@fewer(0.5)
@given(study=studies)
def test_every_sentence_is_that_of_the_rows(study):
    """No threat is lacking, none is too many, and each says what was counted."""
    expected = [
        *memory(study),
        *overlap(study),
        *too_many(study),
        *silent(study),
        *blank(study),
        *cohorts(study),
    ]
    if study.conflict:
        who = "1 person was" if study.conflict == 1 else f"{study.conflict} people were"
        expected.append(
            ("conflict of interest", "the whole study", f"{who} excluded: a conflict of interest.")
        )
    expected += chance(study)
    table = study.design().threats(study.data(), confidence_level=study.level)
    found = [(row.threat, row.applies_to, row.evidence) for row in table]
    assert (sorted({*found} - {*expected}), sorted({*expected} - {*found})) == ([], [])
    assert len(found) == len(expected)
    for row in table:
        if not math.isnan(row.value):
            is_below = row.threat in {"order", "nonresponse", "small n"}
            passed = row.value < row.threshold if is_below else row.value >= row.threshold
            assert passed or (row.threat == "recall" and study.memory[row.applies_to])


@fewer(0.3)
@given(study=studies, limit=st.sampled_from((0.3, 0.5, 0.8)))
def test_a_threshold_of_the_call_is_where_nonresponse_begins(study, limit):
    """Of all the rates only those below the threshold are listed."""
    default = [row for row in study.design().threats(study.data()) if row.threat == "nonresponse"]
    strict = study.design().threats(study.data(), thresholds={"nonresponse": limit})
    kept = [row.applies_to for row in strict if row.threat == "nonresponse"]
    assert kept == [row.applies_to for row in default if row.value < limit]
