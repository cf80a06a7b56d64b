"""The time of the councils: which day it is in England at a moment."""

from zoneinfo import ZoneInfo

#: The time zone of every council and of its young people.
HERE = ZoneInfo("Europe/London")
