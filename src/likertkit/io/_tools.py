"""What tells one survey tool's export from another's: data, no code."""

from __future__ import annotations

import re
from typing import Literal, get_args

import attrs

from likertkit.instrument._labels import normalize_label

Tool = Literal[
    "surveymonkey",
    "qualtrics",
    "google-forms",
    "limesurvey",
    "redcap",
    "microsoft-forms",
    "sosci",
    "canvas",
    "spss",
    "stata",
    "csv",
]
TOOLS: tuple[Tool, ...] = get_args(Tool)
# Why a row is no respondent's own: what `set_aside=` of `read` takes.
RowReason = Literal["preview", "test", "unfinished"]
ROW_REASONS: tuple[RowReason, ...] = get_args(RowReason)


def _plain(text: str) -> frozenset[str]:
    return frozenset(normalize_label(line) for line in text.split("|"))


@attrs.frozen
class Rule:
    """Rows of an export that are no respondent's answers.

    Attributes
    ----------
    heading : str
        The column that tells, normalised.
    values : frozenset of str
        Its values, normalised, at which the rule holds.
    reason : {'preview', 'test', 'unfinished'}
        What such a row is.
    """

    heading: str
    values: frozenset[str]
    reason: RowReason


@attrs.frozen
class Dialect:
    """How one tool writes answers.

    Attributes
    ----------
    tool : str
        The tool's short name.
    title : str
        The name that the tool bears.
    metadata : frozenset of str
        Headings, normalised, of columns that the tool adds itself.
    respondent : tuple of str
        Which of these tell respondents apart, the best first.
    least : int
        How many of these in one row prove the tool.
    signs : tuple of pattern
        Forms of headings that only this tool writes; `least_signs` of them prove the tool.
    least_signs : int
        How many headings of such a form prove the tool.
    also : tuple of pattern
        Forms of the headings of further columns that the tool adds itself.
    rules : tuple of Rule
        Which rows are no respondent's answers.
    """

    tool: Tool
    title: str
    metadata: frozenset[str] = frozenset()
    respondent: tuple[str, ...] = ()
    least: int = 3
    signs: tuple[re.Pattern[str], ...] = ()
    least_signs: int = 2
    also: tuple[re.Pattern[str], ...] = ()
    rules: tuple[Rule, ...] = ()


_PREVIEWS = _plain("survey preview|survey preview (text)|1|9|17|umfragevorschau|vorschau")
_TESTS = _plain("spam|survey test|2|8|imported spam|16|12|umfragetest")
_NOT_FINISHED = _plain("false|0|no|falsch|faux|falso|nein|non")
LIME_CODE = re.compile(r"(?P<code>[A-Za-z][A-Za-z0-9_]*)(?P<subs>(?:\[[^\[\]]*\])*)")
LIME_HEADING = re.compile(rf"{LIME_CODE.pattern}(?:\.(?:_\.)?[ \xa0]+)(?P<text>.*)", re.DOTALL)
CHOICE_HEADING = re.compile(r"(?P<stem>.*) \(choice=(?P<part>.*)\)", re.DOTALL)
CHECKBOX_CODE = re.compile(r"(?P<code>.+)___(?P<part>[^_].*)")
GRID_HEADING = re.compile(r"(?P<stem>.*\S)\s*\[(?P<part>[^\[\]]+)\]\s*", re.DOTALL)

# In the order in which they are tried: the tools with the plainest signs first.
DIALECTS = (
    Dialect(
        "qualtrics",
        "Qualtrics",
        _plain(
            "startdate|enddate|status|ipaddress|progress|duration (in seconds)|finished|"
            "recordeddate|responseid|recipientlastname|recipientfirstname|recipientemail|"
            "externalreference|externaldatareference|locationlatitude|locationlongitude|"
            "locationaccuracy|distributionchannel|userlanguage|responseset|q_recaptchascore|"
            "q_totalduration|start date|end date|response type|ip address|recorded date|"
            "response id|recipient last name|recipient first name|recipient email|"
            "external data reference|location latitude|location longitude|distribution channel|"
            "user language"
        ),
        ("responseid", "response id", "_recordid"),
        least=5,
        also=(re.compile(r"q_\w+|.*_(first click|last click|page submit|click count)"),),
        rules=(
            Rule("status", _PREVIEWS, "preview"),
            Rule("status", _TESTS, "test"),
            Rule("response type", _PREVIEWS, "preview"),
            Rule("response type", _TESTS, "test"),
            Rule("finished", _NOT_FINISHED, "unfinished"),
        ),
    ),
    Dialect(
        "redcap",
        "REDCap",
        _plain(
            "record_id|study_id|participant_id|redcap_event_name|redcap_repeat_instrument|"
            "redcap_repeat_instance|redcap_survey_identifier|redcap_data_access_group|study id|"
            "record id|event name|repeat instrument|repeat instance|complete?|survey identifier"
        ),
        ("record_id", "study_id", "participant_id", "record id", "study id"),
        least=99,
        signs=(
            re.compile(r"redcap_\w+"),
            re.compile(r".+___.+"),
            re.compile(r"\w+_complete"),
            re.compile(r"complete\?"),
            re.compile(r".* \(choice=.*\)"),
        ),
        also=(re.compile(r"\w+_(complete|timestamp)"), re.compile(r"complete\?")),
    ),
    Dialect(
        "limesurvey",
        "LimeSurvey",
        _plain(
            "id|submitdate|lastpage|startlanguage|seed|startdate|datestamp|ipaddr|refurl|token|"
            "interviewtime|response id|date submitted|last page|start language|date started|"
            "date last action|total time|ip address|referrer url|access code"
        ),
        ("id", "response id", "token"),
        least=4,
        signs=(re.compile(rf"{LIME_CODE.pattern}\[[^\[\]]*\](\.(_\.)?[ \xa0].*)?", re.DOTALL),),
        least_signs=3,
        also=(re.compile(r"grouptime\w*|\w+time\b.*question time.*|grouptime.*|questiontime.*"),),
    ),
    Dialect(
        "sosci",
        "SoSci Survey",
        _plain(
            "case|serial|ref|questnnr|mode|started|finished|lastdata|status|lastpage|maxpage|"
            "missing|missrel|time_sum|time_rsi|deg_time|language"
        ),
        ("case", "serial"),
        least=5,
        also=(re.compile(r"time\d{3}|time_\w+|deg_\w+"),),
        rules=(
            Rule("mode", _plain("debug|pretest|admin|preview"), "test"),
            Rule("finished", _plain("0|false"), "unfinished"),
        ),
    ),
    Dialect(
        "microsoft-forms",
        "Microsoft Forms",
        _plain(
            "id|start time|completion time|email|name|last modified time|language|"
            "startzeit|fertigstellungszeit|e-mail|uhrzeit der letzten änderung|"
            "heure de début|heure de fin|adresse de messagerie|nom|"
            "heure de la dernière modification|hora de inicio|hora de finalización|"
            "correo electrónico|nombre|hora de la última modificación|hora de início|"
            "hora de conclusão|nome|hora da última modificação|ora di inizio|ora di completamento|"
            "posta elettronica|ora ultima modifica|begintijd|tijd van voltooien|naam"
        ),
        ("id",),
        least=4,
    ),
    Dialect(
        "surveymonkey",
        "SurveyMonkey",
        _plain(
            "respondent id|respondentid|collector id|collectorid|start date|startdate|end date|"
            "enddate|ip address|ipaddress|email address|first name|last name|lastname|firstname|"
            "custom data 1|customdata|custom value|custom data"
        ),
        ("respondent id", "respondentid"),
        least=4,
        also=(re.compile(r"custom data \d+|custom_\d+"),),
    ),
    Dialect(
        "google-forms",
        "Google Forms",
        _plain(
            "timestamp|zeitstempel|horodateur|marca temporal|carimbo de data/hora|"
            "informazioni cronologiche|tijdstempel|タイムスタンプ|отметка времени|"
            "sygnatura czasowa|zaman damgası|时间戳记|時間戳記|타임스탬프|tidsstämpel|tidsstempel|"
            "tidsmerke|aikaleima|časová značka|dấu thời gian|pozycja czasowa|позначка часу|"
            "email address|username|score|e-mail-adresse|nutzername"
        ),
        least=99,
    ),
    Dialect(
        "canvas",
        "Canvas",
        _plain(
            "name|id|sis_id|section|section_id|section_sis_id|submitted|attempt|n correct|"
            "n incorrect|score"
        ),
        least=6,
        signs=(re.compile(r"\d{5,}: .*", re.DOTALL),),
    ),
)
GOOGLE_TIMESTAMPS = DIALECTS[6].metadata - _plain(
    "email address|username|score|e-mail-adresse|nutzername"
)
# Headings of columns without a question, whatever the tool.
COMMON_METADATA = _plain(
    "respondent|respondent id|respondentid|participant|participant id|participantid|subject|"
    "subject id|id|case|case id|record|internal id|code|timestamp|date|time|start date|end date|"
    "startdate|enddate|ip address|email|email address|e-mail|username|weight|weights"
)
WEIGHTS = _plain("weight|weights|wt|gewicht|poids|peso|sampling weight")
# What SurveyMonkey writes under a question that has one column, in the languages seen.
SUBHEADINGS = _plain(
    "response|open-ended response|other (please specify)|antwort|offene antwort|réponse|"
    "réponse ouverte|réponse libre|respuesta|respuesta abierta|resposta|resposta aberta|risposta|"
    "risposta aperta|antwoord|open antwoord|comments:|comments|自由回答|回答"
)
IMPORT_ID = re.compile(r"\s*\{.*import_?id.*\}\s*", re.IGNORECASE | re.DOTALL)
PLACEHOLDER = re.compile(r"Unnamed: \d+(_level_\d+)?|\.\.\.\d+|_\d{1,4}")
