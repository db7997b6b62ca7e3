"""What a summary takes from the sampling design that its data declare."""

from __future__ import annotations

import math

import pytest
from tests.unit.summary.sheets import linked, loose, rows

import likertkit as lk

SIZES = {"north": 12, "south": 6}
APART = ("mean_difference", "low", "high", "mean_pvalue")


def figures(row: lk.summary.SummaryRow) -> list[float]:
    """Return the difference of the means, its interval and its p-value."""
    return [getattr(row, name) for name in APART]


def expected(row: object) -> list[float]:
    """Return the same of a comparison."""
    return [getattr(row, name) for name in ("mean_difference", "low", "high", "pvalue")]


def corrected(found: lk.summary.Summary) -> bool:
    """Return whether nothing says that the finite population correction is missing."""
    return not any("no finite population correction" in note for note in found.notes)


def test_pairs_with_weights_are_of_the_population() -> None:
    """The comparison reads the declared sizes, and its interval is narrower for them."""
    data = linked(rows().assign(weight=2.0), stratum="site", weight="weight")
    sampled = data.sampled(population=SIZES)
    for item in ("clear", "dull"):
        found = lk.summarize(sampled)[item]
        assert figures(found) == expected(
            lk.compare_paired(sampled, "after", "before", test="t", correction="none")[item]
        )
        free = lk.summarize(data)[item]
        assert found.high - found.low < free.high - free.low
    assert corrected(lk.summarize(sampled))
    # Sampling weights count the cohorts already.
    assert all(math.isnan(row.stratified_first) for row in lk.summarize(sampled))


def test_clusters_are_of_the_population() -> None:
    """Their number is read by the comparison; the means by cohort have none to read."""
    frame = rows(n=24)
    frame["school"] = frame["person"] // 4 * 2 + frame["person"] % 2
    data = linked(frame, stratum="site", cluster="school").sampled(
        population={"north": 40, "south": 50}, cluster_population={"north": 8, "south": 9}
    )
    found = lk.summarize(data)
    # The difference counts all answers alike, as the means of a summary do.
    alike = data.sampled(cluster_population={"north": 8, "south": 9})
    pairs = lk.compare_paired(alike, "after", "before", test="t", correction="none")
    means = lk.means(linked(frame, stratum="site").sampled(population={"north": 40, "south": 50}))
    for row in found:
        assert figures(row) == expected(pairs[row.item])
        assert row.stratified_first == means[row.item, "after"].mean
    assert corrected(found)


@pytest.mark.parametrize("weighted", [True, False])
def test_unlinked_answers_have_no_correction(*, weighted: bool) -> None:
    """A person of the population is in both groups; a note says so where errors are of a design."""
    frame = rows().assign(weight=1.0 + rows()["person"] % 3)
    data = loose(frame, stratum="site", **({"weight": "weight"} if weighted else {}))
    sampled = data.sampled(population=SIZES, lone_stratum="adjust")
    found = lk.summarize(sampled)
    for row, plain in zip(found, lk.summarize(data), strict=True):
        assert figures(row) == figures(plain)
        assert math.isnan(row.stratified_first) is weighted
    note = "no finite population correction: the answers of a respondent are not linked."
    assert any(one.endswith(note) for one in found.notes) is weighted


def test_pairs_with_sizes_by_condition_have_no_correction() -> None:
    """A pair is of both conditions at once, and the sizes are of either."""
    data = linked(rows().assign(weight=2.0), stratum="site", weight="weight")
    sampled = data.sampled(population={"after": SIZES, "before": {"north": 9, "south": 9}})
    found = lk.summarize(sampled)
    for row, plain in zip(found, lk.summarize(data), strict=True):
        assert figures(row) == figures(plain)
    note = "no finite population correction: the population has sizes by condition."
    assert any(one.endswith(note) for one in found.notes)
    # One condition is not compared.
    assert corrected(lk.summarize(sampled, first="after"))


def test_a_declared_population_stands_before_the_study_design() -> None:
    """Its sizes count; strata that it merges are merged in the means by cohort."""
    cohorts = (lk.Cohort("north", size=90), lk.Cohort("south", size=90))
    design = lk.StudyDesign(
        conditions=(lk.Condition("after"), lk.Condition("before")), cohorts=cohorts
    )
    frame = rows()
    data = linked(frame, stratum="site")
    declared = lk.summarize(data.sampled(population=SIZES), design=design)
    alone = lk.summarize(data.sampled(population=SIZES))
    assert [row.stratified_first for row in declared] == [row.stratified_first for row in alone]
    by_design = lk.summarize(data, design=design)
    assert [row.stratified_first for row in declared] != [row.stratified_first for row in by_design]
    # With both cohorts as one every answer counts alike, whoever gives the sizes.
    for one in (
        lk.summarize(data.sampled(population=SIZES, collapse={"south": "north"})),
        lk.summarize(data.sampled(collapse={"south": "north"}), design=design),
    ):
        for row in one:
            assert row.stratified_first == pytest.approx(row.mean_first, rel=1e-12)
    # A wider population may be told by its composition.
    parts = {"north": 2 / 3, "south": 1 / 3}
    wider = lk.summarize(data.sampled(population=parts, finite_population=False))
    for row, own in zip(wider, alone, strict=True):
        assert row.stratified_first == pytest.approx(own.stratified_first, rel=1e-12)


@pytest.mark.parametrize("options", [{}, {"stratum": "site"}])
def test_a_domain_of_unweighted_answers(options: dict[str, str]) -> None:
    """The same figures as from its rows alone, from responses and from both kinds of tables."""
    frame = rows(n=16)
    frame["ward"] = ["east" if person % 3 else "west" for person in frame["person"]]
    alone = lk.summarize(linked(frame[frame["ward"] == "east"], **options)).rows
    data = linked(frame, **options)
    assert lk.summarize(data.where(ward="east")).rows == alone
    pairs = data.pairs("after", "before", by="ward")
    assert lk.summarize(pairs.where(ward="east")).rows == alone
    apart = lk.summarize(loose(frame[frame["ward"] == "east"], **options)).rows
    assert lk.summarize(data.tally(by="ward").where(ward="east")).rows == apart


def test_a_population_without_cohorts() -> None:
    """One number changes no mean."""
    found = lk.summarize(loose(rows()).sampled(population=40))
    assert all(math.isnan(row.stratified_first) for row in found)
    assert not any("Stratified" in note for note in found.notes)
