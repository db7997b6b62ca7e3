"""What a study's design says about who could answer what, and when; and how people answered."""

from likertkit.bias._load_design import load_design
from likertkit.bias._study_design import StudyDesign
from likertkit.bias.behaviour._careless import Careless, CriterionSummary, HeadlineRow, careless
from likertkit.bias.behaviour._floor_ceiling import FloorCeilingRow, floor_ceiling
from likertkit.bias.behaviour._respondent_figures import FigureSummary, RespondentFigures
from likertkit.bias.behaviour._response_styles import ResponseStyles, response_styles
from likertkit.bias.design._conditions import Cohort, Condition, ResponseRate
from likertkit.bias.sensitivity._bounded_counts import (
    BoundsRow,
    BoundsTable,
    CumulativeBoundsRow,
    ProportionBoundsRow,
)
from likertkit.bias.sensitivity._e_value import EValue, e_value
from likertkit.bias.sensitivity._influence import cohort_influence
from likertkit.bias.sensitivity._influence_row import CohortRow, InfluenceRow, InfluenceTable
from likertkit.bias.sensitivity._nonresponse import nonresponse_bounds
from likertkit.bias.sensitivity._order import OrderRow, order_robustness
from likertkit.bias.sensitivity._tipping import TippingRow, tipping_point
from likertkit.bias.threats._rules import ThreatRuleTable, threat_rules
from likertkit.bias.threats._table import Threat, ThreatRule, ThreatTable

__all__ = [
    "BoundsRow",
    "BoundsTable",
    "Careless",
    "Cohort",
    "CohortRow",
    "Condition",
    "CriterionSummary",
    "CumulativeBoundsRow",
    "EValue",
    "FigureSummary",
    "FloorCeilingRow",
    "HeadlineRow",
    "InfluenceRow",
    "InfluenceTable",
    "OrderRow",
    "ProportionBoundsRow",
    "RespondentFigures",
    "ResponseRate",
    "ResponseStyles",
    "StudyDesign",
    "Threat",
    "ThreatRule",
    "ThreatRuleTable",
    "ThreatTable",
    "TippingRow",
    "careless",
    "cohort_influence",
    "e_value",
    "floor_ceiling",
    "load_design",
    "nonresponse_bounds",
    "order_robustness",
    "response_styles",
    "threat_rules",
    "tipping_point",
]
