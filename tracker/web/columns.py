"""The form on which a user chooses what each column of a sender means."""

from collections.abc import Sequence

from flask import request

from tracker.feeds.seen_headings import Seen


def chosen(seen: Sequence[Seen]) -> dict[str, str]:
    """The meaning of each heading on the form; of two alike ones the first counts."""
    means: dict[str, str] = {}
    for place, each in enumerate(seen):
        means.setdefault(each.heading, request.form.get(f"column-{place}", ""))
    return means
