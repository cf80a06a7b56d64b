"""The rules of the return by subject, and the rule sets by requirement year."""
