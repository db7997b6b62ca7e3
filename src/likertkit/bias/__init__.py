"""What a study's design says about who could answer what, and when; and how people answered."""

from likertkit.bias._careless import Careless, CriterionSummary, careless
from likertkit.bias._cohort import Cohort
from likertkit.bias._condition import Condition
from likertkit.bias._design import ResponseRate, StudyDesign
from likertkit.bias._floor_ceiling import FloorCeilingRow, floor_ceiling
from likertkit.bias._headline import HeadlineRow
from likertkit.bias._respondent_figures import FigureSummary, RespondentFigures
from likertkit.bias._response_styles import ResponseStyles, response_styles

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
    "careless",
    "floor_ceiling",
    "response_styles",
]
