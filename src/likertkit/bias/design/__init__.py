"""What a study declares of who was asked, when, and about what."""
