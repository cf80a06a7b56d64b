"""The version of the program; no other file states it."""

VERSION = "0.1.0"
