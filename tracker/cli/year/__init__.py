"""Commands of the statutory year."""
