"""The instrument that is proposed for an export, and what it leaves open."""

from __future__ import annotations

import pytest
from tests.survey_files import delimited, read, xlsx
from tests.survey_files import said as logged

from likertkit.errors import FileFormatError
from likertkit.instrument import Instrument

AGREE = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]


def draft(folder, **columns: list[object]):
    """Return the draft of a table of these columns, and what it leaves out."""
    n = max(map(len, columns.values()))
    rows = [list(columns)] + [[its[j % len(its)] for its in columns.values()] for j in range(n)]
    export = read(folder, xlsx({"S": rows}), "demo.xlsx")
    for item in export.draft_instrument():
        item.scale.encode(export.frame[item.name])  # every answer has its place
    return export.draft_instrument(), export.left_out()


def said(instrument):
    """Return what must be looked at."""
    return "\n".join(instrument.to_review)


def test_words(tmp_path):
    """The order is said, a spelling that differs is merged and said, the direction stays open."""
    cells = ["agree", "Agree", "Agree", "Disagree", "Strongly agree", "neither agree nor  disagree"]
    instrument, left = draft(tmp_path, clear=cells, hard=AGREE[::-1], who=["a", "b", "c"])
    assert instrument.names == ("clear", "hard")
    assert instrument.name == "demo"
    scale = instrument["clear"].scale
    assert scale is instrument["hard"].scale
    assert tuple(scale.labels.values()) == (*AGREE[:2], scale.labels[3], *AGREE[3:])
    assert scale.positive is None
    assert instrument["clear"].keyed == "positive"
    text = said(instrument)
    assert "the words gave the order of the levels: Strongly disagree, Disagree" in text
    assert "'Agree' and 'agree'" in text
    assert "which end of a scale is the positive end" in text
    assert "which items are worded negatively" in text
    assert (
        left == ("1 question left out (the order of the options is not known): who",)
        or "who" in left[0]
    )


def test_reasons(tmp_path):
    """They are proposed, and each is said."""
    instrument, _ = draft(
        tmp_path,
        a=[*AGREE, "N/A", "I don't know", "Prefer not to say", "---", ".a", "agree"] * 4,
        b=[*AGREE, "Don\u2019t know", "I don\u2019t want to answer", "{question_not_shown}", "."]
        * 2,
        c=[1, 2, 3, 4, 5, -9, 99] * 4,
    )
    assert instrument["a"].scale.reasons[1:] == (
        "N/A", "I don't know", "Prefer not to say", "---", ".a", "Don\u2019t know",
        "I don\u2019t want to answer", "{question_not_shown}", ".",
    )  # fmt: skip
    assert dict(instrument["c"].scale.nonsubstantive) == {"code -9": (-9,), "code 99": (99,)}
    assert "c: 'code -9' and 'code 99' are taken as no answer to the question." in said(instrument)


def test_numbers(tmp_path):
    """Levels that nobody chose are filled in and said; other numbers are other scales."""
    instrument, left = draft(
        tmp_path,
        five=["2", "3", "5", "3"],
        zero=["0", "1", "3", "3"],
        around=[-2, -1, 0, 1, 2, 2],
        two=["1", "2", "2"],
        percent=["10", "50", "100", "50"],
    )
    assert {item.name: item.scale.codes for item in instrument} == {
        "five": (1, 2, 3, 4, 5),
        "zero": (0, 1, 2, 3),
        "around": (-2, -1, 0, 1, 2),
    }
    assert "five: nobody chose '1' and '4'." in said(instrument)
    assert left == (
        "1 question left out (numbers that are not the steps of one scale): percent",
        "1 question left out (two options only): two",
    )


def test_words_beside_numbers(tmp_path):
    """Labels at the ends, in the spelling of the file."""
    instrument, _ = draft(
        tmp_path,
        inside=["1 (None at All)", "2", "3", "4 (All)", "2"],
        outside=["Strongly disagree", "2", "3", "4", "Strongly agree", "3"],
        mixed=["1 - Never ever", "2 - Often", "3 - Always", "2 - Often"],
    )
    assert dict(instrument["inside"].scale.labels) == {1: "None at All", 4: "All"}
    assert dict(instrument["outside"].scale.labels) == {1: AGREE[0], 5: AGREE[4]}
    assert dict(instrument["mixed"].scale.labels) == {1: "Never ever", 2: "Often", 3: "Always"}
    assert "outside: 'Strongly disagree' was taken as 1 and 'Strongly agree' as 5" in said(
        instrument
    )


def test_levels_that_nobody_chose(tmp_path):
    """A preset is completed."""
    instrument, _ = draft(tmp_path, a=["Strongly agree", "Agree", "Neither agree nor disagree"] * 2)
    assert tuple(instrument["a"].scale.labels.values()) == tuple(AGREE)
    assert "a: nobody chose 'Strongly disagree' and 'Disagree'." in said(instrument)


def test_grid_shares_its_scale(tmp_path):
    """Rows of one grid have one scale, one in which all chose the same too."""
    heads = ["Timestamp", *[f"How often do you do this? [{row}]" for row in "abcd"], "Else?"]
    rows = [
        ["Never", "Often", "Always", "Never", "Often"],
        ["Rarely", "Always", "Always", "Often", ""],
        ["Sometimes", "Never", "Always", "Often", "Never"],
    ]
    table = [heads, *[[str(j), *row] for j, row in enumerate(rows)]]
    export = read(tmp_path, delimited(table), "grid.csv")
    instrument = export.draft_instrument(name="mine")
    assert instrument.name == "mine"
    assert instrument.names[:4] == ("q1_1", "q1_2", "q1_3", "q1_4")
    assert len({instrument[name].scale for name in instrument.names[:4]}) == 1
    assert instrument["q1_3"].text == "How often do you do this? – c"


def declared(folder, options, cells, name="a"):
    """Return the draft of answers with REDCap's dictionary, and what it leaves out."""
    heads = ["Variable / Field Name", "Form Name", "Field Type", "Field Label",
             "Choices, Calculations, OR Slider Labels"]  # fmt: skip
    path = folder / "d.csv"
    path.write_text(delimited([heads, [name, "f", "radio", "How?", options]]), encoding="utf-8")
    rows = [
        ["record_id", name, "b"],
        *[[str(j), cell, AGREE[j % 5]] for j, cell in enumerate(cells)],
    ]
    export = read(folder, delimited(rows), structure=path)
    instrument = export.draft_instrument()
    for item in instrument:
        item.scale.encode(export.frame[item.name])
    return instrument, " | ".join(export.left_out())


def test_declared_codes(tmp_path):
    """Codes, labels and reasons are the file's own, whichever way the codes run."""
    options = "3, Never | 2, Sometimes | 1, Often | 9, Don't know"
    instrument, _ = declared(tmp_path, options, ["3", "1", "9", "2", ""])
    scale = instrument["a"].scale
    assert dict(scale.labels) == {1: "Often", 2: "Sometimes", 3: "Never"}
    assert dict(scale.nonsubstantive) == {"Don't know": (9,)}
    assert '"Don\'t know" is taken as no answer to the question' in said(instrument)
    instrument, _ = declared(tmp_path, "A1, Never | A2, Sometimes | A3, Often | A4, N/A",
                             ["A1", "A2", "A4", "A3"])  # fmt: skip
    scale = instrument["a"].scale
    assert scale.encode(["A1", "Sometimes", "A3"]).tolist() == [1, 2, 3]
    assert scale.reasons == ("blank", "A4", "N/A")


@pytest.mark.parametrize(
    ("options", "cells", "why"),
    [
        ("0, Nurse | 1, Doctor | 2, Clerk", ["0", "1", "2"], "order of the options is not known"),
        ("0, No | 1, Yes", ["0", "1", "1"], "two options only"),
        ("0, Never | 1, N/A", ["0", "1", "1"], "one option only"),
        (
            "2, Never | 1, Sometimes | 3, Often",
            ["1", "2", "3"],
            "order of the options is not known",
        ),
        ("1, Never | 2, Sometimes | 3, Often", ["1", "2", "7"], "the structure does not have"),
        ("1, 0 | 2, 1 | 3, 2", ["1", "2", "3"], "its labels are other numbers than its codes"),
    ],
)
def test_declared_options_that_are_left_out(tmp_path, options, cells, why):
    """Without an order in its words, codes are names; and codes must be declared."""
    instrument, left = declared(tmp_path, options, [*cells, cells[0]])
    assert "a" not in instrument.names
    assert f"({why}" in left or why in left


def test_labels_that_are_spelled_otherwise(tmp_path):
    """A file of labels: what the structure misspells, the answers tell."""
    options = "1, Strongly disagree | 2, Disagree | 3, Neitheir | 4, Agree | 5, Strongly agree"
    instrument, _ = declared(tmp_path, options, [*AGREE, "Agree"])
    assert tuple(instrument["a"].scale.labels.values()) == tuple(AGREE)


def test_nothing_to_draft(tmp_path):
    """The sentence says how to go on, and what is left out can still be asked for."""
    export = read(tmp_path, "a,b\nbus,x1\ncar,x2\nbus,x3\n")
    with pytest.raises(FileFormatError, match="no question of answers has options whose order"):
        export.draft_instrument()
    assert export.left_out() == (
        "1 question left out (text): b",
        "1 question left out (two options only): a",
    )


def test_many_left_out(tmp_path):
    """The first six are named."""
    rows = [[f"t{k}" for k in range(9)], *[[f"{j} {k}" for k in range(9)] for j in range(4)]]
    export = read(tmp_path, delimited(rows))
    assert logged(export, "open text") == "9 columns: t0, t1, t2, t3, t4, t5 and 3 more"
    (sentence,) = export.left_out()
    assert sentence == "9 questions left out (text): t0, t1, t2, t3, t4, t5 and 3 more"


def test_saved_and_loaded(tmp_path):
    """What must be looked at goes with the file, and goes once it is looked at."""
    instrument, _ = draft(tmp_path, a=[*AGREE, "N/A"] * 2, b=AGREE * 2)
    for name in ("draft.toml", "draft.json"):
        instrument.save(tmp_path / name)
        assert Instrument.load(tmp_path / name) == instrument
    revised = instrument.revise(positive="high", negative="b", reviewed=True)
    revised.save(tmp_path / "draft.toml")
    assert Instrument.load(tmp_path / "draft.toml") == revised
    assert revised.to_review == ()
    assert "to_review" not in (tmp_path / "draft.toml").read_text(encoding="utf-8")


def test_what_is_answered_need_not_be_looked_at(tmp_path):
    """Each open question goes when it is answered; what was proposed stays until it is reviewed."""
    instrument, _ = draft(tmp_path, a=[*AGREE, "N/A"] * 2, b=AGREE * 2)
    *proposed, which_end, which_negative = instrument.to_review
    assert "positive end" in which_end
    assert "worded negatively" in which_negative
    assert instrument.revise(positive="high").to_review == (*proposed, which_negative)
    assert instrument.revise(negative="b").to_review == (*proposed, which_end)
    assert instrument.revise(subscales={"all": "*"}).to_review == instrument.to_review
    answered = instrument.revise(positive="high", negative=[])
    assert answered.to_review == tuple(proposed)
    assert answered.revise(reviewed=True).to_review == ()


def test_edited_by_hand(tmp_path):
    """The last marks say what to write into the saved file; without marks nobody is warned."""
    instrument, _ = draft(tmp_path, a=[*AGREE, "N/A"] * 2, b=AGREE * 2)
    assert "write positive = 'high' (or 'low') below the name of the scale" in said(instrument)
    path = tmp_path / "draft.toml"
    instrument.save(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index("to_review = [")
    del lines[start : lines.index("]", start) + 1]
    lines.insert(lines.index("[scales.scale_1]") + 1, "positive = 'high'")
    text = "\n".join(lines).replace(
        '"scale_1", keyed = "positive"', '"scale_1", keyed = "negative"'
    )
    path.write_text(text, encoding="utf-8")
    edited = Instrument.load(path)
    assert edited.to_review == ()
    assert [item.scale.positive for item in edited] == ["high", "high"]
    assert [item.keyed for item in edited] == ["negative", "negative"]


def test_rows_of_grids_without_texts(tmp_path):
    """A file of codes has no texts: the code tells the grids apart."""
    heads = ["id", "submitdate", "lastpage", "startlanguage", "A[1]", "A[2]", "B[1]", "B[2]"]
    rows = [
        [str(j), "x", "1", "en", str(j % 5 + 1), str(j % 3 + 1), str(j % 7 + 1), str(j % 2 + 1)]
        for j in range(21)
    ]
    instrument = read(tmp_path, delimited([heads, *rows])).draft_instrument()
    assert {item.name: item.scale.codes[-1] for item in instrument} == {
        "A[1]": 5, "A[2]": 5, "B[1]": 7, "B[2]": 7,
    }  # fmt: skip


def test_reason_codes_that_are_levels(tmp_path):
    """On a scale from 95 to 100, 98 and 99 are answers of a row that lacks the others too."""
    heads = ["Timestamp", *[f"How warm was it there? [{row}]" for row in "ab"]]
    warm = ["95 (cold)", "96", "97", "98", "99", "100 (hot)"]
    rows = [[str(j), warm[j % 6], ["98", "99", "-9", "98"][j % 4]] for j in range(24)]
    export = read(tmp_path, delimited([heads, *rows]))
    instrument = export.draft_instrument()
    scale = instrument["q1_2"].scale
    assert scale.codes == tuple(range(95, 101))
    assert dict(scale.nonsubstantive) == {"code -9": (-9,)}
    assert scale.encode(["98", "99"]).tolist() == [98, 99]


def test_ends_that_alone_have_labels(tmp_path):
    """A structure that labels the ends only: a level that nobody chose is a level too."""
    options = "1, Never | 2, 2 | 4, 4 | 5, Always"
    instrument, _ = declared(tmp_path, options, ["1", "2", "4", "5", "5"])
    assert instrument["a"].scale.codes == (1, 2, 3, 4, 5)


@pytest.mark.parametrize("options", ["A1, 0 | A2, 1 | A3, 2", "A1, 2 | A2, 1 | A3, 0"])
def test_numbers_behind_codes(tmp_path, options):
    """A code such as A1 stands for the number that is its label."""
    instrument, _ = declared(tmp_path, options, ["A1", "A2", "A3", "A1"])
    scale = instrument["a"].scale
    assert scale.codes == (0, 1, 2)
    first = int(options.split(" ")[1])
    assert scale.encode(["A1", "A2", "A3"]).tolist() == [first, 1, 2 - first]


def test_first_row_of_a_grid_waits_for_the_others(tmp_path):
    """All chose the same there; the rows below tell its scale."""
    heads = ["Timestamp", *[f"How often do you do this? [{row}]" for row in "ab"], "c"]
    rows = [[str(j), "Never", ["Never", "Rarely", "Often"][j % 3], "Fax"] for j in range(9)]
    export = read(tmp_path, delimited([heads, *rows]))
    instrument = export.draft_instrument()
    assert instrument.names == ("q1_1", "q1_2")
    assert instrument["q1_1"].scale is instrument["q1_2"].scale
    assert "1 question left out (one option only): c" in export.left_out()


@pytest.mark.parametrize(
    ("heading", "codes", "labels"),
    [
        ("I like it (1 = strongly disagree, 5 = strongly agree)", (1, 2, 3, 4, 5),
         {1: "strongly disagree", 5: "strongly agree"}),
        ("How often? [1=never; 2=rarely; 3=at times; 4=often]", (1, 2, 3, 4),
         {1: "never", 2: "rarely", 3: "at times", 4: "often"}),
        ("How content are you? (0 not at all content - 10 very content)", tuple(range(11)),
         {0: "not at all content", 10: "very content"}),
        ("Rate it from 1 (poor) to 7 (good)", tuple(range(1, 8)), {1: "poor", 7: "good"}),
        ("On a scale of 1 to 6, how was it?", tuple(range(1, 7)), {}),
        ("Wie war es auf einer Skala von 0 bis 10?", tuple(range(11)), {}),
        ("How was it? (1-5)", (1, 2, 3, 4, 5), {}),
        ("Rate it (1 = poor, 3 = good)", (1, 2, 3, 4), {}),
        ("Rate it (1 = poor, 1 = good)", (1, 2, 3, 4), {}),
        ("In 2020, how often did you eat 3 meals?", (1, 2, 3, 4), {}),
    ],
)  # fmt: skip
def test_scales_in_headings(tmp_path, heading, codes, labels):
    """Ends and labels that the question names are proposed, if the answers lie between them."""
    instrument, _ = draft(tmp_path, **{heading: [2, 3, 4, 3, 2, 4, 2, 3], "b": AGREE})
    item = next(iter(instrument))
    assert (item.scale.codes, dict(item.scale.labels)) == (codes, labels)
    assert item.scale.positive is None
    text = said(instrument)
    assert ("taken from the question" in text) == bool(labels)
    assert ("and no text says where it ends" in text) == (codes == (1, 2, 3, 4) and not labels)


def test_names_of_groups_are_marked(tmp_path):
    """Numbers beside or for names are no order: the draft asks a person to look."""
    instrument, _ = draft(
        tmp_path,
        a=["1 - Bus", "2 - Car", "3 - Tram"] * 3,
        **{"Gender (1 = male, 2 = female, 3 = other)": [1, 2, 3] * 3},
        c=["1 - Never", "2 - Sometimes", "3 - Always"] * 3,
    )
    marks = [
        mark for mark in instrument.to_review if mark.endswith("if these are names of groups.")
    ]
    assert [mark.split(":")[0] for mark in marks] == ["a", "q1"]


def test_true_is_no_end(tmp_path):
    """A spreadsheet writes TRUE for a tick that other rows have as 1."""
    instrument, left = draft(tmp_path, a=["1", "TRUE", "0", "FALSE"] * 3, b=AGREE)
    assert instrument.names == ("b",)
    assert "order of the options is not known" in left[0]


def test_codes_of_words(tmp_path):
    """The wording of the file stays; a level that nobody chose is put in."""
    cells = ["strongly_agree", "agree", "neither_agree_nor_disagree"] * 3
    instrument, _ = draft(tmp_path, a=cells, b=["Very easy", "Somewhat easy", "Somewhat hard"] * 3)
    assert [*instrument["a"].scale.labels.values()][2:] == [
        "neither_agree_nor_disagree", "agree", "strongly_agree",
    ]  # fmt: skip
    assert "b: nobody chose 'Very hard'." in said(instrument)


def test_two_languages(tmp_path):
    """Both wordings of a level are its labels."""
    french = ["Pas du tout d'accord", "Pas d'accord", "Neutre", "D'accord", "Tout à fait d'accord"]
    instrument, _ = draft(tmp_path, a=[*AGREE, *french] * 2)
    assert instrument["a"].scale.n_levels == 5
    assert "D'accord = Agree" in said(instrument)


def test_marks_that_are_alike(tmp_path):
    """One sentence for all items that it is about."""
    instrument, _ = draft(tmp_path, a=[1, 2, 5, 4, 3, 3], b=[5, 1, 2, 4, 3, 3])
    assert instrument.to_review[0].startswith("a and b: bare numbers were taken as the steps")
    assert len(instrument.to_review) == 3


def test_rows_of_a_grid_that_share_no_option(tmp_path):
    """A row joins its grid although another question began the group."""
    heads = ["x", "Was it good? [a]", "Was it good? [b]", "Was it sound? [a]", "Was it sound? [b]"]
    rows = [
        ["1", "Poor", "Fair", "Poor", "Very good"],
        ["1", "Fair", "Good", "Fair", "Good"],
        ["1", "Good", "Poor", "Good", "Excellent"],
    ]
    instrument = read(tmp_path, delimited([heads, *rows])).draft_instrument()
    assert len({item.scale for item in instrument}) == 1


@pytest.mark.parametrize(("n", "is_ranking"), [(8, True), (7, False)])
def test_rankings(tmp_path, n, is_ranking):
    """Where nobody gives two rows the same answer, the rows are ranked, not rated."""
    heads = ["x", *(f"Please rank these films [{row}]" for row in "abc"),
             *(f"Was it good? [{row}]" for row in "abc")]  # fmt: skip
    rows = [
        ["1", *(str((j + k) % 3 + 1) for k in range(3)), str(j % 3 + 1), "2", "3"]
        for j in range(n)
    ]  # fmt: skip
    export = read(tmp_path, delimited([heads, *rows, ["1", "1", "", "", "1", "1", "1"]]))
    names = export.draft_instrument().names
    assert (len(names) == 3) == is_ranking
    assert any("a ranking" in said for said in export.left_out()) == is_ranking


def test_a_scale_of_which_the_ends_are_named(tmp_path):
    """Three answers from 0 to 10 are far apart, and the question says what they are steps of."""
    instrument, left = draft(
        tmp_path, **{"Recommend us (0-10)": [0, 3, 9] * 3, "Rooms (0-10)": [0, 3, 12] * 3}
    )
    assert instrument["Recommend us (0-10)"].scale.codes == tuple(range(11))
    assert "numbers that are not the steps of one scale" in left[0]


def test_reasons_alone_are_no_scale(tmp_path):
    """A column of N/A, or of a single option, joins no other question."""
    instrument, left = draft(
        tmp_path, a=["Poor", "Fair", "Good", "N/A"] * 3, b=["N/A", None] * 6, c=["Good"] * 12
    )
    assert instrument.names == ("a",)
    assert left == ("2 questions left out (one option only): b, c",)


def test_numbers_beside_one_and_the_same_word(tmp_path):
    """The word names no level, so that the question is left out."""
    rows = [["Visits", "Agree?"], *[[f"{j % 4} - times", f"{j % 4} - {'abcd'[j % 4]}x"]
            for j in range(12)]]  # fmt: skip
    export = read(tmp_path, delimited(rows))
    assert export.draft_instrument().names == ("q1",)
