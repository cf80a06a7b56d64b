"""Commands about the law: what personal data is held, and why."""
