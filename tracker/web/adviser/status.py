"""Updating a young person's status: choose, fill in, check by the rules, save."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import Length, Optional

from tracker import actions, domain, store
from tracker.access import Permission
from tracker.actions.casework.status import ChangedSince, Update
from tracker.domain.casework.contact import Informant, Outcome
from tracker.domain.history.activities_by_age import (
    groups,
    has_employer,
    possible,
    unavailable,
)
from tracker.domain.history.membership import Folded
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.activity import ACTIVITIES, Activity, activity
from tracker.domain.reference.england import HERE
from tracker.domain.reference.institution import InstitutionRef
from tracker.store.casework.entries import StatusEntry
from tracker.store.institutions.institution_names import Match
from tracker.store.people.records import Person
from tracker.web import refusals
from tracker.web.acting import act, now, today
from tracker.web.adviser import bp
from tracker.web.adviser.person_page import in_words
from tracker.web.forms import SHORT, Day, Form, Needed, Radios, Text, Tick, entered
from tracker.web.front import incoming
from tracker.web.guard import me, requires, scope, standing_person
from tracker.web.look.suggestions import suggestions
from tracker.wording.details import title

#: How many places a type-ahead field shows, and a page offers to choose from.
TYPED_AHEAD, CHOSEN_FROM = 8, 12
AS_TYPED = "as typed"
#: An update so soon after a contact is taken to come from that call.
_JUST_NOW = timedelta(minutes=15)


class StatusForm(Form):
    starts = Day("When did it start?")
    provider = Text("Where?", [SHORT])
    provider_key = HiddenField(validators=[Optional(), Length(max=250)])
    expected_end = Day("When is it expected to end?")
    review = Day("When is it due for review?")
    neet_since = Day("NEET since, if that is earlier (optional)")
    characteristic = Tick("")
    informant = Radios(
        "Who did you hear it from?",
        [Needed("Select who you heard it from.")],
        choices=[(str(each), each.label) for each in Informant],
    )
    learned = Day("When did you find out?")
    seen = HiddenField(validators=[Optional(), Length(max=20)])


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of the form about one activity, and no others."""

    activity: Activity
    provider: bool
    employer: bool
    characteristic: str | None  # the title of one that is needed and not on record


@bp.route("/people/<int:number>/status", methods=["GET", "POST"])
@requires(Permission.UPDATE_STATUS)
def status(number: int) -> ResponseReturnValue:
    person = standing_person(number)
    known = actions.casework.contacts.folded(person, today())
    if known is None or known.known.identity.born is None:
        flash(
            "Their date of birth is not known, so their status cannot be updated yet."
        )
        return redirect(url_for("adviser.person", number=number))
    chosen = ACTIVITIES.get(request.values.get("activity", ""))
    offered = _possible(known)
    if chosen not in offered or chosen is None:
        return _choose(
            person, known, missed=bool({"sent", "activity"} & set(request.values))
        )
    return _fill_in(person, known, _questions(chosen, known))


def _possible(known: Folded) -> tuple[Activity, ...]:
    born = known.known.identity.born
    assert born is not None
    return possible(born, today(), send=known.known.send)


def _choose(person: Person, known: Folded, *, missed: bool) -> ResponseReturnValue:
    born = known.known.identity.born
    assert born is not None
    return render_template(
        "adviser/status/choose.html",
        person=person,
        groups=groups(_possible(known)),
        left_out=unavailable(born, today(), send=known.known.send),
        position=known.position,
        missed=missed,
    )


def _questions(activity: Activity, known: Folded) -> Questions:
    needed = activity.needs_characteristic
    lacking = needed is not None and needed not in known.known.characteristics
    return Questions(
        activity=activity,
        provider=activity.at_provider,
        employer=has_employer(activity),
        characteristic=title(domain.reference.codes.CHARACTERISTICS, needed)
        if lacking
        else None,
    )


def _fill_in(
    person: Person, known: Folded, questions: Questions
) -> ResponseReturnValue:
    form = StatusForm(
        informant=_spoken_to(person), learned=today(), characteristic=True
    )
    if not form.seen.data:
        newest = actions.casework.status.newest_of_others(person.id, act=act())
        form.seen.data = str(newest) if request.method == "GET" else ""
    choices: Sequence[Match] = ()
    step = request.form.get("step")
    if form.validate_on_submit() and step != "edit":
        where, choices = _where(form, questions)
        if not form.summary and not choices:
            with refusals.in_form(form):
                return _answer(
                    person, known, questions, form, where, save=step == "save"
                )
    return render_template(
        "adviser/status/fill_in.html",
        form=form,
        person=person,
        questions=questions,
        choices=choices,
        as_typed=AS_TYPED,
        today=today(),
    )


def _spoken_to(person: Person) -> Informant | None:
    """The informant of the contact that the user has just recorded, if there is one."""
    for made in store.casework.contacts.of(person.id)[:1]:
        if made.written_by == me().email and now() - made.written_at <= _JUST_NOW:
            return Outcome(made.outcome).informant
    return None


def _answer(
    person: Person,
    known: Folded,
    questions: Questions,
    form: StatusForm,
    where: InstitutionRef | None,
    *,
    save: bool,
) -> ResponseReturnValue:
    """The page that checks the update, or the answer once saved.

    Raises Refusal with the reason.
    """
    update = _update(questions, form, where)
    seen, changed = incoming.number(form.seen.data or ""), None
    if save:
        try:
            entry = actions.casework.status.save(
                person.id, update, seen=seen, within=scope(), act=act()
            )
        except ChangedSince as since:
            # Shown once: a user who saves again has seen it.
            changed, form.seen.data = since.newer, str(since.newer.entry)
        else:
            what = questions.activity.title
            flash(f"Saved: {what}. To undo it, take back entry {entry}.")
            return redirect(url_for("adviser.person", number=person.id))
    foreseen = actions.casework.status.foresee(
        person,
        update,
        known,
        database=current_app.config["TRACKER"].needed_database_id,
        act=act(),
    )
    position = foreseen.after.position
    return render_template(
        "adviser/status/check.html",
        person=person,
        questions=questions,
        update=update,
        foreseen=foreseen,
        position=position,
        before=known.position,
        place=in_words.place_of(position),
        where=where.name if where else "",
        kept=_kept(form),
        needed=questions.characteristic,
        changed=_in_words(changed) if changed is not None else None,
    )


def _in_words(newer: StatusEntry) -> str:
    """What a colleague or a file has recorded since the page was opened."""
    doing, place = newer.statement, ""
    if doing.at is not None:
        known = store.institutions.register.directory().resolve(doing.at)
        name = known.name if known is not None else doing.at.name
        place = f" at {name}" if name else ""
    known_as = store.accounts.users.by_email(newer.made_by)
    who = known_as.name if known_as is not None else newer.made_by
    what = activity(doing.activity).title if doing.activity else "a place"
    when = newer.recorded_at.astimezone(HERE)
    return f"{who} recorded {what}{place} at {when:%H:%M} on {say_date(when.date())}."


def _kept(form: StatusForm) -> list[tuple[str, str]]:
    """Everything that was entered, for the form of the next page."""
    now_ = [("provider_key", form.provider_key.data), ("seen", form.seen.data)]
    return [
        *entered("step", "provider_key", "seen"),
        *((name, value) for name, value in now_ if value),
    ]


def _update(
    questions: Questions, form: StatusForm, where: InstitutionRef | None
) -> Update:
    def answer(field: Day, wanted: bool) -> date | None:
        day: date | None = field.data if wanted else None
        return day

    activity = questions.activity
    return Update(
        activity=activity,
        learned_on=form.learned.data or today(),
        informant=Informant(form.informant.data),
        starts=form.starts.data,
        at=where,
        expected_end=answer(form.expected_end, activity.needs_expected_end),
        review=answer(form.review, activity.needs_review),
        neet_since=answer(form.neet_since, activity.needs_neet_start),
        characteristic=questions.characteristic is not None
        and bool(form.characteristic.data),
    )


def _where(
    form: StatusForm, questions: Questions
) -> tuple[InstitutionRef | None, Sequence[Match]]:
    """The place that was entered, or the places that it may mean."""
    text = (form.provider.data or "").strip()
    key = form.provider_key.data or ""
    if questions.employer:
        return (InstitutionRef(name=text) if text else None), ()
    if not questions.provider or (not text and not key):
        return None, ()
    if key == AS_TYPED:
        return InstitutionRef(name=text), ()
    chosen = store.institutions.institution_names.by_key(key) if key else None
    if chosen is not None:
        return store.institutions.institution_names.named(chosen), ()
    matches = store.institutions.institution_names.find(text, limit=CHOSEN_FROM)
    one = _only(matches, text)
    if one is not None:
        form.provider_key.data = one.institution.key
        return store.institutions.institution_names.named(one), ()
    if not matches:
        form.refuse(
            "provider",
            f"No school, college or provider is called “{text}”. Try fewer words, its "
            "town or its URN, or keep the name as you typed it.",
        )
    return None, matches


def _only(matches: Sequence[Match], text: str) -> Match | None:
    """The only match, or the only one with exactly this name; else None."""
    if len(matches) == 1:
        return matches[0]
    same = [
        each for each in matches if each.institution.name.casefold() == text.casefold()
    ]
    return same[0] if len(same) == 1 else None


@bp.get("/providers")
@requires(Permission.UPDATE_STATUS)
def providers() -> ResponseReturnValue:
    """The places that the typed words may mean."""
    matches = store.institutions.institution_names.find(
        request.args.get("q", ""), limit=TYPED_AHEAD
    )
    return suggestions(matches, about)


def about(match: Match) -> str:
    """How an institution differs from others: town, URN, old name, closure."""
    what = match.institution
    parts = (
        what.town,
        f"URN {what.urn}" if what.urn else None,
        f"was {match.formerly}" if match.formerly else None,
        "closed" if what.closed and what.closed <= today() else None,
    )
    return ", ".join(filter(None, parts))


bp.add_app_template_global(about, "about_institution")
