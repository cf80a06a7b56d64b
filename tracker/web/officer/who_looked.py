"""Who looked at records: at one record, one user's looks, and looks for review."""

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.law.looks.looking import DAYS_BACK
from tracker.domain.law.look_reasons import REASONS
from tracker.domain.law.second_look import FINDINGS, KINDS, OF_SEALED, Entry
from tracker.domain.reference.england import HERE
from tracker.store.law.sealed_looks import SealedLook
from tracker.store.people.records import Person
from tracker.web import paging, refusals
from tracker.web.acting import act, now
from tracker.web.forms import Choice, Form, Words
from tracker.web.front import incoming
from tracker.web.guard import found, me, requires, scope
from tracker.web.officer import bp

#: The looks that one page shows, the newest first.
MOST = 500


class Review(Form):
    finding = Choice("What you found")
    note = Words("Note (optional)")


def _form() -> Review:
    form = Review()
    form.finding.choices = [("", "Select"), *FINDINGS.items()]
    return form


@bp.get("/who-looked")
@requires(Permission.SEE_SHARING)
def who_looked() -> ResponseReturnValue:
    listed = actions.law.looks.looking.second_looks(
        within=scope(), until=now(), zone=HERE
    )
    page = paging.page(len(listed))
    return render_template(
        "officer/second_look.html",
        listed=listed[page.offset : page.last_row],
        page=page,
        kinds=KINDS,
        findings=FINDINGS,
        names=store.accounts.users.names(within=scope()),
        days_back=DAYS_BACK,
    )


@bp.get("/who-looked/record")
@requires(Permission.SEE_SHARING)
def who_looked_at() -> ResponseReturnValue:
    given = request.args.get("person", "").strip()
    person = _person(given) if given else None
    looks = (
        store.law.looked.at_person(person.id, within=scope(), most=MOST)
        if person is not None
        else []
    )
    return render_template(
        "officer/looked_at.html",
        given=given,
        person=person,
        looks=looks,
        most=MOST,
        names=store.accounts.users.names(within=scope()),
    )


def _person(given: str) -> Person | None:
    number = incoming.number(given)
    if number is None:
        return None
    return store.people.records.get(number, within=scope())


@bp.get("/who-looked/user")
@requires(Permission.SEE_SHARING)
def who_looked_by() -> ResponseReturnValue:
    names = store.accounts.users.names(within=scope())
    given = request.args.get("user", "")
    lines = store.law.looked.by_user(given, within=scope(), most=MOST) if given else []
    return render_template(
        "officer/looked_by.html",
        given=given,
        users=sorted(names.items(), key=lambda each: each[1].casefold()),
        lines=[
            (line, store.law.looked.people_of(line), why)
            for line, why in zip(
                lines, store.law.looked.reasons(lines, within=scope()), strict=True
            )
        ],
        most=MOST,
    )


@bp.route("/who-looked/review", methods=["GET", "POST"])
@requires(Permission.SEE_SHARING)
def who_looked_review() -> ResponseReturnValue:
    entry, form = _entry(), _form()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.law.looks.looking.review(
                entry,
                form.finding.data or "",
                form.note.data or "",
                permissions=me().does.permissions,
                within=scope(),
                act=act(),
            )
            flash("Marked as looked into.")
            return redirect(url_for("officer.who_looked"))
    return render_template(
        "officer/look_review.html",
        form=form,
        entry=entry,
        kind=found(KINDS.get(entry.kind)),
        given=_given(entry),
        reasons=REASONS,
        names=store.accounts.users.names(within=scope()),
    )


def _given(entry: Entry) -> list[SealedLook]:
    """The openings of what is sealed that an entry is about, with their reasons."""
    if entry.kind != OF_SEALED or entry.person is None:
        return []
    looks = store.law.sealed_looks.of_user(entry.person, entry.by, within=scope())
    return [
        each for each in looks if each.opened_at.astimezone(HERE).date() == entry.on
    ]


def _entry() -> Entry:
    """The entry that the address names; a damaged address is not found."""
    try:
        on = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        abort(404)
    given = request.args.get("person", "")
    person = _person(given) if given else None
    if given and person is None:
        abort(404)
    return Entry(
        found(request.args.get("kind")),
        request.args.get("by", ""),
        on,
        person.id if person is not None else None,
        0,
    )
