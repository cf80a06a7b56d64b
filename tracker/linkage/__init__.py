"""Whose row is this?"""
