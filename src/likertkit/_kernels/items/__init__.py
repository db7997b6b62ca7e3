"""Items of one scale: their correlations, reliability and agreement."""
