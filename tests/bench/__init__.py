"""How long the hot paths take, and how much memory: run by ``make bench``."""
