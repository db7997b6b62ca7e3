"""Comparisons as papers print them."""
