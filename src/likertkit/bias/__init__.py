"""What a study's design says about who could answer what, and when; and how people answered."""

from likertkit.bias._careless import Careless, CriterionSummary, careless
from likertkit.bias._cohort import Cohort
from likertkit.bias._condition import Condition
from likertkit.bias._design import StudyDesign
from likertkit.bias._design_file import load_design
from likertkit.bias._e_value import EValue, e_value
from likertkit.bias._floor_ceiling import FloorCeilingRow, floor_ceiling
from likertkit.bias._headline import HeadlineRow
from likertkit.bias._influence import cohort_influence
from likertkit.bias._influence_row import CohortRow, InfluenceRow, InfluenceTable
from likertkit.bias._nonresponse import nonresponse_bounds
from likertkit.bias._nonresponse_row import (
    BoundsRow,
    BoundsTable,
    CumulativeBoundsRow,
    ShareBoundsRow,
)
from likertkit.bias._order import OrderRow, order_robustness
from likertkit.bias._respondent_figures import FigureSummary, RespondentFigures
from likertkit.bias._response_rate import ResponseRate
from likertkit.bias._response_styles import ResponseStyles, response_styles
from likertkit.bias._threat import Threat, ThreatRule
from likertkit.bias._threat_rules import ThreatRuleTable, threat_rules
from likertkit.bias._threat_table import ThreatTable
from likertkit.bias._tipping import TippingRow, tipping_point

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
    "RespondentFigures",
    "ResponseRate",
    "ResponseStyles",
    "ShareBoundsRow",
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
