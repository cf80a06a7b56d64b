"""Pupils who have not been offered their right to restrict, counted by school.

A school asks each pupil of 13 or older, or a parent, what it may pass on (Law N-13,
N-14). Its census shows where that is still unsought, and where it had no reply.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from tracker import store
from tracker.access import Scope
from tracker.actions.intake.interpret import context_of, with_register
from tracker.actions.intake.questions import door
from tracker.feeds.census.agreement import has_no_reply, is_unsought
from tracker.feeds.file_reading import Context
from tracker.feeds.registry import FEEDS

CENSUS = "school-census"
#: A census is taken each term: what is older than a year is about former pupils.
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NotYetOffered:
    """The pupils of a school whose answer is unsought, and those without a reply."""

    institution: str | None
    institution_name: str | None
    unsought: int
    no_reply: int


def by_school(*, on: date, within: Scope) -> list[NotYetOffered]:
    """The schools with such pupils in the census of each pupil's last line by a day."""
    keys, feed = door.Keys(), FEEDS[CENSUS]
    contexts: dict[int, Context] = {}
    counts: dict[str | None, Counter[bool]] = defaultdict(Counter)
    for each in store.law.restriction_answers.newest_in_census(
        CENSUS, after=on - _YEAR, until=on, within=within
    ):
        unsought = is_unsought(each.agreement)
        if not unsought and not has_no_reply(each.agreement):
            continue
        context = contexts.get(each.batch.id)
        if context is None:
            context = with_register(context_of(each.batch))
            contexts[each.batch.id] = context
        meaning = feed.interpret(each.raw, each.restricted, each.line, context)
        at = meaning.passed_on_by
        counts[keys.one(at[0]) if at else None][unsought] += 1
    directory = store.institutions.register.directory()
    found = [
        NotYetOffered(
            key,
            store.institutions.institution_keys.institution_of(key, directory).name
            if key
            else None,
            unsought=of_school[True],
            no_reply=of_school[False],
        )
        for key, of_school in counts.items()
    ]
    return sorted(found, key=lambda each: each.institution_name or "")
