"""The form on which a user chooses what each column of a sender means."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import request

from tracker import feeds
from tracker.feeds.seen_headings import Seen


def shown(seen: Sequence[Seen], means: Mapping[str, str], feed: str) -> dict[str, Any]:
    """What the form shows: the headings with their places, their meanings, what each
    may mean, and our columns that are still missing.
    """
    named = [name for name in means.values() if name]
    return {
        "seen": list(enumerate(seen)),
        "means": means,
        "columns": partial(feeds.seen_headings.options, feed),
        "lacking": feeds.seen_headings.missing(named, feed),
    }


def chosen(seen: Sequence[Seen]) -> dict[str, str]:
    """The meaning of each heading on the form; of two alike ones the first counts."""
    means: dict[str, str] = {}
    for place, each in enumerate(seen):
        means.setdefault(each.heading, request.form.get(f"column-{place}", ""))
    return means
