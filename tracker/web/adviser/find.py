"""Finding a young person by any detail an adviser has, and adding a new one."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, domain, store
from tracker.access import Permission
from tracker.actions.people.adding import Newcomer
from tracker.domain.history.person import Identity
from tracker.domain.reference.identifiers import Postcode, Uln, Upn
from tracker.linkage.comparing.differences import differences
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp, narrowing
from tracker.web.adviser.person_page import in_words
from tracker.web.adviser.person_page.particulars import past_year_11
from tracker.web.forms import SHORT, Choice, Day, Form, Needed, Text, entered
from tracker.web.guard import me, requires, scope
from tracker.wording.details import of_field, title

MOST_FOUND = 50


@bp.get("/find")
@requires(Permission.SEE_PEOPLE)
def find() -> ResponseReturnValue:
    words = " ".join(request.args.get("q", "").split())[:200]
    found = None
    with refusals.kept() as problem:
        if words:
            found = store.people.finding.find(words, within=scope(), limit=MOST_FOUND)
    people = [each.id for each in found.people] if found else []
    members = store.history.positions.of(people, narrowing.newest_day())
    register = store.institutions.register.directory()
    schools = {
        each.person: register.by_key(each.year_11_school)
        for each in members.values()
        if each.year_11_school
    }
    return render_template(
        "adviser/find/find.html",
        words=words,
        problem=problem.sentence,
        found=found,
        members=members,
        schools=schools,
        in_words=in_words,
        past_year_11=past_year_11,
        today=today(),
    )


class AddForm(Form):
    given = Text("Given name", [Needed("Enter the given name."), SHORT])
    middle = Text("Middle name (optional)", [SHORT])
    family = Text("Family name", [Needed("Enter the family name."), SHORT])
    born = Day("Date of birth", [Needed("Enter the date of birth.")])
    sex = Choice(
        "Sex",
        choices=[("", "Not known")]
        + [
            (each.value, each.title)
            for each in domain.reference.codes.GENDERS
            if each.value != domain.reference.codes.GENDER_NOT_KNOWN
        ],
    )
    line1 = Text("Address (optional)", [SHORT])
    town = Text("Town (optional)", [SHORT])
    postcode = Text("Postcode (optional)", [SHORT])
    phone = Text("Phone (optional)", [SHORT])
    email = Text("Email (optional)", [SHORT])
    upn = Text("UPN (optional)", [SHORT])
    uln = Text("ULN (optional)", [SHORT])


@bp.route("/people/add", methods=["GET", "POST"])
@requires(Permission.ADD_PEOPLE)
def add() -> ResponseReturnValue:
    form = AddForm()
    if form.validate_on_submit() and "change" not in request.form:
        newcomer = _newcomer(form)
        if not form.summary:
            with refusals.in_form(form):
                return _add(newcomer)
    return render_template("adviser/find/add.html", form=form)


def _newcomer(form: AddForm) -> Newcomer:
    """The young person as entered; a wrong value is refused beside its field."""
    read: dict[str, str | None] = {}
    for name, parse in (
        ("postcode", Postcode.parse),
        ("upn", Upn.parse),
        ("uln", Uln.parse),
    ):
        parsed = parse(getattr(form, name).data)
        if parsed.reason:
            form.refuse(name, parsed.reason)
        read[name] = parsed.value
    return Newcomer(
        identity=Identity(
            given=_plain(form.given),
            middle=_plain(form.middle),
            family=_plain(form.family),
            born=form.born.data,
            sex=form.sex.data or None,
            postcode=read["postcode"],
            upn=read["upn"],
            uln=read["uln"],
        ),
        address={"line1": _plain(form.line1), "town": _plain(form.town)},
        phone=_plain(form.phone),
        email=_plain(form.email),
    )


def _plain(field: Any) -> str:
    return " ".join((field.data or "").split())


def _add(newcomer: Newcomer) -> ResponseReturnValue:
    """Adds a young person; shows first who may be the same, or lives elsewhere."""
    actions.people.adding.check_details(newcomer.identity, today())
    candidates = actions.people.adding.similar(newcomer.identity, within=scope())
    elsewhere = actions.people.adding.lives_elsewhere(newcomer.identity, me().authority)
    if "new" in request.form or not (candidates or elsewhere):
        number = actions.people.adding.add(newcomer, act=act())
        flash(f"{newcomer.identity.full_name} was added.")
        return redirect(url_for("adviser.person", number=number))
    known = {
        each.id: each
        for each in store.people.records.records(
            [c.person for c in candidates], within=scope()
        )
    }
    beside = [
        (
            candidate,
            known[candidate.person],
            {
                each.field: each
                for each in differences(
                    newcomer.identity, known[candidate.person].identity
                )
            },
        )
        for candidate in candidates
        if candidate.person in known
    ]
    return render_template(
        "adviser/find/likely.html",
        newcomer=newcomer,
        candidates=beside,
        fields={
            each.field: each.a
            for _, _, compared in beside
            for each in compared.values()
        },
        of_field=of_field,
        elsewhere=title(domain.reference.codes.AUTHORITIES, elsewhere)
        if elsewhere
        else "",
        kept=entered("new", "change"),
    )
