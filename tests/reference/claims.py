"""What a summary's sentences say, worked out again from the rows that they are about.

Nothing here is likertkit's.  A survey is a list of people; each sentence is read by a pattern, and
every number in it is computed from the people by the definition.  A sentence without a pattern, and
a number that is not that of the rows, is an error.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from scipy import stats
from tests.reference.claim_figures import (
    MOST_RANKED,
    NAN,
    adjust,
    linked_figures,
    loose_figures,
    mean_of,
)
from tests.reference.claim_forms import FORMS, P_VALUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tests.reference.claim_figures import Figures, Survey


class WrongClaimError(AssertionError):
    """A sentence that says what the rows do not say."""


class Reading:
    """The sentences of one summary against the people that they are about."""

    def __init__(self, survey: Survey) -> None:
        """Work out every figure of every item."""
        self.survey = survey
        work: Callable[[Survey, str], Figures | None]
        work = linked_figures if survey.linked else loose_figures
        found = {item: work(survey, item) for item in survey.kinds}
        self.figures = {item: one for item, one in found.items() if one is not None}
        plain = not (survey.weighted or survey.clustered)
        self.people_p = adjust(
            {item: one.people_p if plain else NAN for item, one in self.figures.items()},
            survey.correction,
        )
        self.mean_p = adjust(
            {item: one.mean_p for item, one in self.figures.items()}, survey.correction
        )

    @property
    def exact(self) -> bool:
        """Whether every p of the numbers of people is worked out exactly."""
        n = sum(one.times for one in self.survey.people)
        return self.survey.linked or n <= MOST_RANKED

    def unsure(self, item: str) -> bool:
        """Return whether a p that is not exact may lie on either side of the level."""
        return not self.exact and abs(self.people_p[item] / self.survey.level - 1) < 0.5

    def people_sign(self, item: str) -> int:
        """Return which condition more people rated higher, if that is shown."""
        one = self.figures[item]
        if not self.people_p[item] < self.survey.level - 1e-12:
            return 0
        if one.superiority_low > 0.5 + 1e-9 and one.up > one.down:
            return 1
        return -1 if one.superiority_high < 0.5 - 1e-9 and one.up < one.down else 0

    def mean_sign(self, item: str) -> int:
        """Return under which condition the mean is higher, if that is shown."""
        one = self.figures[item]
        if not self.mean_p[item] < self.survey.level - 1e-12:
            return 0
        return 1 if one.low > 1e-9 else -1 if one.high < -1e-9 else 0

    def read(self, text: str) -> tuple[str, dict[str, str]]:
        """Return the form of a sentence and its parts; raise if a number is not the rows'."""
        for form, pattern in FORMS.items():
            if match := re.fullmatch(pattern, text):
                parts = {name: part for name, part in match.groupdict().items() if part}
                getattr(self, f"check_{re.sub('[ -]', '_', form)}")(parts)
                if "ci" in parts:
                    self.number(parts["ci"], 100 * (1 - self.survey.level))
                return form, parts
        raise WrongClaimError(f"no form for: {text}")

    @staticmethod
    def true(fact: object, what: str) -> None:
        """Raise unless something is so."""
        if not fact:
            raise WrongClaimError(what)

    def number(self, printed: str, value: float) -> None:
        """Raise unless a printed number is a value, rounded."""
        decimals = len(printed.partition(".")[2])
        off = abs(float(printed) - value)
        self.true(off <= 0.5 * 10.0**-decimals + 1e-7 * max(1, abs(value)), f"{printed}: {value}")

    def pvalue(self, printed: str, value: float) -> None:
        """Raise unless a printed p-value is one, on the right side of the level."""
        bare = printed.removeprefix("adjusted ").removeprefix("p ")
        self.true(printed.startswith("adjusted") is (self.survey.correction != "none"), printed)
        if bare == "< .001":
            self.true(value < 0.001 + 1e-12, f"{printed}: {value}")
            return
        self.number(bare.removeprefix("= "), value)
        if abs(value - self.survey.level) > 1e-9:
            said = float(bare.removeprefix("= "))
            self.true((said < self.survey.level) is (value < self.survey.level), printed)

    def persons(self, printed: str, numbers: Iterable[int]) -> None:
        """Raise unless "3 to 5 people" are the least and the most of some numbers."""
        said = [int(one) for one in re.findall(r"\d+", printed)]
        known = sorted(numbers)
        self.true((said[0], said[-1]) == (known[0], known[-1]), f"{printed}: {known}")

    def answered(self, item: str, k: int) -> int:
        """Return how many answered an item under a condition."""
        return sum(times for _, w, times in self.survey.side(item, k) if w > 0)

    def mean(self, item: str, k: int) -> float:
        """Return the mean under a condition, weighted where there are weights."""
        return mean_of(self.survey.side(item, k))

    def check_means(self, parts: dict[str, str]) -> None:
        """Read between which items the means run."""
        k = self.survey.names.index(parts["condition"])
        weighted = self.survey.weighted
        self.true(("population" in parts) == ("weighted" in parts) == weighted, "whose mean")
        self.true(("who" in parts) is not weighted and ("answered" in parts) is weighted, "whose n")
        name = parts.get("item", parts.get("item_least"))
        known = [item for item in self.survey.kinds if not math.isnan(self.mean(item, k))]
        if name is None:
            alike = [
                kind
                for kind in {self.survey.kinds[item] for item in known}
                if self.persons_fit(parts, [i for i in known if self.survey.kinds[i] == kind], k)
            ]
            self.true(alike, "items whose means are all one")
            return
        ranked = [item for item in known if self.survey.kinds[item] == self.survey.kinds[name]]
        self.persons(parts.get("who", parts.get("answered", "")),
                     (self.answered(item, k) for item in ranked))  # fmt: skip
        means = {item: self.mean(item, k) for item in ranked}
        if "item" in parts:
            self.true(ranked == [name], "one of several")
            self.number(parts["all"], means[name])
            return
        self.number(parts["least"], min(means.values()))
        self.number(parts["most"], max(means.values()))
        self.true(means[name] <= min(means.values()) + 1e-9, f"{name} is not the least")
        self.true(
            means[parts["item_most"]] >= max(means.values()) - 1e-9, "that is not the greatest"
        )
        self.true(float(parts["least"]) < float(parts["most"]), "a range of no width")

    def persons_fit(self, parts: dict[str, str], items: list[str], k: int) -> bool:
        """Return whether several items have one mean, and as many people as is said."""
        try:
            self.persons(parts.get("who", parts.get("answered", "")),
                         (self.answered(item, k) for item in items))  # fmt: skip
            for item in items:
                self.number(parts["all"], self.mean(item, k))
        except WrongClaimError:
            return False
        return len(items) > 1

    check_mean = check_means

    def ends(self, parts: dict[str, str], sign: int) -> None:
        """Read which condition is the higher one."""
        above, below = self.survey.names[::sign]
        self.true((parts["above"], parts["below"]) == (above, below), "the other way round")

    def share(self, parts: dict[str, str], one: Figures) -> None:
        """Read a superiority with its interval."""
        self.number(parts["share"], one.superiority)
        self.number(parts["share_low"], one.superiority_low)
        self.number(parts["share_high"], one.superiority_high)

    def check_people(self, parts: dict[str, str]) -> None:
        """Read how many people rated one condition higher."""
        item = parts["item"]
        one, sign = self.figures[item], self.people_sign(item)
        self.true(sign and not self.survey.weighted, f"{item}: not shown of people")
        self.ends(parts, sign)
        said = [int(parts[name]) for name in ("up", "alike", "down")]
        self.true(said == [one.up, one.alike, one.down][::sign], f"{said}: {one}")
        self.true(said[0] > said[2], "not more")
        self.share(parts, one)
        if self.exact:
            self.pvalue(parts["p"], self.people_p[item])
        if "who" in parts:
            self.persons(parts["who"], [sum(said)])
        else:
            self.true(int(parts["all_pairs"]) == sum(said), "all pairs")
        self.true(
            ("not shown" in parts.get("tail", "")) is (self.mean_sign(item) == 0), "the means"
        )
        self.true(("but its" in parts.get("tail", "")) is (self.mean_sign(item) == -sign), "but")

    check_ratings = check_people

    def check_higher_mean(self, parts: dict[str, str]) -> None:
        """Read how much higher a mean is, with its own interval and its own p-value."""
        item = parts["item"]
        one, sign = self.figures[item], self.mean_sign(item)
        self.true(sign, f"{item}: not shown of means")
        self.ends(parts, sign)
        self.true(parts["population"].startswith("In") is self.survey.weighted, "whose mean")
        self.number(parts["size"], abs(one.difference))
        self.number(parts["low"], one.low)
        self.number(parts["high"], one.high)
        self.true(float(parts["low"]) * float(parts["high"]) > 0, "an interval over 0")
        self.pvalue(parts["p"], self.mean_p[item])
        both = one.up + one.alike + one.down
        for name, n in (
            ("who", both),
            ("rated", both),
            ("n_first", self.answered(item, 0)),
            ("rated_first", self.answered(item, 0)),
            ("n_second", self.answered(item, 1)),
            ("rated_second", self.answered(item, 1)),
        ):
            if name in parts:
                self.persons(parts[name], [n])
        tail = parts.get("tail", "")
        plain = not (self.survey.weighted or self.survey.clustered)
        self.true(
            ("it is not shown" in tail) is (plain and self.people_sign(item) == 0), "the people"
        )
        if plain:
            self.spacing(item, tail)

    def cuts(self, item: str) -> list[tuple[int, int]]:
        """Return at each cut how many lie above it under the first only, and the second only."""
        pairs = self.survey.pairs(item)
        levels = sorted({x for a, b, *_ in pairs for x in (a, b)})
        return [
            (
                sum(n for a, b, _, n in pairs if a > cut >= b),
                sum(n for a, b, _, n in pairs if b > cut >= a),
            )
            for cut in levels[:-1]
        ]

    def shares_above(self, item: str) -> list[float]:
        """Return how much more of the first lies above each cut."""
        if self.survey.linked:
            return [float(up - down) for up, down in self.cuts(item)]
        one, other = (self.survey.side(item, k) for k in (0, 1))
        levels = sorted({x for x, *_ in (*one, *other)})
        return [
            mean_of((x > cut, 1.0, n) for x, _, n in one)
            - mean_of((x > cut, 1.0, n) for x, _, n in other)
            for cut in levels[:-1]
        ]

    def one_way(self, item: str) -> bool:
        """Return whether no increasing scoring turns the sign."""
        above = self.shares_above(item)
        return all(x >= -1e-12 for x in above) or all(x <= 1e-12 for x in above)

    def spacing_p(self, item: str) -> float:
        """Return the largest p over the cuts, in the direction of the answers."""
        above = self.shares_above(item)
        if not self.one_way(item):
            return 1.0
        sign = 1 if sum(above) > 0 else -1
        found = []
        if self.survey.linked:
            for up, down in self.cuts(item):
                more, n = (up, down)[::sign][0], up + down
                found.append(min(1.0, 2 * float(stats.binom.sf(more - 1, n, 0.5)) if n else 1.0))
        else:
            n, m = (self.answered(item, k) for k in (0, 1))
            one, other = (self.survey.side(item, k) for k in (0, 1))
            levels = sorted({x for x, *_ in (*one, *other)})
            for cut, gap in zip(levels, above, strict=False):
                held = sum(c for x, _, c in (*one, *other) if x > cut) / (n + m)
                error = math.sqrt(held * (1 - held) * (1 / n + 1 / m))
                found.append(min(1.0, 2 * float(stats.norm.sf(sign * gap / error))))
        return max(found, default=1.0)

    def spacing(self, item: str, tail: str) -> None:
        """Read whether the spacing of the levels matters, and beyond these answers."""
        spaced = adjust({one: self.spacing_p(one) for one in self.figures}, self.survey.correction)
        beyond = "; it is higher under every increasing scoring of the levels (" in tail
        here = "in these answers it is higher under every increasing scoring of the levels" in tail
        turned = "other increasing scores of the levels change the sign" in tail
        one_way = self.one_way(item)
        self.true(turned is not one_way, f"{item}: scores turn it, or not")
        if abs(spaced[item] - self.survey.level) > 1e-9:
            shown = one_way and spaced[item] < self.survey.level
            self.true((beyond, here) == (shown, one_way and not shown), f"{item}: {spaced[item]}")
        if beyond and (said := re.search(rf"levels \(({P_VALUE})\)", tail)):
            self.pvalue(said[1], spaced[item])

    def silent_on(self, item: str) -> bool:
        """Return whether neither of the two differences of an item is shown."""
        return not (self.people_sign(item) or self.mean_sign(item))

    def check_nothing_of_one(self, parts: dict[str, str]) -> None:
        """Read the figures of an item of which nothing is shown."""
        item = parts["item"]
        one = self.figures[item]
        self.true(self.silent_on(item), f"{item}: a difference is shown")
        if "share" in parts:
            self.share(parts, one)
            if self.exact:
                self.pvalue(parts["p"], self.people_p[item])
        if "low" in parts:
            self.number(parts["low"], one.low)
            self.number(parts["high"], one.high)
        if "p_means" in parts:
            self.pvalue(parts["p_means"], self.mean_p[item])
        self.true("share" in parts or "p_means" in parts, "no figure")

    def check_nothing_of_many(self, parts: dict[str, str]) -> None:
        """Read how far the widest interval reaches."""
        for item in re.findall(r"'(\w+)'", parts["items"]):
            self.true(self.silent_on(item), f"{item}: a difference is shown")
        reach = {
            item: max(abs(one.low), abs(one.high))
            for item, one in self.figures.items()
            if self.silent_on(item) and one.low < one.high
        }
        self.true(("reach" in parts) is bool(reach), "a reach")
        if reach:
            self.number(parts["reach"], max(reach.values()))
            self.true(reach[parts["item"]] >= max(reach.values()) - 1e-9, "not the widest")

    def check_scoring(self, parts: dict[str, str]) -> None:
        """Read which signs scores turn."""
        for item in re.findall(r"'(\w+)'", parts["items"]):
            self.true(self.silent_on(item) and not self.one_way(item), f"{item}: nothing turns it")

    def check_many_p_values(self, parts: dict[str, str]) -> None:
        """Read how many p-values there are."""
        known = [
            p
            for item, one in self.figures.items()
            for p in (one.mean_p, one.people_p)
            if not math.isnan(p)
        ]
        self.true(self.survey.correction == "none", "adjusted")
        self.true(int(parts["m"]) == len(known) or not self.survey.linked, f"{parts}: {known}")

    def check_no_pair(self, parts: dict[str, str]) -> None:
        """Read who is in no pair."""
        left = {
            item: self.answered(item, 0)
            + self.answered(item, 1)
            - 2 * sum(n for *_, w, n in self.survey.pairs(item) if w > 0)
            for item in self.survey.kinds
        }
        self.true(int(parts["n"]) == left[parts["item"]] == max(left.values()), f"{left}")

    def check_loose(self, _: dict[str, str]) -> None:
        """Read that answers are not linked."""
        self.true(not self.survey.linked, "they are")

    def check_silent(self, parts: dict[str, str]) -> None:
        """Read where the mean of all who were asked lies."""
        k, item = self.survey.names.index(parts["condition"]), parts["item"]
        asked = self.survey.invited or 0
        total = sum(x * n for x, _, n in self.survey.side(item, k))
        left = asked - self.answered(item, k)
        for name, score in zip(("low", "high"), self.survey.bounds, strict=True):
            self.number(parts[name], (total + left * score) / asked)

    def check_direction(self, parts: dict[str, str]) -> None:
        """Read of which items it is said; nothing is counted."""
        self.true(set(re.findall(r"'(\w+)'", parts["items"])) <= {*self.survey.kinds}, "items")

    def check_memory(self, parts: dict[str, str]) -> None:
        """Read what the condition that was remembered would have to have been."""
        k, item = self.survey.names.index(parts["condition"]), parts["item"]
        one = self.figures[item]
        self.true(not self.silent_on(item), f"{item}: nothing is shown")
        # Added to the first it is the difference turned round.
        shift = -one.difference if k == 0 else one.difference
        self.number(parts["size"], abs(shift))
        self.true((parts["way"] == "higher") is (shift > 0), "the wrong way")
        pairs = self.survey.pairs(item)
        missing = abs(sum((a - b) * n for a, b, _, n in pairs))
        limit = self.survey.bounds[1 if shift > 0 else 0]
        room = sum(n for *both, _, n in pairs if both[k] != limit)
        self.true(("n" in parts) is (missing <= room), f"{missing} of {room}")
        if "n" in parts:
            self.true(int(parts["n"]) == missing, f"{missing} people")
            self.true(parts["again"] == parts["condition"], "another condition")
            self.true(parts["way_again"] == parts["way"], "another way")
            self.true(int(parts["who"]) == sum(n for *_, n in pairs), "of whom")


def check_claims(survey: Survey, claims: Sequence[tuple[str, str]]) -> set[str]:
    """Read every sentence, (kind, text); return their forms.

    Raises
    ------
    WrongClaimError
        If a sentence says what the rows do not; if one is there that may not be, or is not there
        though the rows carry it; if one item may be claimed to differ and may not.
    """
    reading = Reading(survey)
    if any(reading.unsure(item) for item in reading.figures):
        return set()
    forms: dict[str, set[str]] = {}
    found = set()
    for _, text in claims:
        form, parts = reading.read(text)
        found.add(form)
        forms.setdefault(form, set()).update(re.findall(r"'(\w+)'", parts.get("items", "")))
        if "item" in parts:
            forms[form].add(parts["item"])
    people = forms.get("people", set()) | forms.get("ratings", set())
    means = forms.get("higher mean", set())
    for item in reading.figures:
        if not math.isnan(reading.people_p[item]):
            reading.true((item in people) is bool(reading.people_sign(item)), f"people: {item}")
        reading.true((item in means) is bool(reading.mean_sign(item)), f"means: {item}")
    nothing = forms.get("nothing of one", set()) | forms.get("nothing of many", set())
    doubted = nothing | forms.get("scoring", set())
    reading.true(not doubted & (people | means), f"claimed and doubted: {doubted}")
    return found
