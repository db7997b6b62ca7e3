"""Printed tables as documents: pages, LaTeX, workbooks and Word files."""
