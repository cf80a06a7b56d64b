"""Corrections and notices of institutions, for deciding."""
