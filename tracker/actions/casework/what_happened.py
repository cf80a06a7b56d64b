"""What happened: a contact, what was learned in it and the next step, in one save.

All of it is one entry in one transaction, and is taken back as one. What was learned
from the young person, a parent or a provider is a contact; what was only heard is none.

See decision 0187.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.actions.act import Act
from tracker.actions.casework import contacts, status
from tracker.actions.casework.contacts import NewContact, NextStep
from tracker.actions.casework.status import ChangedSince, Update
from tracker.actions.history import evidence
from tracker.actions.history.known_person import Known
from tracker.actions.history.passing_on import SENTENCE, Passing
from tracker.domain.casework.contact import Channel, Informant, Outcome
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Statement, Tier
from tracker.domain.history.still_doing import heard_the_same
from tracker.domain.reference import contact_details
from tracker.refusal import refuse
from tracker.store.people.records import Person

#: The evidence of hearsay has no contact; its follow-up stays as it is.
AS_IT_IS = None


@dataclass(frozen=True, slots=True)
class Happened:
    """What an adviser writes down at once.

    ``contact`` is None for what was only heard from others. An ``update`` that was
    learned from the young person, a parent or a provider is a contact, with one or
    without. ``heard_on`` is the day on which the adviser heard from others that they
    still do the same. ``email`` is a new address. ``following`` is the next step; with
    AS_IT_IS the one that is planned stays.
    """

    contact: NewContact | None = None
    update: Update | None = None
    heard_on: date | None = None
    email: str = ""
    following: NextStep | None = AS_IT_IS

    @property
    def of_contact(self) -> NewContact | None:
        """The contact, also where only an update says that there was one."""
        if self.contact is not None or self.update is None:
            return self.contact
        outcome = self.update.informant.outcome
        if outcome is None:
            return None
        return NewContact(outcome, Channel.STATUS_UPDATE, self.update.learned_on)

    @property
    def tier(self) -> Tier:
        """The tier of everything in the entry: that of the informant."""
        if self.update is not None:
            return self.update.informant.tier
        if self.heard_on is not None:
            return Informant.OTHER.tier
        heard = self.contact.informant if self.contact is not None else None
        return heard.tier if heard is not None else Tier.ADVISER

    @property
    def passed_on_at(self) -> str:
        """The field that says that an institution passed on what is stated, or "".

        That a school was spoken to, with nothing learned, is no data of theirs.
        """
        new = self.contact
        by_contact = new is not None and new.informant is Informant.PROVIDER
        if by_contact and (self.update or self.email or _states(new)):
            return "outcome"
        update = self.update
        if update is not None and update.informant is Informant.PROVIDER:
            return "informant"
        return ""

    @property
    def source(self) -> str:
        if self.heard_on is not None:
            return status.source(Informant.OTHER)
        return self.update.source if self.update is not None else contacts.SOURCE


def _states(new: NewContact | None) -> bool:
    return new is not None and bool(new.confirms or new.number)


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved.

    ``entry`` is the number of its entry, ``contact`` that of the contact, if there was
    one, with its ``outcome``. ``following`` is the next step that is now planned.
    """

    entry: int
    following: NextStep
    contact: int | None = None
    outcome: Outcome | None = None


def problems(happened: Happened, known: Known, on: date) -> Iterator[tuple[str, str]]:
    """Everything that cannot be true of it: each a field and its sentence.

    ``known`` is folded for ``on``.
    """
    particulars = known.folded.known
    new = happened.contact
    if new is not None:
        yield from contacts.problems(new, on)
        if new.confirms:
            yield from contacts.problems_of_confirming(new, known)
    if happened.heard_on is not None:
        yield from _problems_of_hearsay(happened.heard_on, known, on)
    if reason := contact_details.email(happened.email).reason:
        yield "email", reason
    if happened.update is not None:
        yield from status.problems(happened.update, particulars, on)
    if happened.passed_on_at and Passing(known.record.authority, on).is_limited(
        particulars.restrictions
    ):
        yield happened.passed_on_at, SENTENCE
    if happened.following is not None:
        yield from contacts.problems_of_next(happened.following, on)


def _problems_of_hearsay(
    heard_on: date, known: Known, on: date
) -> Iterator[tuple[str, str]]:
    if heard_on > on:
        yield "learned", status.NOT_YET
    elif heard_on < on - contacts.OLDEST:
        yield "learned", "The day you heard it must be within the past year."
    elif _heard_the_same(heard_on, known) is None:
        yield (
            "confirms",
            "What you heard can repeat nothing on record for that day. Choose "
            "“Something else”, or record the contact in which it was confirmed.",
        )


def _heard_the_same(heard_on: date, known: Known) -> Statement | None:
    then = known.on(heard_on)
    return heard_the_same(then.spells, then.position, heard_on)


def save(
    known: Known, happened: Happened, *, seen: int | None = None, act: Act
) -> Saved:
    """Saves what happened to a young person as one entry, which can be withdrawn.

    ``seen`` is the value of ``newest_of_others`` when the user began; None skips the
    comparison. The same form sent twice is saved once. Raises refusal.Refusal with
    every problem, and ChangedSince if a newer status came from others.
    """
    kept = known.record
    refuse(problems(happened, known, act.on))
    learned = _statements(happened, known)
    new = happened.of_contact
    with store.people.records.changing(kept.authority):
        if seen is not None and happened.update is not None:
            # Others may be recording a status at this moment.
            newest = store.casework.entries.newest_status(kept.id, besides=act.by)
            if newest is not None and newest.entry > seen:
                raise ChangedSince(newest)
        if new is None:
            entry = _heard(kept, learned, happened, act)
            return Saved(entry, happened.following or _planned(kept.id))
        following = happened.following or _as_planned(kept.id, act.on)
        contact = contacts.write(
            kept,
            new,
            learned,
            following,
            tier=happened.tier,
            source=happened.source,
            act=act,
            also=_earlier(happened, kept),
        )
        return Saved(contact.entry_id, following, contact.id, new.outcome)


def _statements(happened: Happened, known: Known) -> tuple[Statement, ...]:
    found: list[Statement] = []
    if happened.contact is not None:
        found += contacts.statements(happened.contact, known)
    if happened.update is not None:
        found += happened.update.statements
    if happened.heard_on is not None:
        same = _heard_the_same(happened.heard_on, known)
        found += [same] if same is not None else []
    if happened.email:
        found.append(detail("email", email=contact_details.email(happened.email).value))
    return tuple(found)


def _earlier(happened: Happened, kept: Person) -> list[evidence.UserEvidence]:
    """What was learned and counts from an earlier day too."""
    update = happened.update
    return update.since_its_start(kept.id) if update is not None else []


def _heard(
    kept: Person, learned: tuple[Statement, ...], happened: Happened, act: Act
) -> int:
    """Records hearsay inside the open transaction; returns the number of its entry."""
    update = happened.update
    as_at = update.learned_on if update is not None else happened.heard_on or act.on
    items = [evidence.UserEvidence(kept.id, learned, as_at), *_earlier(happened, kept)]
    before = evidence.recorded_before(items, source=happened.source, act=act)
    if before is not None:
        return before
    entry = evidence.record_inside(
        items, tier=happened.tier, source=happened.source, act=act
    )
    step = happened.following
    if step is not None:
        contacts.set_follow_up(kept.id, None, step.due, step.what, act=act)
    return entry


def _as_planned(person: int, on: date) -> NextStep:
    """The follow-up that stands; one that was due by now is settled by the contact."""
    planned = _planned(person)
    return NextStep(None) if planned.due is None or planned.due <= on else planned


def _planned(person: int) -> NextStep:
    planned = store.casework.follow_ups.of(person)
    return NextStep(None) if planned is None else NextStep(planned.due, planned.what)
