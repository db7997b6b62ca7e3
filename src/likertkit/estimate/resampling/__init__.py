"""Bootstraps of tables and of respondents."""
