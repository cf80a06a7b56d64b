"""The school census."""

from tracker.feeds.census import (
    agreement,
    codes,
    collect,
    columns,
    feed,
    keeping,
    layouts,
    messages,
    pupils,
    roll,
)
