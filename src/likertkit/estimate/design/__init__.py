"""What an estimate knows of its sampling design."""
