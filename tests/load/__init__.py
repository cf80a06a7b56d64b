"""Many people at the pages at once, before many young people: run by ``make load``."""
