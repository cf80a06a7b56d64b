"""Figures and files made from members."""
