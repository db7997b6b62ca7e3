"""Frames that an engine holds: queries in, small tables out."""
