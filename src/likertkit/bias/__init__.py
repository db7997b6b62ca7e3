"""What a study's design says about who could answer what, and when; and how people answered."""

from likertkit.bias._careless import Careless, CriterionSummary, careless
from likertkit.bias._cohort import Cohort
from likertkit.bias._condition import Condition
from likertkit.bias._design import ResponseRate, StudyDesign
from likertkit.bias._floor_ceiling import FloorCeilingRow, floor_ceiling
from likertkit.bias._headline import HeadlineRow
from likertkit.bias._respondent_figures import FigureSummary, RespondentFigures
from likertkit.bias._response_rate import ResponseRate
from likertkit.bias._response_styles import ResponseStyles, response_styles
from likertkit.bias._threat import Threat, ThreatRule
from likertkit.bias._threat_rules import ThreatRuleTable, threat_rules
from likertkit.bias._threat_table import ThreatTable

__all__ = [
    "Careless",
    "Cohort",
    "Condition",
    "CriterionSummary",
    "FigureSummary",
    "FloorCeilingRow",
    "HeadlineRow",
    "RespondentFigures",
    "ResponseRate",
    "ResponseStyles",
    "StudyDesign",
    "Threat",
    "ThreatRule",
    "ThreatRuleTable",
    "ThreatTable",
    "careless",
    "floor_ceiling",
    "response_styles",
    "threat_rules",
]
