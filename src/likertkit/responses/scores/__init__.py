"""Scale scores: several items of a respondent in one figure."""
