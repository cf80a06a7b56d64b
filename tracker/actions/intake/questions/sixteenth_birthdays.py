"""Parents' answers No once the young person is sixteen: the question to put to them.

The sixteenth birthday comes by the calendar, or because a date of birth is corrected.
Both go one way: the restriction is worked out from the date of birth, and the work item
to ask the young person is opened or finished to match (Law L-07). Each night, and after
each change of a date of birth.

See decisions 0169 and 0191.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta

from tracker import store
from tracker.access import Scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.actions.work import items
from tracker.domain.law.restrictions import turned
from tracker.store.law.restriction_answers import Held

#: The kind of the work items to ask a young person.
KIND = "restriction"
#: The time for asking a young person, from the day on which it is known.
_TO_ASK = timedelta(days=28)

#: What shows a sentence to the user who changed the date of birth.
Say = Callable[[str], object]


def silent(sentence: str) -> None:
    """Shows nothing."""


def ask_at_sixteen(*, within: Scope, act: Act) -> int:
    """Opens a work item for each young person whose parent's No has no legal force any
    more, and finishes those that are no longer needed; returns how many are open.

    It runs each night, so the item is there on the sixteenth birthday.
    """
    _finish_answered(within=within, act=act)
    wanted = store.law.restriction_answers.to_ask(act.on, within=within)
    for person, key in sorted(wanted - _open(within).keys()):
        why = f"They are 16: ask whether {place_of(key)} may pass on their details"
        items.open_item(
            KIND,
            why[: items.LONGEST_WHY],
            person=person,
            institution=key or None,
            due=act.on + _TO_ASK,
            within=within,
            act=act,
        )
    return len(wanted)


def _finish_answered(*, within: Scope, act: Act) -> None:
    """Finishes the items about questions that have their answer, or need none."""
    wanted = store.law.restriction_answers.to_ask(act.on, within=within)
    for question, number in _open(within).items():
        if question not in wanted:
            items.finish(number, within=within, act=act)


def place_of(key: str | None) -> str:
    """The name of an institution in a sentence, by its key."""
    if not key:
        return "an institution that is not known"
    directory = store.institutions.register.directory()
    return store.institutions.institution_keys.institution_of(key, directory).name


def _open(within: Scope) -> dict[tuple[int, str], int]:
    """The open items, by the person and the key of the institution."""
    found = store.work.items.open_of_kind(KIND, within=within)
    roots = store.people.records.roots(
        each.person_id for each in found if each.person_id is not None
    )
    return {
        (roots[each.person_id], each.institution or ""): each.id
        for each in found
        if each.person_id is not None
    }


@contextmanager
def followed(
    records: Collection[int], *, within: Scope, act: Act, say: Say = silent
) -> Iterator[None]:
    """Follows what a change within it does to the restrictions of these records.

    Where their date of birth or their restrictions are others afterwards, the work
    items are opened and finished. ``say`` gets one sentence for each restriction that a
    new date of birth turned.
    """
    before = store.law.restriction_answers.held(records)
    yield
    after = store.law.restriction_answers.held(records)
    changed = [each for each in before if before[each] != after.get(each)]
    if not any(before[each].restrictions or _of(after, each) for each in changed):
        return
    ask_at_sixteen(within=within, act=act)
    for sentence in dict.fromkeys(_sentences(before, after, act)):
        say(sentence)


def _of(after: dict[int, Held], record: int) -> object:
    return after[record].restrictions if record in after else ()


def _sentences(
    before: dict[int, Held], after: dict[int, Held], act: Act
) -> Iterator[str]:
    ends = settings.of(act.authority).ends_at_sixteen
    for records in _together(before, after):
        was = [before[each] for each in records if before[each].live]
        now = {each: after[each] for each in records if each in after}
        as_before = (before[each].born == held.born for each, held in now.items())
        if not was or all(as_before):
            continue
        # A merge moves a restriction to another record, which is no change of it.
        for key, what in turned(
            [one for held in was for one in held.restrictions],
            [one for held in now.values() for one in held.restrictions],
            act.on,
            ends_at_sixteen=ends,
        ):
            about = next(
                (held.person for held in now.values() if _restricts(held, key)),
                min(held.person for held in now.values()),
            )
            yield (
                f"Young person {about}, restriction at {place_of(key)}: by the "
                f"date of birth in use now {what}"
            )


def _restricts(held: Held, key: str | None) -> bool:
    return any(one.institution == key for one in held.restrictions)


def _together(before: dict[int, Held], after: dict[int, Held]) -> Iterator[list[int]]:
    """The records in which something changed, and with each all others that are or were
    of the same young person.
    """
    of_person, people = defaultdict[int, list[int]](list), dict[int, set[int]]()
    for record, held in before.items():
        people[record] = {held.person}
        if record in after:
            people[record].add(after[record].person)
        for person in people[record]:
            of_person[person].append(record)
    seen = set[int]()
    for record, held in before.items():
        if record in seen or held == after.get(record):
            continue
        found, new = set[int](), {record}
        while new:
            found |= new
            alike = {
                one for each in new for who in people[each] for one in of_person[who]
            }
            new = alike - found
        seen |= found
        yield sorted(found)
