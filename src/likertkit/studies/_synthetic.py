"""Made-up answers that fit the published means, and statements that the means contradict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._checks import check_generator
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.published import grim
from likertkit.responses import Responses
from likertkit.responses._countable import SYNTHETIC, with_notes
from likertkit.results._record import Record
from likertkit.studies._readings import fewer_people, read_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from likertkit.bias import StudyDesign
    from likertkit.studies._panel import Panel


@attrs.frozen(kw_only=True)
class SizeClaim:
    """A statement that a cohort's group was so many times as large as under another condition.

    Parameters
    ----------
    cohort : str
        The cohort.
    condition, other : str
        Under which condition its group was the larger, and under which the smaller.
    factor : int
        More than how many times as large.

    Examples
    --------
    >>> from likertkit.studies import SizeClaim
    >>> claim = SizeClaim(cohort="ST", condition="virtual", other="face-to-face", factor=2)
    >>> claim.at_most(17)
    8
    """

    cohort: str
    condition: str
    other: str
    factor: int

    def at_most(self, size: int) -> int:
        """Return the largest size of the smaller group that the claim allows.

        Parameters
        ----------
        size : int
            How many members the larger group has.

        Returns
        -------
        int
            Members.
        """
        return (size - 1) // self.factor


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Tension(Record):
    """A statement about sizes that leaves no room for so many raters.

    It is a question to the authors and not a verdict: people may have known a format from
    elsewhere, or the authors may have meant another size.

    Attributes
    ----------
    condition : str
        The condition that was rated.
    raters : int
        How many seem to have rated it.
    eligible : int
        How many could have, by the sizes of the cohorts.
    cohort : str
        The cohort that the statement is about.
    factor : int
        More than how many times as large its group is said to have been elsewhere.
    larger : str
        The condition under which it was that large.
    members : int
        Its size.
    members_at_most : int
        How many of them the statement allows under the condition.
    eligible_at_most : int
        How many could then have rated it.
    """

    condition: str
    raters: int
    eligible: int
    cohort: str
    factor: int
    larger: str
    members: int
    members_at_most: int
    eligible_at_most: int


def find_tension(design: StudyDesign, claim: SizeClaim, raters: int) -> Tension | None:
    """Return the tension between a claim and a number of raters, or None if there is none."""
    eligible = design.eligible(claim.other)
    if eligible is None:
        return None
    members = design.cohort(claim.cohort).size
    members_at_most = claim.at_most(members)
    eligible_at_most = eligible - members + members_at_most
    if raters <= eligible_at_most:
        return None
    return Tension(
        condition=claim.other,
        raters=raters,
        eligible=eligible,
        cohort=claim.cohort,
        factor=claim.factor,
        larger=claim.condition,
        members=members,
        members_at_most=members_at_most,
        eligible_at_most=eligible_at_most,
    )


RESPONDENT, COHORT, CONDITION = "respondent", "cohort", "format"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Synthetic:
    """Made-up answers to a study's questionnaires; every table of them says so.

    Attributes
    ----------
    participants, facilitators : Responses
        A row for each respondent and format, with the columns ``respondent``, ``format`` (the
        condition), one an item and, for participants, ``cohort`` (the stratum).

    Examples
    --------
    >>> import likertkit as lk
    >>> made = lk.studies.balint().synthetic(7)
    >>> lk.means(made.facilitators, by=())["enjoyed"].n
    9
    """

    participants: Responses
    facilitators: Responses

    def __repr__(self) -> str:
        """Return what the answers are, after the warning that nobody gave them."""
        return (
            f"{SYNTHETIC}\nparticipants: {_first_line(self.participants)}\n"
            f"facilitators: {_first_line(self.facilitators)}"
        )


def _first_line(responses: Responses) -> str:
    return repr(responses).partition("\n")[0]


@attrs.frozen
class _Raters:
    """Who rated a condition, and which of the items.

    Attributes
    ----------
    condition : str
        The condition.
    present : array of int
        The numbers of those who have a row.
    answered : mapping of str to array of int
        By item, the numbers of those who answered it.
    """

    condition: str
    present: NDArray[np.intp]
    answered: Mapping[str, NDArray[np.intp]]


def check_correlation(value: object) -> float:
    """Return a correlation from 0 to below 1 as a float."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ArgumentTypeError(
            f"correlation={value!r} is not a number.",
            "pass a number from 0 to below 1, such as 0.5.",
        )
    if not 0 <= value < 1:
        raise ArgumentError(
            f"correlation={value!r} is out of bounds; expected from 0 to below 1.",
            "0 makes the answers of a person as unlike as those of two people, 0.9 nearly alike.",
        )
    return float(value)


def as_generator(rng: object) -> np.random.Generator:
    """Return a generator of random numbers, from a seed or the like."""
    if rng is None or isinstance(rng, bool):
        raise ArgumentTypeError(
            f"rng={rng!r} makes answers that cannot be made again; expected a seed or a generator.",
            "pass a seed, as in `study.synthetic(7)`, or `numpy.random.default_rng(7)`.",
        )
    return check_generator(rng)


def made_up(panel: Panel, rng: np.random.Generator, correlation: float, prefix: str) -> Responses:
    """Return answers to a panel's questionnaire that give its published means.

    Everybody who responded rated the first condition.  The second was rated by as many as
    explain most of its means (the reading that fewer people rated it), among those whose cohort
    knew it; an item that this number does not explain was rated by the nearest that does.
    """
    import pandas as pd

    cohorts = _members(panel, rng)
    first, second = _readings(panel)
    raters = [_raters(panel, cohorts, rng, *reading) for reading in (first, second)]
    # A person has one attitude to all items; an answer adds noise to it.
    people = rng.standard_normal(len(cohorts))
    frames, misfits = [], []
    width = len(str(len(cohorts)))
    names = np.array([f"{prefix}{k:0{width}}" for k in range(1, len(cohorts) + 1)], dtype=object)
    for rated in raters:
        columns: dict[str, object] = {
            RESPONDENT: names[rated.present],
            CONDITION: rated.condition,
            COHORT: np.array(cohorts, dtype=object)[rated.present],
        }
        for item in panel.instrument:
            who = rated.answered[item.name]
            noise = rng.standard_normal(len(who))
            mood = -people[who] if item.keyed == "negative" else people[who]
            latent = np.sqrt(correlation) * mood + np.sqrt(1 - correlation) * noise
            mean = str(panel.published.means[rated.condition][item.name])
            total, fits = _total(mean, len(who))
            if not fits:
                misfits.append(f"{item.name} ({rated.condition}, n = {len(who)})")
            answers = pd.array([pd.NA] * len(cohorts), dtype="Int8")
            answers[who] = raised(latent, item.scale.codes, total)
            columns[item.name] = answers[rated.present]
        frames.append(pd.DataFrame(columns))
    frame = pd.concat(frames, ignore_index=True)
    frame[CONDITION] = _ordered(frame[CONDITION], [rated.condition for rated in raters])
    stratum = None
    if panel.design.cohorts:
        stratum = COHORT
        frame[COHORT] = _ordered(frame[COHORT], [cohort.name for cohort in panel.design.cohorts])
    else:
        del frame[COHORT]
    responses = Responses(
        frame, panel.instrument, respondent=RESPONDENT, condition=CONDITION, stratum=stratum
    )
    notes = [SYNTHETIC]
    if misfits:
        notes.append(
            "No sum of answers gives the printed mean of "
            f"{', '.join(misfits)}: the answers have the nearest total."
        )
    return with_notes(responses, *notes)


def _ordered(values: pd.Series, names: list[str]) -> pd.Series:
    import pandas as pd

    return values.astype(pd.CategoricalDtype(names, ordered=True))


def _readings(panel: Panel) -> list[tuple[str, dict[str, int]]]:
    """Return each condition with the number of its raters, item by item."""
    first, second = (read_column(panel, name) for name in panel.published.means)
    everybody = dict.fromkeys(first.means, first.n)
    return [
        (first.condition, everybody),
        (second.condition, dict(fewer_people(panel, first, second).n)),
    ]


def _members(panel: Panel, rng: np.random.Generator) -> list[str]:
    """Return the cohort of each respondent: all who knew every condition, and some of the rest."""
    responded = panel.design.responded or 0
    if not panel.design.cohorts:
        return [""] * responded
    conditions = [condition.name for condition in panel.design.conditions]
    everyone = [cohort for cohort in panel.design.cohorts for _ in range(cohort.size)]
    sure = [
        k
        for k, cohort in enumerate(everyone)
        if cohort.conditions is None or set(conditions) <= set(cohort.conditions)
    ]
    rest = sorted(set(range(len(everyone))) - set(sure))
    drawn = rng.choice(rest, responded - len(sure), replace=False)
    return [everyone[k].name for k in sorted([*sure, *drawn.tolist()])]


def _raters(
    panel: Panel,
    cohorts: list[str],
    rng: np.random.Generator,
    condition: str,
    n_raters: dict[str, int],
) -> _Raters:
    """Return who rated a condition; who answered the rarest item answered all the others too."""
    knew = {
        cohort.name
        for cohort in panel.design.cohorts
        if cohort.conditions is None or condition in cohort.conditions
    }
    able = np.array([k for k, name in enumerate(cohorts) if name in knew or not name])
    order = rng.permutation(able)
    return _Raters(
        condition,
        np.sort(order[: max(n_raters.values())]),
        {item: np.sort(order[:n]) for item, n in n_raters.items()},
    )


def _total(mean: str, n: int) -> tuple[int, bool]:
    """Return the sum of n answers with a printed mean, and whether there is one."""
    totals = grim(mean, n).totals
    near = float(mean) * n
    if totals:
        return min(totals, key=lambda total: abs(total - near)), True
    return round(near), False


def raised(latent: NDArray[np.float64], codes: tuple[int, ...], total: int) -> NDArray[np.intp]:
    """Return answers with an exact total, in the order of their latent values.

    All latent values rise together past cuts at distance 1.  A person who passes a cut answers
    one level higher, until the total is reached.

    Parameters
    ----------
    latent : array of shape (n,)
        Standard normal values.
    codes : tuple of int
        The scale's codes, one apart, in ascending order.
    total : int
        From ``n * codes[0]`` to ``n * codes[-1]``.

    Returns
    -------
    array of int, shape (n,)
        A code each.
    """
    cuts = np.arange(len(codes) - 1)
    passed_at = (cuts[None, :] - latent[:, None]).ravel()
    who = np.repeat(np.arange(len(latent)), len(cuts))
    first = np.argsort(passed_at, kind="stable")[: total - len(latent) * codes[0]]
    return codes[0] + np.bincount(who[first], minlength=len(latent))
