from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, BlankKeyError, MissingColumnError, StratumError

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale((1, 2)))])
FRAME = pd.DataFrame({
    "q": [1, 1, 2, None, 1, 2, 2],
    "school": list("aaabbcc"),
    "when": list("xxyyyxy"),
    "grade": [7, 7, 7, 7, 7, 8, 8],
    "who": [1, 2, 1, 3, 4, 5, 5],
    "w": [1.0, 2.0, 3.0, 0.5, 1.0, 2.0, 4.0],
})  # fmt: skip


def test_clusters_are_counted_in_every_engine(engine):
    """Totals, sizes and names; the cluster is no axis."""
    answers = lk.Responses(
        engine(FRAME), ONE, condition="when", stratum="grade", cluster="school", weight="w"
    )
    tally = answers.tally()
    assert [axis.name for axis in tally.axes] == ["when", "grade"]
    assert tally.groups == (("x", 7), ("x", 8), ("y", 7), ("y", 8))
    clusters = tally.clusters
    assert clusters.pairs.tolist() == [[0, 0], [0, 2], [1, 1], [1, 3], [2, 2], [3, 3]]
    # In x, a weighs 3 at level 1; in y, a 3 at level 2, and b 1 at level 1 and .5 at blank.
    assert clusters.products[:3, 0].tolist() == [
        [[9, 0, 0], [0, 0, 0], [0, 0, 0]],
        [[0, 9, 0], [0, 0, 0], [0, 0, 0]],
        [[0, 0, 0], [0, 4, 0], [0, 0, 0]],
    ]
    assert clusters.products[4, 0].tolist() == [[1, 0, 0.5], [0, 9, 0], [0.5, 0, 0.25]]
    assert clusters.n_clusters == (((7,), 2), ((8,), 1))
    assert clusters.n_by_condition == (
        (("x", 7), 1),
        (("x", 8), 1),
        (("y", 7), 2),
        (("y", 8), 1),
    )
    bare = lk.Responses(engine(FRAME), ONE, condition="when", stratum="grade", weight="w").tally()
    assert tally.counts.tolist() == bare.counts.tolist()
    assert tally.sums.tolist() == bare.sums.tolist()
    assert bare.clusters is None


@pytest.mark.parametrize("names", [[1, 1, 1, 2, 2, 3, 3], [1.0, 1, 1, 2, 2, 3, 3]])
def test_names_have_one_fingerprint_in_every_engine(engine, names):
    """Whole numbers and floats alike; text apart."""
    found = lk.Responses(engine(FRAME.assign(school=names)), ONE, cluster="school").tally()
    plain = lk.Responses(FRAME.assign(school=[3, 3, 3, 1, 1, 2, 2]), ONE, cluster="school").tally()
    text = lk.Responses(FRAME.assign(school=list("1112233")), ONE, cluster="school").tally()
    assert found.clusters.names.tolist() == plain.clusters.names.tolist()
    assert not set(found.clusters.names.tolist()) & set(text.clusters.names.tolist())


def test_a_cluster_lies_in_one_stratum(engine):
    """Otherwise its stratum's sampling says nothing about it."""
    frame = FRAME.assign(grade=[7, 8, 7, 7, 7, 9, 8])
    with pytest.raises(
        StratumError, match="has 2 clusters in several strata: 'a' in 7, 8; 'c' in 8, 9;"
    ) as caught:
        lk.Responses(engine(frame), ONE, stratum="grade", cluster="school").tally()
    assert "if every stratum numbers its clusters from 1" in str(caught.value)


def test_a_cluster_of_pairs_lies_in_one_stratum(engine):
    """Pairs, whose clusters are not kept, are refused as their tally is."""
    frame = pd.DataFrame({
        "q": [1, 2, 2, 1],
        "who": [1, 1, 2, 2],
        "when": list("xyxy"),
        "school": list("aaaa"),
        "grade": [7, 7, 8, 8],
    })  # fmt: skip
    answers = lk.Responses(
        engine(frame),
        ONE,
        respondent="who",
        condition="when",
        stratum="grade",
        cluster="school",
    )
    for make in (answers.tally, lambda: answers.pairs("x", "y")):
        with pytest.raises(StratumError, match="has 1 cluster in several strata: 'a' in 7, 8;"):
            make()
    with pytest.raises(StratumError, match="in several strata"):
        lk.compare_paired(answers, "x", "y", test="t")


def test_pairs_say_that_their_clusters_are_lost():
    """Split by the clusters or not, a table of pairs does not know that they were sampled."""
    people = [1, 1, 2, 2, 3, 3, 4, 4]
    frame = pd.DataFrame({"q": [1, 2] * 4, "who": people, "when": ["x", "y"] * 4})
    frame["school"] = [1, 1, 1, 1, 2, 2, 2, 2]
    roles = {"respondent": "who", "condition": "when"}
    answers = lk.Responses(frame, ONE, cluster="school", **roles)
    alone = "standard errors treat respondents as sampled one by one."
    split = f"These pairs are split by the clusters of 'school', and know no clusters: {alone}"
    whole = f"The clusters of 'school' are not kept in these pairs: {alone}"
    for pairs, note in (
        (answers.pairs("x", "y", by="school"), split),
        (answers.pairs("x", "y"), whole),
    ):
        assert pairs.notes == (note,)
        assert note in lk.compare_paired(pairs, "x", "y", test="t").notes
        assert pairs.sampled(population=9).notes[0] == note
    assert (
        split
        in lk.compare_paired(
            pairs := answers.pairs("x", "y", by="school"), "x", "y", by="school", test="t"
        ).notes
    )
    assert split in lk.compare_overlapping(answers, "x", "y", by="school").notes
    assert pairs.notes == (split,)
    known = lk.compare_paired(answers, "x", "y", by="school", test="t")
    assert not any(alone in note for note in known.notes)
    # A respondent who is a cluster of two rows is one unit of pairs.
    people = lk.Responses(frame, ONE, cluster="who", **roles)
    assert people.pairs("x", "y").notes == ()


def test_many_torn_clusters_are_counted(engine):
    """The first three are named."""
    frame = pd.DataFrame({"q": 1, "school": [1, 2, 3, 4, 5] * 2, "grade": [1] * 5 + [2] * 5})
    with pytest.raises(
        StratumError, match=r"strata: 1 in 1, 2; 2 in 1, 2; 3 in .* and 2 more; expected"
    ):
        lk.Responses(engine(frame), ONE, stratum="grade", cluster="school").tally()


@pytest.mark.parametrize("blank", [None, " ", "\u200b"])
def test_a_blank_cluster_is_refused(engine, blank):
    """Nobody knows with whom these were drawn."""
    frame = FRAME.assign(school=["a", blank, "a", blank, "b", "c", "c"])
    with pytest.raises(BlankKeyError, match=r"the cluster column 'school' has blank \(2 rows"):
        lk.Responses(engine(frame), ONE, cluster="school").tally()


def test_a_blank_cluster_of_a_wide_frame_is_one_row(engine):
    """However many conditions it has answers under."""
    frame = pd.DataFrame({"a": [1, 2], "b": [1, 1], "school": ["x", None]})
    columns = {"before": {"q": "a"}, "after": {"q": "b"}}
    with pytest.raises(BlankKeyError, match=r"blank \(1 row"):
        lk.Responses.from_wide(engine(frame), ONE, columns=columns, cluster="school").tally()


def test_a_respondent_with_several_rows_is_a_cluster(engine):
    """One column may say both."""
    answers = lk.Responses(engine(FRAME), ONE, respondent="who", condition="when", cluster="who")
    clusters = answers.tally().clusters
    assert clusters.n_clusters == (((), 5),)
    # Two people have rows under both conditions, from 1 to 2 and from 2 to 2.
    assert clusters.products[1, 0].tolist() == [[0, 1, 0], [0, 1, 0], [0, 0, 0]]
    assert (clusters.pairs[1]).tolist() == [0, 1]
    for role in ("condition", "stratum", "weight"):
        with pytest.raises(ArgumentError, match="'w' is declared as"):
            lk.Responses(engine(FRAME), ONE, cluster="w", **{role: "w"})


def test_a_tally_by_cluster_has_an_axis_and_clusters(engine):
    """Each group is one cluster then, whose totals are its cells."""
    tally = lk.Responses(engine(FRAME), ONE, cluster="school").tally(by="school")
    assert tally.groups == (("a",), ("b",), ("c",))
    assert tally.clusters.pairs.tolist() == [[0, 0], [1, 1], [2, 2]]
    for g, cells in enumerate(tally.counts[:, 0]):
        assert tally.clusters.products[g, 0].tolist() == [[a * b for b in cells] for a in cells]
    assert tally.marginal(()) == lk.Responses(FRAME, ONE, cluster="school").tally()


def test_wide_frames_have_clusters(engine):
    """A row under both conditions is one cluster's."""
    frame = pd.DataFrame({"a": [1, 2, 1], "b": [2, 2, 2], "school": ["x", "y", "x"]})
    columns = {"before": {"q": "a"}, "after": {"q": "b"}}
    tally = lk.Responses.from_wide(engine(frame), ONE, columns=columns, cluster="school").tally()
    assert tally.clusters.pairs.tolist() == [[0, 0], [0, 1], [1, 1]]
    assert tally.clusters.products[1, 0].tolist() == [[0, 4, 0], [0, 1, 0], [0, 0, 0]]
    assert dict(tally.clusters.n_by_condition) == {("before",): 2, ("after",): 2}
    assert tally.clusters.n_clusters == (((), 2),)


def test_an_empty_frame_has_no_clusters(engine):
    """None were drawn, none are missing."""
    empty = FRAME.iloc[:0].astype({"school": "string", "when": "string"})
    answers = lk.Responses(engine(empty), ONE, cluster="school", stratum="grade", condition="when")
    clusters = answers.tally().clusters
    assert (clusters.n_clusters, clusters.n_by_condition, len(clusters.pairs)) == ((), (), 0)
    assert clusters.products.shape == (0, 1, 3, 3)
    whole = lk.Responses(engine(empty), ONE, cluster="school").tally()
    assert (whole.groups, whole.clusters.n_clusters) == (((),), ())


def test_pairs_and_co_tallies_leave_clusters_aside(engine):
    """They hold no cluster totals."""
    answers = lk.Responses(engine(FRAME), ONE, respondent="who", condition="when", cluster="school")
    assert answers.pairs("x", "y").counts.sum() == 5
    assert answers.cotally().counts[:, 0].sum() == 7
    assert "cluster 'school'" in repr(answers)


def test_the_column_must_be_there(engine):
    """As every declared one."""
    with pytest.raises(MissingColumnError, match="'village'"):
        lk.Responses(engine(FRAME), ONE, cluster="village")


def test_threads_agree(eager_engine):
    """Several tables of the same responses at once are equal."""
    for frame in (eager_engine(FRAME), pl.from_pandas(FRAME).lazy()):
        answers = lk.Responses(frame, ONE, cluster="school", condition="when", weight="w")
        expected = answers.tally()
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(lambda _, a=answers: a.tally(), range(8)))
        assert [one for one in made if one != expected] == []
