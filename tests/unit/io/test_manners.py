"""Files made in the manner of each tool: respondents, questions and drafts."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.survey_files import columns, delimited, read, said, xlsx

AGREE = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
GERMAN = [
    "Stimme überhaupt nicht zu", "Stimme eher nicht zu", "Teils/teils", "Stimme eher zu",
    "Stimme voll und ganz zu",
]  # fmt: skip
FRENCH = [
    "Pas du tout d'accord", "Pas d'accord", "Ni d'accord ni pas d'accord", "D'accord",
    "Tout à fait d'accord",
]  # fmt: skip
SPANISH = [
    "Totalmente en desacuerdo", "En desacuerdo", "Ni de acuerdo ni en desacuerdo", "De acuerdo",
    "Totalmente de acuerdo",
]  # fmt: skip
PORTUGUESE = [
    "Discordo totalmente", "Discordo", "Não concordo nem discordo", "Concordo",
    "Concordo totalmente",
]  # fmt: skip
OFTEN = ["Nie", "Selten", "Manchmal", "Oft", "Immer"]
N = 10


def asked(export):
    """Return name, question and part of what the tool did not add itself."""
    return [(q.item, q.text, q.part) for q in export.questions if q.kind != "metadata"]


def labels(export):
    """Return the labels of each drafted item, from one end to the other."""
    draft = export.draft_instrument()
    for item in draft:
        item.scale.encode(export.frame[item.name])
    return {item.name: list(item.scale.labels.values()) for item in draft}


MONKEY = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address",
          "First Name", "Last Name", "Custom Data 1"]  # fmt: skip


def monkey(j):
    """Return what SurveyMonkey writes of a respondent."""
    return [f"10{j}", "22", "03/01/2023 10:00:00 AM", "03/01/2023 10:05:00 AM", *[""] * 5]


def test_surveymonkey_condensed(tmp_path):
    """A grid, check boxes with a text beside them, a question of one column, open text."""
    heads = [
        [*MONKEY, "How far do you agree?", "", "Which do you use?", "", "", "How likely?", "Else?"],
        [*[""] * 9, "It was clear", "It was hard", "Email", "Chat", "Other (please specify)",
         "Response", "Open-Ended Response"],
    ]  # fmt: skip
    rows = [
        [*monkey(j), AGREE[j % 5], AGREE[(j + 1) % 5] if j % 3 else "", "Email" if j % 2 else "",
         "Chat" if j % 3 else "", "Pigeon" if j == 4 else "",
         ["Very likely", "Likely", "Unlikely"][j % 3], "None" if j == 2 else f"text, {j}"]
        for j in range(N)
    ]  # fmt: skip
    export = read(tmp_path, "\ufeff" + delimited([*heads, *rows]))
    assert (export.tool, len(export.frame)) == ("surveymonkey", N)
    assert asked(export) == [
        ("q1_1", "How far do you agree?", "It was clear"),
        ("q1_2", "How far do you agree?", "It was hard"),
        ("q2_1", "Which do you use?", "Email"),
        ("q2_2", "Which do you use?", "Chat"),
        ("q2_3", "Which do you use?", "Other (please specify)"),
        ("q3", "How likely?", ""),
        ("Else?" if "Else?" in export.frame else "q4", "Else?", ""),
    ]
    drafted = labels(export)
    assert drafted["q1_1"] == drafted["q1_2"] == AGREE
    assert drafted["q3"][-2:] == ["Likely", "Very likely"]
    assert export.questions["q2_1"].kind == "select-all"


def test_surveymonkey_expanded(tmp_path):
    """Each point of a grid has a column, and no open question tells where the headings end."""
    parts = [f"{row} - {word}" for row in ("It was clear", "It was hard") for word in AGREE]
    heads = [[*MONKEY, "How far do you agree?", *[""] * 9], [*[""] * 9, *parts]]
    rows = [
        [*monkey(j), *(word if word == AGREE[(j + shift) % 5] else "" for shift in (0, 2)
                       for word in AGREE)]
        for j in range(N)
    ]  # fmt: skip
    export = read(tmp_path, delimited([*heads, *rows]))
    assert (export.tool, len(export.frame)) == ("surveymonkey", N)
    assert columns(export)["q1_2"] == [AGREE[(j + 2) % 5] for j in range(N)]
    assert labels(export) == {"q1_1": AGREE, "q1_2": AGREE}


Q_CODES = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)",
           "Finished", "RecordedDate", "ResponseId", "RecipientLastName", "UserLanguage",
           "Q1", "Q2_1", "Q2_2", "Q3", "Q3_4_TEXT", "Q4_First Click"]  # fmt: skip
Q_TEXTS = ["Start Date", "End Date", "Response Type", "IP Address", "Progress",
           "Duration (in seconds)", "Finished", "Recorded Date", "Response ID",
           "Recipient Last Name", "User Language", "Wie zufrieden sind Sie,\nalles in allem?",
           "Wie oft ...\n - die Bahn", "Wie oft ...\n - das Rad", "Was noch? - Selected Choice",
           "Was noch? - Anderes:\n - Text", "Timing - First Click"]  # fmt: skip
Q_IDS = [f'{{"ImportId":"x{k}","timeZone":"Europe/Berlin"}}' for k in range(len(Q_CODES))]
CONTENT = ["Sehr zufrieden", "Eher zufrieden", "Teils/teils", "Eher unzufrieden",
           "Sehr unzufrieden"]  # fmt: skip


def qualtrics(j, status="IP Address", finished="True"):
    """Return a row of Qualtrics."""
    return [f"2024-01-{j + 1:02} 10:00:00", "2024-01-01 10:09:00", status, "1.2.3.4", "100", "540",
            finished, "2024-01-01 10:09:01", f"R_{j}", "", "DE", CONTENT[j % 5], OFTEN[j % 5],
            OFTEN[(j + 1) % 5], "A,B" if j % 2 else "A", "Ein\nText" if j == 3 else "",
            "1.5"]  # fmt: skip


@pytest.mark.parametrize(
    ("sign", "encoding"), [(",", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-16")]
)
def test_qualtrics(tmp_path, sign, encoding):
    """Three rows of headings with line breaks in them; a preview and an unfinished row."""
    rows = [
        *map(qualtrics, range(N)),
        qualtrics(N, "Survey Preview"),
        qualtrics(N, finished="False"),
    ]
    text = delimited([Q_CODES, Q_TEXTS, Q_IDS, *rows], sign, "\n", quote=sign == "\t")
    export = read(tmp_path, text.encode(encoding))
    assert (export.tool, len(export.frame)) == ("qualtrics", N)
    assert export.rows_set_aside["reason"].tolist() == ["preview", "unfinished"]
    assert asked(export) == [
        ("Q1", "Wie zufrieden sind Sie, alles in allem?", ""),
        ("Q2_1", "Wie oft ...", "die Bahn"),
        ("Q2_2", "Wie oft ...", "das Rad"),
        ("Q3", "Was noch? - Selected Choice", ""),
        ("Q3_4_TEXT", "Was noch? - Anderes: - Text", ""),
    ]
    assert labels(export) == {"Q1": CONTENT[::-1], "Q2_1": OFTEN, "Q2_2": OFTEN}
    assert columns(export)["Q3_4_TEXT"][3] == "Ein\nText"


def test_qualtrics_legacy(tmp_path):
    """Two rows of headings, V1 to V10."""
    heads = [
        [*(f"V{k}" for k in range(1, 11)), "Q1", "Q2_1", "Q2_2", ""],
        ["ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress",
         "Status", "StartDate", "EndDate", "Finished", "How satisfied?", "How often?-By train",
         "How often?-By bike", ""],
    ]  # fmt: skip
    rows = [
        [f"R_{j}", "Default Response Set", "Anonymous", "", "", "1.1.1.1", "0", "2015-01-01",
         "2015-01-01", "1", str(j % 5 + 1), str(j % 4 + 1), str((j + 1) % 4 + 1), ""]
        for j in range(N)
    ]  # fmt: skip
    export = read(tmp_path, "\ufeff" + delimited([*heads, *rows]))
    assert (export.tool, export.frame.shape) == ("qualtrics", (N, 13))
    assert asked(export) == [
        ("Q1", "How satisfied?", ""),
        ("Q2_1", "How often?", "By train"),
        ("Q2_2", "How often?", "By bike"),
    ]


@pytest.mark.parametrize(
    ("stamp", "stem", "words"),
    [
        ("Timestamp", "Do you agree?", AGREE),
        ("Zeitstempel", "Wie sehr stimmen Sie zu?", GERMAN),
        ("Horodateur", "Êtes-vous d'accord ?", FRENCH),
        ("Marca temporal", "¿Está de acuerdo?", SPANISH),
        ("Carimbo de data/hora", "Concorda?", PORTUGUESE),
    ],
)
def test_google_forms(tmp_path, stamp, stem, words):
    """A grid in five languages; a row of it holds a comma."""
    heads = [stamp, f"{stem} [A]", f"{stem} [B, C]", "Which?"]
    rows = [
        [f"2024/03/{j + 1:02} 9:00:00 AM MEZ", words[j % 5], words[(j + 2) % 5],
         ["Bus;Car", "Bus", "Car;Tram", "Tram"][j % 4]]
        for j in range(N)
    ]  # fmt: skip
    export = read(tmp_path, delimited([heads, *rows]))
    assert (export.tool, len(export.frame)) == ("google-forms", N)
    assert asked(export)[:2] == [("q1_1", stem, "A"), ("q1_2", stem, "B, C")]
    assert labels(export) == {"q1_1": words, "q1_2": words}


LIME = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"]
LIME_TEXTS = ["Response ID", "Date submitted", "Last page", "Start language", "Seed",
              "Date started", "Date last action"]  # fmt: skip
CODES = ["A1[SQ001]", "A1[SQ002]", "A2", "A2[other]", "B1[SQ001]", "B1[SQ002]"]
TEXTS = ["Please rate [the food]", "Please rate [the room]", "How often did you come?",
         "How often did you come? [Other]", "Tick all [Bus]", "Tick all [Train]"]  # fmt: skip
SHORT = ["A1SQ001", "A1SQ002", "A2", "A2other", "B1SQ001", "B1SQ002"]
LIME_ROWS = [
    [str(j + 1), "1980-01-01 00:00:00", "3", "en", "1234", "2024-01-01", "2024-01-01", AGREE[j % 5],
     AGREE[(j + 1) % 5], ["Never", "Sometimes", "Often"][j % 3], "" if j % 4 else "rarely",
     "Yes" if j % 2 else "No", "Yes" if j % 3 else ""]
    for j in range(N)
]  # fmt: skip


def pair(sign):
    """Return headings of code and text."""
    return [
        f"{code}{sign}{text}" for code, text in zip(LIME + CODES, LIME_TEXTS + TEXTS, strict=True)
    ]


@pytest.mark.parametrize(
    ("heads", "sign", "first"),
    [
        (LIME + CODES, ",", ("A1[SQ001]", "", "SQ001")),
        (LIME_TEXTS + TEXTS, ";", ("q1_1", "Please rate", "the food")),
        (pair(". "), ",", ("A1[SQ001]", "Please rate", "the food")),
        (pair("._."), ";", ("A1[SQ001]", "Please rate", "the food")),
        (LIME + SHORT, ",", ("A1SQ001", "", "")),
    ],
    ids=["codes", "texts", "codes and texts", "dots", "short codes"],
)
def test_limesurvey(tmp_path, heads, sign, first):
    """Every style of headings; an empty last line; the date of a survey without dates."""
    text = delimited([heads, *LIME_ROWS], sign, quote=True)
    export = read(tmp_path, "\ufeff" + text + "\r\n")
    assert (export.tool, export.frame.shape) == ("limesurvey", (N, 13))
    assert asked(export)[0] == first
    assert [q.kind for q in export.questions][:7] == ["metadata"] * 7
    drafted = list(labels(export).values())
    assert drafted[0] == drafted[1] == AGREE
    assert drafted[2][0] == "Never"


def test_redcap_labels_with_repeating_instruments(tmp_path):
    """Each row holds one form of a respondent; "Complete?" stands twice."""
    heads = ["Record ID", "Event Name", "Repeat Instrument", "Repeat Instance", "How tired?",
             "Symptoms (choice=Cough)", "Symptoms (choice=Fever)", "Complete?", "Pain today",
             "Complete?"]  # fmt: skip
    first = [
        [str(j), "Baseline", "", "", ["Not at all", "A little", "Very much"][j % 3],
         "Checked" if j % 2 else "Unchecked", "Unchecked", "Complete", "", ""]
        for j in range(N)
    ]  # fmt: skip
    later = [
        [
            str(j),
            "Week 1",
            "Diary",
            "1",
            "",
            "",
            "",
            "",
            ["None", "Mild", "Severe"][j % 3],
            "Incomplete",
        ]
        for j in range(N)
    ]
    export = read(tmp_path, delimited([heads, *first, *later], quote=True))
    assert (export.tool, len(export.frame)) == ("redcap", 2 * N)
    assert asked(export)[1:3] == [("q2_1", "Symptoms", "Cough"), ("q2_2", "Symptoms", "Fever")]
    assert labels(export) == {
        "q1": ["Not at all", "A little", "Very much"],
        "Pain today": ["None", "Mild", "Severe"],
    }


def test_redcap_raw(tmp_path):
    """Lines that end in CR alone; check boxes as 0 and 1."""
    heads = ["record_id", "redcap_event_name", "redcap_repeat_instance", "tired", "symptoms___1",
             "symptoms___2", "form_complete"]  # fmt: skip
    rows = [[str(j), "baseline_arm_1", "", str(j % 4), str(j % 2), "0", "2"] for j in range(N)]
    export = read(tmp_path, delimited([heads, *rows], end="\r"))
    assert (export.tool, len(export.frame), said(export, "line ends")) == ("redcap", N, "CR")
    kinds = {q.item: q.kind for q in export.questions}
    assert kinds["symptoms___1"] == kinds["symptoms___2"] == "select-all"
    assert kinds["tired"] == "choice"


@pytest.mark.parametrize(
    ("heads", "words"),
    [
        (["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"], GERMAN),
        (["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"], FRENCH),
    ],
)
def test_microsoft_forms(tmp_path, heads, words):
    """Times as times, U+00A0 behind options and in headings, ";" behind the last of several."""
    day = datetime(2024, 1, 1, 9)  # noqa: DTZ001 - a workbook knows no time zone
    rows = [
        [j + 3, day, day, "anonymous", "", words[j % 5] + "\xa0", words[(j + 1) % 5],
         ["Bus;Car;", "Bus;", "Car;", "Tram;Bus;"][j % 4], j % 5 + 1]
        for j in range(N)
    ]  # fmt: skip
    questions = ["Es war klar.", "Ich\xa0komme\xa0wieder.", "Wie kommen Sie?", "Note von 1 bis 5"]
    book = xlsx({"Sheet1": [heads + questions, *rows]})
    export = read(tmp_path, book, "a.xlsx")
    assert (export.tool, len(export.frame)) == ("microsoft-forms", N)
    assert [text for _, text, _ in asked(export)][1] == "Ich komme wieder."
    drafted = list(labels(export).values())
    assert drafted[0] == drafted[1] == words
    assert columns(export)["ID"][0] == 3
    assert columns(export)["Startzeit" if words is GERMAN else "Heure de début"][0] == day


SOSCI = ["CASE", "SERIAL", "REF", "QUESTNNR", "MODE", "STARTED", "A101_01", "A101_02", "A102",
         "TIME001", "TIME_SUM", "LASTDATA", "FINISHED", "Q_VIEWER", "LASTPAGE"]  # fmt: skip
SOSCI_TEXTS = ["Nummer", "Seriennummer", "Referenz", "Fragebogen", "Modus", "Beginn",
               "Zustimmung: klar", "Zustimmung: schwer", "Geschlecht", "Seite 1", "Gesamt",
               "Zuletzt", "Beendet", "Nur angesehen", "Seite"]  # fmt: skip


def sosci(j, mode="interview", finished="1"):
    """Return a row of SoSci Survey."""
    return [str(20 + j), "", "", "base", mode, "2024-01-01 10:00:00",
            str(j % 5 + 1) if j % 4 else "-9", str((j + 1) % 5 + 1) if j % 3 else "-1",
            str(j % 2 + 1), "10", "30", "2024-01-01 10:10:00", finished, "0", "3"]  # fmt: skip


@pytest.mark.parametrize("heads", [[SOSCI], [SOSCI, SOSCI_TEXTS]], ids=["names", "labels"])
def test_sosci(tmp_path, heads):
    """UTF-16 with tabs; -9 and -1; a trial and an unfinished row; perhaps a row of labels."""
    rows = [*map(sosci, range(N)), sosci(N, "debug"), sosci(N, finished="0")]
    text = "\ufeff" + delimited([*heads, *rows], "\t", quote=True)
    export = read(tmp_path, text.encode("utf-16-le"))
    assert (export.tool, len(export.frame)) == ("sosci", N)
    assert export.rows_set_aside["reason"].tolist() == ["test", "unfinished"]
    assert [item for item, _, _ in asked(export)] == ["A101_01", "A101_02", "A102"]
    draft = export.draft_instrument()
    assert draft["A101_01"].scale.codes == (1, 2, 3, 4, 5)
    assert "code -9" in draft["A101_01"].scale.reasons
    if len(heads) == 2:
        assert asked(export)[0] == ("A101_01", "Zustimmung", "klar")


@pytest.mark.parametrize("group", [False, True])
def test_typeform(tmp_path, group):
    """Its first heading is "#"; options are headings; perhaps a group stands above them."""
    heads = [["#", "Rate us", "Tell {{field:abc}} more", "Bus", "Train", "Submit Date (UTC)",
              "Network ID"]]  # fmt: skip
    above = [["", "", "", "How do you come?", "", "", ""]] if group else []
    rows = [
        [f"id{j}x", str(j % 5 + 1), f"text {j}", "Bus" if j % 2 else "", "Train" if j % 3 else "",
         "2024-01-01 10:05:00", f"n{j}"]
        for j in range(N)
    ]  # fmt: skip
    export = read(tmp_path, delimited([*above, *heads, *rows]))
    assert len(export.frame) == N
    assert [q.kind for q in export.questions] == [
        "metadata", "choice", "text", "select-all", "select-all", "metadata", "metadata",
    ]  # fmt: skip
    assert export.draft_instrument()["Rate us"].scale.codes == (1, 2, 3, 4, 5)


def test_stata_as_text(tmp_path):
    """A dot, and a dot with a letter, are missing values."""
    rows = [
        [str(j), "Male" if j % 2 else "Female", AGREE[j % 5], ".a" if j == 3 else str(j % 5 + 1),
         "." if j == 5 else AGREE[(j + 1) % 5], "0.8"]
        for j in range(12)
    ]  # fmt: skip
    export = read(tmp_path, delimited([["id", "sex", "q1", "q2", "q3", "weight"], *rows]))
    assert labels(export)["q3"] == AGREE
    draft = export.draft_instrument()
    assert draft["q2"].scale.reasons == ("blank", ".a")
    assert {q.item for q in export.questions if q.kind == "metadata"} == {"id", "weight"}
