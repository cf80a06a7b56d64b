"""Lists of young people for a recipient: who may be on it, and what it says.

Law L-09, Feeds O5 and O6; decision 0171.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import BinaryIO

from tracker import reporting, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.law import disclosed_values
from tracker.actions.law.disclosing import (
    DisclosureRefused,
    record,
    refusals_noted,
)
from tracker.actions.law.neighbours import residents
from tracker.actions.law.permits import Permit
from tracker.actions.law.services import own_lists
from tracker.actions.leavers import destinations, left_early, own_leavers
from tracker.domain.history.membership import fold
from tracker.domain.history.position import Position
from tracker.domain.history.sealed_statements import without_sealed
from tracker.domain.law.gateways import (
    EXPECTED,
    OWN_LIST,
    RESEARCH,
    RESIDENTS,
    SCHOOL_TRANSFER,
    STATISTICS,
    SUPPORT,
)
from tracker.domain.reference import codes
from tracker.refusal import Refusal
from tracker.store.history.leaving import Stage
from tracker.store.law.disclosures import Disclosure
from tracker.store.people.records import Person

#: Why a person may be left out of a list, in the words of the answer.
NOT_NAMED = "not named outward"
DIED = "died"
NOT_ENROLLED = "not enrolled there"
NOT_LEAVERS = "no leaver of theirs"
NOT_KNOWN = "not on record"
NO_NEEDS = "without a plan or support on record"
NOT_RESIDENTS = "do not both learn here and live there"
NOT_ON_THEIR_LIST = "on no list that the service sent"

#: The headings of the fields that show what a learner needs.
_NEEDS = ("EHC plan", "SEN support")


@dataclass(frozen=True, slots=True)
class SharedList:
    """A list as it is shared: the headings, a row a person, and who was left out.

    ``left_out`` counts people by reason. Each row belongs to the person at the same
    place in ``people``.
    """

    headings: list[str]
    rows: list[list[str]]
    people: list[int]
    left_out: Mapping[str, int]


def enrolled(institution: str, *, on: date, authority: str) -> list[int]:
    """Everyone who is at an institution on a day, by their position.

    A sealed activity is no part of it: what is sealed never changes what a school or
    college receives. Raises NotRefreshed while positions of that day are missing.
    """
    members = store.figures.members.members(on, within=authority_scope(authority))
    sealed = [each.person for each in members if each.position.activity.sealed]
    found = chain(
        (
            (each.person, each.position)
            for each in members
            if not each.position.activity.sealed
        ),
        _without_sealed(sealed, on, authority),
    )
    return sorted(
        person
        for person, position in found
        if position.institution == institution and not position.lapsed
    )


def _without_sealed(
    people: Collection[int], on: date, authority: str
) -> Iterator[tuple[int, Position]]:
    """Where these people are on a day if no source had given a sealed activity."""
    resolve = store.institutions.register.directory().resolve
    for person, evidence in store.history.evidence.histories(people):
        folded = fold(
            person, authority, without_sealed(evidence), on=(on,), resolve=resolve
        )
        if folded is not None:
            yield from ((person, each.position) for each in folded.members)


def prepare(permitted: Permit, people: Collection[int], *, act: Act) -> SharedList:
    """The list that a permit allows about these people, by family name.

    Left out, and counted, are people who are not named outward or died. A list about
    learners' support leaves out people who do not learn there, a list of where leavers
    went people who are none of theirs. Raises Refusal if no one is left. Raises
    DisclosureRefused for what goes out by a way of its own, and for other people than
    an approved request has.
    """
    with refusals_noted(permitted.recipient, permitted.gateway, act):
        _are_approved(permitted, people)
        if other_way := _OTHER_WAYS.get(permitted.gateway.key):
            raise DisclosureRefused(other_way)
    scope = authority_scope(act.authority)
    left_out: Counter[str] = Counter()
    named: dict[int, Person] = {}
    roots = store.people.records.roots(people)
    for number in dict.fromkeys(people):
        if number not in roots:
            left_out[NOT_KNOWN] += 1
    records = store.people.records.records(sorted(set(roots.values())), within=scope)
    left_out[NOT_KNOWN] += len(set(roots.values())) - len(records)
    for person in records:
        if person.details.get("withheld"):
            left_out[NOT_NAMED] += 1
        elif person.details.get("departure") == codes.DIED:
            left_out[DIED] += 1
        else:
            named[person.id] = person
    if permitted.gateway.key in _ONLY:
        reason, only = _ONLY[permitted.gateway.key]
        there = set(only(list(named), permitted, act))
        for number in [each for each in named if each not in there]:
            del named[number]
            left_out[reason] += 1
    found = dict(
        disclosed_values.values(
            named, permitted.fields, on=act.on, authority=act.authority
        )
    )
    approved = (
        f"Request {permitted.request.id}"
        if permitted.request is not None
        else permitted.approval and permitted.approval.name
    )
    if approved and +left_out:
        # What was approved names these people, and its record of them stays.
        raise Refusal(
            f"{approved} has young people who may not be on the "
            f"list: {_reasons(left_out)}. Request it again without them.",
            "people",
        )
    order = sorted(
        found, key=lambda each: (named[each].family, named[each].given, each)
    )
    if not order:
        reasons = _reasons(left_out)
        raise Refusal(
            "No one is left to share" + (f": {reasons}." if reasons else "."), "people"
        )
    return SharedList(
        disclosed_values.headings(permitted.fields),
        [list(found[each].values()) for each in order],
        order,
        dict(+left_out),
    )


def with_needs(shared: SharedList) -> SharedList:
    """The rows of those who have a plan or support on record; who has none is left out,
    and counted. Raises Refusal if no one is left.
    """
    headings = shared.headings
    columns = [headings.index(each) for each in _NEEDS if each in headings]
    kept = [
        (person, row)
        for person, row in zip(shared.people, shared.rows, strict=True)
        if any(row[each] == disclosed_values.YES for each in columns)
    ]
    if not kept:
        raise Refusal("No student of yours has a plan or support on record today.")
    without = {NO_NEEDS: len(shared.people) - len(kept)}
    return SharedList(
        headings,
        [row for _, row in kept],
        [person for person, _ in kept],
        dict(Counter(shared.left_out) + Counter(without)),
    )


def with_first(
    shared: SharedList, heading: str, cells: Mapping[int, str]
) -> SharedList:
    """The rows with what the recipient itself has for each person first; the same list
    where it has nothing.
    """
    if not cells:
        return shared
    return replace(
        shared,
        headings=[heading, *shared.headings],
        rows=[
            [cells.get(person, ""), *row]
            for person, row in zip(shared.people, shared.rows, strict=True)
        ],
    )


def _are_approved(permitted: Permit, people: Collection[int]) -> None:
    """Raises DisclosureRefused where others are wanted than an approved request has."""
    if permitted.request is None:
        return
    approved = store.law.disclosures.people_of(permitted.request.id)
    if set(people) != set(approved):
        raise DisclosureRefused(
            f"Request {permitted.request.id} was approved for other young people."
        )


def _reasons(left_out: Counter[str]) -> str:
    return ", ".join(f"{many} {why}" for why, many in (+left_out).items())


def share(
    permitted: Permit,
    shared: SharedList,
    write: Callable[[Disclosure], None],
    *,
    what: str,
    purpose: str = "",
    act: Act,
) -> Disclosure:
    """Records the disclosure of a prepared list, and writes it with its mark.

    If ``write`` fails, nothing is recorded.
    """
    with store.database.base.transaction():
        disclosure = record(
            permitted, shared.people, what=what, purpose=purpose, act=act
        )
        write(disclosure)
    return disclosure


def write_file(
    stream: BinaryIO,
    form: str,
    permitted: Permit,
    shared: SharedList,
    disclosure: Disclosure,
    *,
    organisation: str,
    on: date,
) -> None:
    """Writes a shared list in the form "csv" or "xlsx", marked, and with what it says
    about itself.
    """
    reporting.files.shared_table.write_list(
        stream,
        form,
        shared.headings,
        shared.rows,
        mark=disclosure.mark,
        about=about(permitted, disclosure),
        organisation=organisation,
        as_of=on,
    )


def about(permitted: Permit, disclosure: Disclosure) -> Sequence[tuple[str, str]]:
    """The lines that a file carries about itself: mark, recipient, law, expiry."""
    lines = [
        ("Mark", disclosure.mark),
        ("For", disclosure.party_name),
        ("What", disclosure.what),
        ("Why", permitted.gateway.in_words()),
    ]
    if permitted.agreement is not None:
        lines.append(("Agreement", permitted.agreement.reference))
    if permitted.approval is not None:
        lines.append(("Approved in", permitted.approval.name))
        lines.append(("Conditions", permitted.approval.conditions))
    if disclosure.expires_on is not None:
        lines.append(("Delete by", f"{disclosure.expires_on:%d/%m/%Y}"))
    return lines


def _learners(people: Sequence[int], permitted: Permit, act: Act) -> Collection[int]:
    return enrolled(permitted.recipient.key, on=act.on, authority=act.authority)


def _leavers(people: Sequence[int], permitted: Permit, act: Act) -> Collection[int]:
    """Those of these people that the institution sees among its leavers, or reported
    as left in the course of a year.
    """
    within = authority_scope(act.authority)
    destinations.keep_leavers(
        own_leavers.years(act.on), list(Stage), as_of=act.on, within=within
    )
    key = permitted.recipient.key
    seen = own_leavers.names(
        people,
        on=act.on,
        within=replace(within, leavers_of=frozenset({key})),
    )
    institution = store.institutions.institution_keys.institution_of(key)
    _, known = left_early.with_known(
        institution, {key}, on=act.on, authority=act.authority
    )
    return {*seen, *known.intersection(people)}


def _residents(people: Sequence[int], permitted: Permit, act: Act) -> Collection[int]:
    """Those of these people who learn in our area and live in the recipient's."""
    return residents.of(
        people, permitted.recipient.key, on=act.on, authority=act.authority
    )


def _on_own_lists(
    people: Sequence[int], permitted: Permit, act: Act
) -> Collection[int]:
    """Those of these people who are on a list of the service."""
    return own_lists.on_them(people, permitted.recipient, act=act)


#: The gateways that are for certain people only: why others are left out, and the
#: function that gives these people.
_ONLY: Mapping[
    str, tuple[str, Callable[[Sequence[int], Permit, Act], Collection[int]]]
] = {
    SUPPORT: (NOT_ENROLLED, _learners),
    "leavers": (NOT_LEAVERS, _leavers),
    RESIDENTS: (NOT_RESIDENTS, _residents),
    OWN_LIST: (NOT_ON_THEIR_LIST, _on_own_lists),
}
#: What never goes out as a list of people that a user chooses.
_OTHER_WAYS = {
    RESEARCH: "For research an extract is prepared, as a release of rows.",
    STATISTICS: "Figures that name no one are prepared as a release.",
    "return": "The monthly return is prepared and handed in as a whole file.",
    "other-area": "Lines about residents of another authority are passed on in their "
    "tray.",
    "own-pupils": "A school or college is shown the plans and offers of its own pupils "
    "on its own page.",
    "own-risk": "A school or college is shown which of its own pupils are at risk of "
    "NEET on its own page.",
    EXPECTED: "A school, college or provider is shown who is expected there on its own "
    "page.",
    SCHOOL_TRANSFER: "A transfer file is made from the page of its young person.",
    "copy": "A person's own copy is prepared, checked and given in its case.",
}
