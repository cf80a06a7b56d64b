"""Corrections and notices of institutions, to be decided."""
