"""The command line.  It prints what the library finds and computes nothing itself."""

from likertkit.cli._commands import command

__all__ = ["command"]
