"""What a study's design says about who could answer what, and when."""

from likertkit.bias._cohort import Cohort
from likertkit.bias._condition import Condition
from likertkit.bias._design import ResponseRate, StudyDesign

__all__ = ["Cohort", "Condition", "ResponseRate", "StudyDesign"]
