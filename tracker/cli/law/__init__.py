"""Commands about the law: what personal data is held, why, and who looked at it."""
