"""Shares as their surveys published them, each survey from one call, whatever was skipped.

Published shares count whoever gave an answer, "Don't know" included, and leave out whoever was not
asked.  The files lie in the shared folder; without it these tests are skipped and say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

import likertkit as lk

if TYPE_CHECKING:
    from pathlib import Path


def rounded(table: lk.Table, item: str) -> list[float]:
    """Return the printed percentages of an item."""
    return [row.percentage for row in table.filter(item=item)]


# 538_masculinity_toplines.csv: "No answer" stands last, and counts; the base of q0014 are the
# employed, and that of q0015 those of them who have heard of the movement.
MASCULINITY = {
    "q0001": (
        ["Very masculine", "Somewhat masculine", "Not very masculine", "Not at all masculine"],
        [37, 46, 11, 5, 1],
    ),
    "q0014": (["A lot", "Some", "Only a little", "Nothing at all"], [42, 24, 11, 24, 0]),
    "q0015": (["Yes", "No"], [34, 65, 1]),
    "q0018": (["Always", "Often", "Sometimes", "Rarely", "Never"], [49, 25, 16, 2, 7, 2]),
    "q0022": (["Yes", "No"], [13, 86, 1]),
}


def test_masculinity_with_its_filters(shared: Path) -> None:
    """Five questions of three bases; who was not asked stands as NA in the file."""
    frame = pd.read_csv(shared / "exports/surveymonkey/538_masculinity_raw.csv")
    reasons = {"No answer": None}
    items = [
        lk.Item(name, lk.LikertScale.from_labels(labels, positive="low", nonsubstantive=reasons))
        for name, (labels, _) in MASCULINITY.items()
    ]
    answers = lk.Responses(frame, lk.Instrument("masculinity", items), weight="weight")
    table = lk.frequencies(answers, base="answered")
    percentages = table.percentages()
    for name, (_, published) in MASCULINITY.items():
        assert rounded(percentages, name) == published
        answered = int(frame[name].notna().sum())
        assert {row.base for row in table.filter(item=name)} == {answered}
    boxes = lk.box_scores(answers, base="answered")["q0015"]
    assert boxes.base == int(frame["q0015"].notna().sum())
    # Of all who answered the whole questionnaire it is 15 and 28 %, which nobody published.
    everybody = lk.frequencies(answers, base="all").percentages()
    assert rounded(everybody, "q0015")[:2] == [15, 28]


# Hickey (2014), America's Favorite 'Star Wars' Movies (And Least Favorite Characters),
# FiveThirtyEight, 22 July: favourable shares, "Unfamiliar (N/A)" in the base.
FAVOURABLE = {
    "Han Solo": 92, "Luke Skywalker": 93, "Princess Leia Organa": 91, "Obi Wan Kenobi": 91,
    "Darth Vader": 58, "C-3P0": 85, "R2 D2": 90, "Jar Jar Binks": 29, "Yoda": 91,
}  # fmt: skip


def test_star_wars_of_those_who_saw_a_film(shared: Path) -> None:
    """Only who had seen a film was asked, and between 812 and 831 of them rated a character."""
    frame = pd.read_csv(
        shared / "exports/surveymonkey/538_StarWars.csv", encoding="cp1252", header=[0, 1]
    )
    frame.columns = frame.columns.get_level_values(1)
    rated = frame.iloc[:, 15:29]
    scale = lk.LikertScale.from_labels(
        [
            "Very unfavorably", "Somewhat unfavorably",
            "Neither favorably nor unfavorably (neutral)", "Somewhat favorably", "Very favorably",
        ],
        positive="high",
        nonsubstantive={"Unfamiliar (N/A)": None},
    )  # fmt: skip
    instrument = lk.Instrument("characters", [lk.Item(name, scale) for name in FAVOURABLE])
    answers = lk.Responses(rated, instrument)
    table = lk.box_scores(answers, boxes=(2, 2), base="answered")
    assert {row.item: round(100 * row.top_box) for row in table} == FAVOURABLE
    assert table["Luke Skywalker"].base == 831
    assert table["Jar Jar Binks"].base == 821
    # Without those who do not know him, and with those who were not asked.
    for base, other in (("valid", 34), ("all", 20)):
        row = lk.box_scores(answers, boxes=(2, 2), base=base)["Jar Jar Binks"]  # type: ignore[arg-type]
        assert round(100 * row.top_box) == other


def test_who_shot_first(shared: Path) -> None:
    """The same article: Han 39 %, Greedo 24 %, "I don't understand this question" 37 %."""
    frame = pd.read_csv(shared / "exports/surveymonkey/538_StarWars.csv", encoding="cp1252")
    shot = frame["Which character shot first?"].iloc[1:].to_frame("first")
    scale = lk.LikertScale.from_labels(
        ["Han", "Greedo"], nonsubstantive={"I don't understand this question": None}
    )
    answers = lk.Responses(shot, lk.Instrument("cantina", [lk.Item("first", scale)]))
    table = lk.frequencies(answers, base="answered")
    assert rounded(table.percentages(), "first") == [39, 24, 37]
    assert {row.base for row in table} == {828}
    assert [row.label for row in table.percentages()][-1] == "I don't understand this question"


def test_cloud_services_with_not_sure(shared: Path) -> None:
    """Three questions of three bases, each against the counts of its own column."""
    frame = pd.read_csv(shared / "exports/other/alliancecan_cloud_2022.csv", dtype=str)
    columns = {name: frame.columns[place] for name, place in
               {"uses": 21, "commercial": 61, "budget": 182}.items()}  # fmt: skip
    known = (
        frame[[*columns.values()]].set_axis([*columns], axis=1).apply(lambda one: one.str.strip())
    )
    scale = lk.LikertScale.from_labels(["No", "Yes"], nonsubstantive={"Not sure": None})
    instrument = lk.Instrument("clouds", [lk.Item(name, scale) for name in columns])
    table = lk.frequencies(lk.Responses(known, instrument), base="answered")
    for name, counted in {
        "uses": (346, 41, 288), "commercial": (370, 116, 218), "budget": (303, 81, 60)
    }.items():  # fmt: skip
        rows = table.filter(item=name).rows
        assert [row.base for row in rows] == [counted[0]] * 2
        assert [row.proportion for row in rows] == [n / counted[0] for n in counted[1:]]
