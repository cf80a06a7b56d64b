"""The page: shown, checked by the rules of the return, saved, and on to the next one.

It is saved at once where nothing is wrong. A save that would break a rule of the
return, or that a better source overrules, is shown first; so is a status that others
have recorded since the page was opened. Saving again is the decision.
"""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.casework.not_known import looked_for
from tracker.actions.casework.record_check import OneRecord
from tracker.actions.casework.status import ChangedSince, Foreseen
from tracker.actions.casework.what_happened import Happened, Saved
from tracker.actions.history.known_person import Known
from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.casework.what_happened import kind_of
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.activity import ACTIVITIES, activity
from tracker.domain.reference.england import HERE
from tracker.store.casework.entries import StatusEntry
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp, rounds
from tracker.web.adviser.happened import fields, options
from tracker.web.adviser.happened.fields import HappenedForm
from tracker.web.adviser.happened.places import AS_TYPED
from tracker.web.adviser.happened.reading import Questions, Read, questions, read
from tracker.web.adviser.person_page import in_words
from tracker.web.adviser.person_page.before_you_speak import before_you_speak
from tracker.web.front import incoming
from tracker.web.guard import (
    may,
    may_see_contact,
    me,
    requires,
    scope,
    standing_person,
)

#: How many of the latest contacts stand beside the form.
SHOWN = 3


@bp.route("/people/<int:number>/what-happened", methods=["GET", "POST"])
@requires(Permission.RECORD_CONTACT)
def what_happened(number: int) -> ResponseReturnValue:
    return _page(number)


# Kept forms and bookmarks have these addresses.
@bp.route("/people/<int:number>/contact", methods=["GET", "POST"])
@requires(Permission.RECORD_CONTACT)
def contact(number: int) -> ResponseReturnValue:
    return _page(number)


@bp.route("/people/<int:number>/status", methods=["GET", "POST"])
@requires(Permission.UPDATE_STATUS)
def status(number: int) -> ResponseReturnValue:
    return _page(number)


def _page(number: int) -> ResponseReturnValue:
    person = standing_person(number)
    known = Known.of(person, today())
    if known is None:
        return redirect(url_for("adviser.person", number=number))
    about = questions(known)
    form = _form(about)
    if not form.is_submitted():
        return _shown(form, about)
    entered = read(form, about)
    foreseen, changed = None, None
    if not form.summary:
        if entered.happened.update is not None:
            with refusals.in_form(form):
                foreseen = _foreseen(about, entered.happened)
        wrong = _worse(about, foreseen)
        if request.form.get("step") == fields.PREVIEW:
            pass
        elif wrong and form.checked.data != wrong:
            form.checked.data, changed = wrong, _since(form, about)
            if changed is not None:
                form.seen.data = str(changed.entry)
            return _shown(form, about, entered, foreseen, waits=True, changed=changed)
        else:
            with refusals.in_form(form):
                try:
                    return _save(form, about, entered, foreseen)
                except ChangedSince as since:
                    # Shown once: a user who saves again has seen it.
                    changed, form.seen.data = since.newer, str(since.newer.entry)
    return _shown(form, about, entered, foreseen, changed=changed)


def _form(about: Questions) -> HappenedForm:
    """The form with the dates that follow filled in."""
    follows = about.follows
    wanted = ACTIVITIES.get(request.args.get("activity", ""))
    first_doing = _first_doing(about)
    form = HappenedForm(
        channel=Channel.PHONE,
        made_on=today(),
        wrong=True,
        doing=fields.OTHER if wanted else first_doing,
        kind=str(kind_of(wanted)) if wanted else None,
        activity=wanted.code if wanted else None,
        starts=follows.starts,
        expected_end=follows.expected_end,
        review=follows.review,
        neet_since=follows.neet_since,
        characteristic=True,
        next=fields.AS_PROPOSED,
    )
    for field, first in (
        (form.next, fields.AS_PROPOSED),
        (form.doing, first_doing),
        (form.channel, str(Channel.PHONE)),
        (form.purpose, ""),
    ):
        # An older form does not have the question.
        if field.data in (None, "", "None"):
            field.data = first
    if request.method == "GET" and not form.seen.data:
        newest = actions.casework.status.newest_of_others(about.person.id, act=act())
        form.seen.data = str(newest)
    return form


def _first_doing(about: Questions) -> str:
    """The answer about the activity that is chosen as the page opens."""
    wanted = request.args.get("doing")
    if wanted == fields.SAME and about.same is not None:
        return fields.SAME
    # An issue that a confirmation would mend, of one with nothing to confirm.
    if wanted in (fields.SAME, fields.OTHER) or request.endpoint == "adviser.status":
        return fields.OTHER
    return fields.NOT_DISCUSSED


def _foreseen(about: Questions, happened: Happened) -> Foreseen:
    assert happened.update is not None
    return actions.casework.status.foresee(
        happened.update,
        about.reading,
        database=current_app.config["TRACKER"].needed_database_id,
        act=act(),
    )


def _worse(about: Questions, foreseen: Foreseen | None) -> str:
    """What a save would do that has to be seen first, as the form keeps it; "" if
    nothing.
    """
    if foreseen is None:
        return ""
    before = _broken(
        actions.casework.record_check.check_one(
            about.reading,
            day=today(),
            database=current_app.config["TRACKER"].needed_database_id,
        )
    )
    broken = sorted(_broken(foreseen.checked) - before)
    return " ".join([*broken, "overruled"] if foreseen.overruled else broken)


def _since(form: HappenedForm, about: Questions) -> StatusEntry | None:
    """The status that others have recorded since the page was opened."""
    seen = incoming.number(form.seen.data or "")
    newest = store.casework.entries.newest_status(about.person.id, besides=act().by)
    if seen is None or newest is None or newest.entry <= seen:
        return None
    return newest


def _broken(checked: OneRecord | None) -> set[str]:
    return {each.rule for each in checked.broken} if checked is not None else set()


def _save(
    form: HappenedForm, about: Questions, entered: Read, foreseen: Foreseen | None
) -> ResponseReturnValue:
    """Saves, says what was done, and opens the next person or this one again.

    Raises Refusal with the reason, and ChangedSince.
    """
    # Read before the save, which ends the transaction that has read the record.
    person, name = about.person.id, about.person.name
    saved = actions.casework.what_happened.save(
        about.reading,
        entered.happened,
        seen=incoming.number(form.seen.data or "") if form.seen.data else None,
        act=act(),
    )
    list_round = rounds.current(person)
    rounds.done(list_round, person, _reached(saved))
    words = _said(name, about, entered, saved, foreseen)
    flash(words, f"undo:{_undone_at(person, saved)}")
    if request.form.get("step") == fields.OPEN_NEXT and list_round is not None:
        return redirect(list_round.address_of_next())
    back = list_round.argument if list_round is not None else None
    return redirect(url_for("adviser.person", number=person, round=back))


def _reached(saved: Saved) -> bool:
    return saved.outcome is not None and saved.outcome.reached


def _undone_at(person: int, saved: Saved) -> str:
    """The address at which all that was saved is taken back together."""
    if saved.contact is not None:
        return url_for("adviser.contact_withdraw", number=saved.contact)
    return url_for("adviser.person", number=person, _anchor="by-hand")


def _said(
    name: str,
    about: Questions,
    entered: Read,
    saved: Saved,
    foreseen: Foreseen | None,
) -> str:
    """What was saved about the young person of that name, in words."""
    words = [
        f"Contact with {name} recorded: {saved.outcome}."
        if saved.outcome is not None
        else f"Recorded for {name}, as heard from someone else."
    ]
    position = foreseen.after.position if foreseen is not None else None
    if position is not None:
        words.append(
            f"Now: {position.activity.title}, since {say_date(position.starts)}."
        )
    then = saved.following
    if then.due is None:
        words.append("No further contact is planned.")
    else:
        words.append(f"{then.what or 'Next contact'}: {say_date(then.due)}.")
    if entered.happened.heard_on is not None:
        words.append(_not_confirmed(about))
    if saved.contact is None:
        words.append(f"To undo it, take back entry {saved.entry}.")
    return " ".join(words)


def _not_confirmed(about: Questions) -> str:
    """What hearsay leaves as it was."""
    position = about.known.position
    if position is None or position.lapses is None:
        return "It is kept, and confirms nothing: it is no contact."
    return (
        f"It is kept, and confirms nothing: {position.activity.title.lower()} is still "
        f"relied on until {say_date(position.lapses)}, if no contact confirms it."
    )


def _shown(
    form: HappenedForm,
    about: Questions,
    entered: Read | None = None,
    foreseen: Foreseen | None = None,
    *,
    waits: bool = False,
    changed: StatusEntry | None = None,
) -> str:
    person, known = about.person, about.known
    made_before = store.casework.contacts.of(person.id)
    list_round = rounds.current(person.id)
    return render_template(
        "adviser/happened/page.html",
        form=form,
        person=person,
        given=person.given or "them",
        known=known.known,
        before_you_speak=before_you_speak(
            known.known, known.evidence, me().does.permissions
        ),
        about=about,
        round=list_round,
        position=known.position,
        place=in_words.place_of(known.position),
        leads=looked_for.of_person(
            person.id,
            known.position,
            known.members[0].year_11_school if known.members else None,
            today=today(),
            within=scope(),
            may_read=may_see_contact,
        ),
        after=foreseen,
        after_place=in_words.place_of(foreseen.after.position) if foreseen else "",
        waits=waits,
        changed=_in_words(changed) if changed is not None else "",
        choices=entered.choices if entered is not None else (),
        options=options,
        as_typed=AS_TYPED,
        wrong_numbers=store.casework.contacts.wrong_numbers(made_before),
        last=[each for each in made_before if may_see_contact(each)][:SHOWN],
        never=not made_before,
        outcome=Outcome,
        may_update=may(Permission.UPDATE_STATUS) and bool(about.kinds),
        today=today(),
        age=in_words.age,
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
