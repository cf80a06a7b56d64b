"""What the form says, read by its choices: every problem at once, beside its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from tracker import actions, domain, store
from tracker.actions.casework.contacts import NewContact, NextStep
from tracker.actions.casework.status import Update
from tracker.actions.casework.what_happened import Happened
from tracker.actions.history.known_person import Known
from tracker.domain.casework.contact import (
    Channel,
    Informant,
    Outcome,
    Purpose,
    Visibility,
    informant_of,
)
from tracker.domain.casework.follow_up import FollowUp
from tracker.domain.casework.what_happened import Follows, Kind, by_kind, kind_of
from tracker.domain.history.activities_by_age import possible, unavailable
from tracker.domain.history.evidence import Statement
from tracker.domain.history.membership import Folded
from tracker.domain.reference.activity import ACTIVITIES, Activity
from tracker.store.institutions.institution_names import Match
from tracker.store.people.records import Person
from tracker.web.acting import today
from tracker.web.adviser.happened import fields, places
from tracker.web.adviser.happened.fields import HappenedForm
from tracker.web.front import incoming

W = TypeVar("W", bound=StrEnum)
#: The form's fields for what an action calls by another name.
_SHOWN_AT = {"learned": "made_on", "confirms": "doing"}
#: The same for a contact that confirms what they do: the other field is of a new one.
_OF_THE_SAME = {**_SHOWN_AT, "expected_end": "still_until"}


@dataclass(frozen=True, slots=True)
class Questions:
    """What the page asks about one young person, and what it can propose."""

    reading: Known
    kinds: Mapping[Kind, Sequence[Activity]]
    left_out: Sequence[domain.history.activities_by_age.Unavailable]
    proposed: Mapping[Outcome, FollowUp]
    follows: Follows
    same: Statement | None  # what a contact may confirm today
    planned: date | None

    @property
    def person(self) -> Person:
        return self.reading.record

    @property
    def known(self) -> Folded:
        """The young person as readers see them today."""
        return self.reading.folded

    def lacking(self, activity: Activity) -> str | None:
        """The characteristic that an activity needs and that is not on record."""
        needed = activity.needs_characteristic
        return None if needed in self.known.known.characteristics else needed


def questions(reading: Known) -> Questions:
    """What the page asks about a young person today."""
    person, known = reading.record, reading.folded
    position, born = known.position, known.known.identity.born
    in_touch = actions.accounts.settings.of(person.authority).in_touch
    follows = domain.casework.what_happened.follows(
        known.spells, position, today(), in_touch=in_touch
    )
    planned = store.casework.follow_ups.of(person.id)
    send = known.known.send
    offered = possible(born, today(), send=send) if born else ()
    return Questions(
        reading,
        kinds=by_kind(offered),
        left_out=unavailable(born, today(), send=send) if born else (),
        proposed=actions.casework.contacts.proposals(
            person, position.lapses if position else None, today()
        ),
        follows=follows,
        same=domain.history.still_doing.still_the_same(
            known.spells, position, today(), review=follows.review
        ),
        planned=planned.due if planned else None,
    )


@dataclass(slots=True)
class Read:
    """What was read from a form; ``choices`` are the places that a name may mean."""

    happened: Happened
    activity: Activity | None = None
    choices: Sequence[Match] = ()


def read(form: HappenedForm, about: Questions) -> Read:
    """What the form says. Every problem is put beside its field."""
    form.validate()
    outcome = _one_of(Outcome, form.outcome.data)
    channel = _one_of(Channel, form.channel.data) or Channel.PHONE
    made_on = form.made_on.data or today()
    found = Read(Happened())
    informant = _informant(form, outcome, channel)
    update = None
    if form.doing.data == fields.OTHER:
        update = _update(form, about, found, informant, made_on)
    found.happened = Happened(
        contact=None
        if outcome is None
        else _contact(form, about, outcome, channel, made_on),
        update=update,
        heard_on=made_on
        if form.outcome.data == fields.HEARD and form.doing.data == fields.SAME
        else None,
        email=_plain(form.email.data),
        following=_following(form, about, outcome),
    )
    if outcome is None and form.outcome.data == fields.HEARD:
        _only_heard(form)
    shown_at = _OF_THE_SAME if form.doing.data == fields.SAME else _SHOWN_AT
    for field, sentence in actions.casework.what_happened.problems(
        found.happened, about.reading, today()
    ):
        name = shown_at.get(field, field)
        if not name or not getattr(form, name).errors:
            form.refuse(name, sentence)
    return found


def _contact(
    form: HappenedForm,
    about: Questions,
    outcome: Outcome,
    channel: Channel,
    made_on: date,
) -> NewContact:
    same = form.doing.data == fields.SAME
    position = about.known.position
    activity = position.activity if same and position is not None else None
    reviewed = activity is not None and activity.needs_review
    ending = activity is not None and activity.needs_expected_end
    is_wrong = outcome is Outcome.WRONG_NUMBER and form.wrong.data
    return NewContact(
        outcome=outcome,
        channel=channel,
        made_on=made_on,
        spoke_with=_plain(form.spoke_with.data),
        note=incoming.plain(form.note.data or "").strip(),
        visibility=Visibility.RESTRICTED if form.restricted.data else Visibility.TEAM,
        confirms=same,
        review=form.review.data if reviewed else None,
        expected_end=form.still_until.data if ending else None,
        wrong=about.known.known.phone if is_wrong else None,
        number=_plain(form.number.data),
        purpose=_one_of(Purpose, form.purpose.data),
    )


def _only_heard(form: HappenedForm) -> None:
    """Refuses what belongs to a contact, where there was none."""
    if (form.note.data or "").strip():
        form.refuse("note", "A note belongs to a contact. Say what came of it above.")
    for field in ("number", "email"):
        if _plain(getattr(form, field).data):
            form.refuse(field, "Record the contact in which you were given it.")
    if form.doing.data == fields.SAME and form.still_until.data:
        form.refuse("still_until", "Record the contact in which you learned it.")
    if form.doing.data not in (fields.SAME, fields.OTHER):
        form.refuse("doing", "Select what you heard, or what came of the contact.")


def _informant(
    form: HappenedForm, outcome: Outcome | None, channel: Channel
) -> Informant | None:
    """The informant: the one of the contact, or the one that is chosen."""
    if form.outcome.data == fields.HEARD:
        return Informant.OTHER
    spoken_to = informant_of(outcome, channel) if outcome is not None else None
    return spoken_to or _one_of(Informant, form.informant.data)


def _update(
    form: HappenedForm,
    about: Questions,
    found: Read,
    informant: Informant | None,
    made_on: date,
) -> Update | None:
    activity = ACTIVITIES.get(form.activity.data or "")
    if activity is not None and not form.kind.data:
        form.kind.data = str(kind_of(activity))
    if not form.kind.data:
        form.refuse("kind", "Select which kind.")
        return None
    if activity is None or kind_of(activity) != form.kind.data:
        form.refuse("activity", "Select what they are doing.")
        return None
    found.activity = activity
    where, found.choices = places.place(form, activity)
    if informant is None:
        if form.outcome.data:
            form.refuse("informant", "Select who you heard it from.")
        informant = Informant.OTHER  # so that the other problems are shown as well
    lacking = about.lacking(activity)
    return Update(
        activity=activity,
        learned_on=made_on,
        informant=informant,
        starts=form.starts.data,
        at=where,
        expected_end=form.expected_end.data if activity.needs_expected_end else None,
        review=form.review.data if activity.needs_review else None,
        neet_since=form.neet_since.data if activity.needs_neet_start else None,
        characteristic=lacking is not None and bool(form.characteristic.data),
    )


def _following(
    form: HappenedForm, about: Questions, outcome: Outcome | None
) -> NextStep | None:
    """The next step that is chosen; None leaves the one that is planned."""
    if form.next.data == fields.ANOTHER_DAY:
        if form.due.data is None and not form.due.errors:
            form.refuse("due", "Enter the date it is due.")
        what = _plain(form.what.data)
        proposed = about.proposed[outcome].what if outcome else ""
        return NextStep(form.due.data, what or proposed)
    if form.next.data == fields.NONE_NEEDED:
        return NextStep(None)
    if outcome is None:
        return None
    return NextStep(about.proposed[outcome].due, about.proposed[outcome].what)


def _plain(text: str | None) -> str:
    return " ".join(incoming.plain(text or "").split())


def _one_of(words: type[W], text: str | None) -> W | None:
    return words(text) if text and text in tuple(words) else None
