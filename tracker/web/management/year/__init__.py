"""The statutory year on pages: the funnel, who owes what, and 1 September."""
