"""Reporting a withdrawal: a notice that one student has left, in two minutes."""

import io
from collections.abc import Mapping
from datetime import date
from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import actions, domain, store
from tracker.access import Permission
from tracker.actions.law import parties
from tracker.domain.history.person import Identity
from tracker.domain.law.gateways import GATEWAYS
from tracker.domain.reference.identifiers import Postcode, Uln, Upn
from tracker.store.accounts.audit import Action
from tracker.store.law.disclosures import Criteria, Disclosure
from tracker.store.leavers.notices import DONE, Notice
from tracker.web import paging, refusals
from tracker.web.acting import act, today
from tracker.web.attachments import attachment
from tracker.web.forms import Day, Form, Needed, Text, Words
from tracker.web.guard import found, me, own_keys, requires, scope
from tracker.web.school import bp, own_institution

LONGEST_NAME, LONGEST_NOTE = 100, 2000


class Withdrawal(Form):
    given = Text("First name", [Needed("Enter the first name.")])
    family = Text("Family name", [Needed("Enter the family name.")])
    born = Day("Date of birth")
    number = Text("ULN or UPN", [Optional()])
    postcode = Text("Home postcode", [Optional()])
    last_day = Day("Last day with you", [Needed("Enter the last day with you.")])
    next_step = Text("Next step, if you know", [Optional()])
    note = Words("Anything that would help us to help them", [Optional()])


@bp.route("/withdrawals/new", methods=["GET", "POST"])
@requires(Permission.SEND_LIST)
def withdrawal() -> ResponseReturnValue:
    form = Withdrawal()
    if form.validate_on_submit() and (who := _student(form)) is not None:
        with refusals.in_form(form), own_institution.as_council():
            notice = actions.leavers.notices.record_notice(
                who,
                last_day=form.last_day.data,
                next_step=(form.next_step.data or "").strip(),
                note=(form.note.data or "").strip(),
                institution=own_institution.mine(),
                act=act(),
            )
            flash("Sent to the council. This is your receipt.")
            return redirect(url_for("school.withdrawal_receipt", number=notice.id))
    return render_template("school/withdrawals/new.html", form=form)


def _student(form: Withdrawal) -> Identity | None:
    """The student as entered; None where a value cannot be right."""
    number = "".join((form.number.data or "").split()).upper()
    upn = uln = postcode = None
    if number:
        parsed = (Uln if number.isdigit() else Upn).parse(number)
        if parsed.value is None:
            form.refuse("number", str(parsed.reason))
        elif number.isdigit():
            uln = parsed.value
        else:
            upn = parsed.value
    if form.postcode.data and form.postcode.data.strip():
        where = Postcode.parse(form.postcode.data)
        postcode = where.value
        if postcode is None:
            form.refuse("postcode", str(where.reason))
    for field, most in (
        ("given", LONGEST_NAME),
        ("family", LONGEST_NAME),
        ("next_step", LONGEST_NOTE),
        ("note", LONGEST_NOTE),
    ):
        if len(getattr(form, field).data or "") > most:
            form.refuse(field, f"Enter {most:,} characters or fewer.")
    if form.summary:
        return None
    return Identity(
        given=" ".join((form.given.data or "").split()),
        family=" ".join((form.family.data or "").split()),
        born=form.born.data,
        upn=upn,
        uln=uln,
        postcode=postcode,
    )


def authority_of(notice: Notice) -> str:
    """The council of the student's home, in words."""
    code = domain.reference.codes.AUTHORITIES.get(notice.lives_in or "")
    return code.title if code is not None else "another council"


@bp.get("/withdrawals")
@requires(Permission.SEND_LIST)
def withdrawals() -> ResponseReturnValue:
    keys = own_keys()
    shown, rows = paging.read(
        partial(store.leavers.notices.page, within=scope(), of=keys)
    )
    return render_template("school/withdrawals/withdrawals.html", rows=rows, page=shown)


#: What the file about those who left has of each.
_WHERE_NOW = ("name", "upn", "status", "since", "institution", "confirmed")
#: The page has so many of the files that were taken.
_FILES_SHOWN = 20


@bp.get("/withdrawals/where")
@requires(Permission.SEND_LIST)
def withdrawn_where() -> ResponseReturnValue:
    """Those that the institution reported as left, as a file with where they are."""
    with own_institution.as_council():
        own_institution.refuse_while_suspended("leavers")
        reported, known = _left_early()
        taken = store.law.disclosures.page(
            Criteria(party=own_institution.mine().key, gateways=("leavers",)),
            within=own_institution.everybody(),
            limit=_FILES_SHOWN,
        )
    return render_template(
        "school/withdrawals/where.html",
        institution=own_institution.mine(),
        reported=len(reported),
        known=len(known),
        taken=[each for each in taken if each.what == _WHAT],
        gateway=GATEWAYS["leavers"],
    )


_WHAT = "Those who left in the course of the year"


def _left_early() -> tuple[Mapping[int, date], set[int]]:
    """The last day of those reported as left, and which of them are known elsewhere."""
    return actions.leavers.left_early.with_known(
        own_institution.mine(), own_keys(), on=today(), authority=me().authority
    )


@bp.get("/withdrawals/where.<any(csv, xlsx):form>")
@requires(Permission.SEND_LIST)
def withdrawn_where_file(form: str) -> ResponseReturnValue:
    file, lists = io.BytesIO(), actions.law.shared_lists
    institution = own_institution.mine()
    with refusals.kept() as problem, own_institution.as_council():
        own_institution.refuse_while_suspended("leavers")
        reported, known = _left_early()
        permitted = actions.law.disclosing.permit(
            parties.institution(institution), "leavers", _WHERE_NOW, act=act()
        )
        shared = lists.prepare(permitted, sorted(known), act=act())
        shared = lists.with_first(
            shared,
            "Last day with you",
            {each: f"{reported[each]:%d/%m/%Y}" for each in shared.people},
        )

        def write(disclosure: Disclosure) -> None:
            lists.write_file(
                *(file, form, permitted, shared, disclosure),
                organisation=own_institution.authority_name(),
                on=today(),
            )

        made = lists.share(permitted, shared, write, what=_WHAT, act=act())
        act().note_alone(
            Action.LEAVERS_DOWNLOADED,
            f"those who left {institution.name}",
            why="left in the course of the year",
            people=shared.people,
            form=form,
            mark=made.mark,
        )
        mark = made.mark
    if problem:
        flash(problem.sentence, "refused")
        return redirect(url_for("school.withdrawn_where"))
    return attachment(f"{mark}.{form}", file.getvalue())


def _notice(number: int) -> Notice:
    """A notice of this school or college; anybody else's is not found."""
    keys = own_keys()
    return found(store.leavers.notices.get(number, within=scope(), of=keys))


@bp.get("/withdrawals/<int:number>")
@requires(Permission.SEND_LIST)
def withdrawal_receipt(number: int) -> ResponseReturnValue:
    notice = _notice(number)
    return render_template(
        "school/withdrawals/receipt.html",
        notice=notice,
        institution=own_institution.mine(),
        home_council=authority_of(notice),
        may_withdraw=notice.state not in DONE,
    )


@bp.post("/withdrawals/<int:number>/take-back")
@requires(Permission.SEND_LIST)
def withdrawal_take_back(number: int) -> ResponseReturnValue:
    notice = _notice(number)
    with refusals.flashed(), own_institution.as_council():
        actions.leavers.notices.withdraw(
            notice, within=own_institution.everybody(), act=act()
        )
        flash("Taken back. The notice no longer counts.")
    return redirect(url_for("school.withdrawal_receipt", number=number))
