"""Sharing a list: the page says by what law and agreement before the file is given."""

import io
import re
from collections.abc import Callable, Sequence

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.law.parties import Party
from tracker.actions.law.permits import Permit
from tracker.actions.law.services.own_lists import OwnList
from tracker.actions.law.shared_lists import SharedList
from tracker.domain.law.gateways import (
    FIELDS,
    GATEWAYS,
    OWN_LIST,
    SUPPORT,
    Gateway,
    unprotected,
)
from tracker.domain.reference.academic_year import say_date
from tracker.refusal import Refusal
from tracker.store.law.agreements import Agreement
from tracker.store.law.disclosures import Disclosure
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.attachments import attachment
from tracker.web.forms import Choice, Day, Form, Needed, Radios, Text, Ticks, Words
from tracker.web.front import incoming
from tracker.web.guard import found, may, me, requires, scope
from tracker.web.named import naming
from tracker.web.officer import bp
from tracker.wording.counts import counted

#: The gateways whose lists are made here, of people that the user chooses.
_LISTS = (SUPPORT, OWN_LIST, "work-list")
#: A list is of at most so many people that were entered by number.
MOST_NUMBERS = 1_000


class Recipient(Form):
    """The first step: by which agreement."""

    class Meta:
        csrf = False

    agreement = Choice("Who is it for?", [Needed("Choose who it is for.")])


class Sharing(Form):
    """Who and what is on the list."""

    who = Radios("Who is on it?", choices=[("chosen", "Young people by number")])
    people = Words(
        "Their numbers",
        description="Separated by spaces or lines.",
        render_kw={"params": {"rows": 4}},
    )
    fields = Ticks("What is on it?", validate_choice=False)
    expires = Day("To be deleted by (optional)")
    what = Text("What is it?", description="In a few words, such as “New in October”.")
    form = Radios(
        "File", choices=[("xlsx", "Workbook"), ("csv", "CSV")], default="xlsx"
    )


@bp.get("/share")
@requires(Permission.SHARE_LISTS)
def share() -> ResponseReturnValue:
    form = Recipient(request.args)
    live = _live()
    form.agreement.choices = [
        ("", "Choose"),
        *(
            (str(each.id), f"{each.party_name}: {GATEWAYS[each.gateway].title}")
            for each in live
        ),
    ]
    number = incoming.number(request.args.get("agreement"))
    if number in {each.id for each in live}:
        return redirect(url_for("officer.share_list", number=number))
    return render_template("officer/share_for.html", form=form, live=live)


@bp.route("/share/<int:number>", methods=["GET", "POST"])
@requires(Permission.SHARE_LISTS, fresh=True)
def share_list(number: int) -> ResponseReturnValue:
    """Shows what would be shared and why it may, then gives the file."""
    agreement = _agreement(number)
    form = _form(agreement)
    if form.validate_on_submit():
        with refusals.in_form(form, shown_at={"party": "who"}):
            permitted, shared = _prepared(agreement, form)
            if request.form.get("step") == "share":
                return _given(permitted, shared, form)
            return _page(agreement, form, permitted, shared)
    return _page(agreement, form)


def _live() -> list[Agreement]:
    return [
        each
        for each in store.law.agreements.every(within=scope())
        if each.gateway in _LISTS and each.is_live(today())
    ]


def _agreement(number: int) -> Agreement:
    agreement = found(store.law.agreements.get(number, within=scope()))
    return found(agreement if agreement.gateway in _LISTS else None)


def _gateway(agreement: Agreement) -> Gateway:
    return GATEWAYS[agreement.gateway]


def _form(agreement: Agreement) -> Sharing:
    form = Sharing()
    own = _own_lists(agreement)
    of_learners = agreement.gateway == SUPPORT
    if agreement.gateway == OWN_LIST:
        del form.people
        form.who.label.text = "Which of their lists?"
        form.who.choices = [
            (
                str(each.batch),
                f"{each.title}, {say_date(each.as_at)}: "
                f"{counted(each.people, 'young person', 'young people')} on record "
                f"(batch {each.batch})",
            )
            for each in own
        ]
    elif of_learners:
        form.who.choices = [
            ("enrolled", f"Everyone who is at {agreement.party_name} today"),
            ("chosen", "Young people by number"),
        ]
    covered = unprotected(agreement.fields)
    form.fields.choices = [(name, FIELDS[name].label) for name in covered]
    if not form.is_submitted():
        form.fields.data = covered
        form.who.data = "enrolled" if of_learners else "chosen"
        if own:
            form.who.data = str(own[0].batch)
    return form


def _own_lists(agreement: Agreement) -> list[OwnList]:
    """The lists that the service sent; none where its agreement is of other people."""
    if agreement.gateway != OWN_LIST:
        return []
    return actions.law.services.own_lists.of_party(
        _party(agreement), sealed=may(Permission.SEE_SEALED), act=act()
    )


def _party(agreement: Agreement) -> Party:
    return Party(_gateway(agreement).party, agreement.party, agreement.party_name)


def _prepared(agreement: Agreement, form: Sharing) -> tuple[Permit, SharedList]:
    """The permit and the list. Raises Refusal."""
    law = actions.law
    gateway = _gateway(agreement)
    recipient = _party(agreement)
    permitted = law.disclosing.permit(
        recipient,
        gateway.key,
        law.agreements.check_fields(gateway, form.fields.data or ()),
        expires_on=form.expires.data,
        act=act(),
    )
    if gateway.key == OWN_LIST:
        return permitted, _with_statuses(permitted, int(form.who.data or 0))
    if form.who.data == "enrolled":
        actions.history.positions.refresh([today()], within=scope())
        people: Sequence[int] = law.shared_lists.enrolled(
            recipient.key, on=today(), authority=me().authority
        )
    else:
        people = _numbers(form.people.data or "")
    return permitted, law.shared_lists.prepare(permitted, people, act=act())


def _with_statuses(permitted: Permit, batch: int) -> SharedList:
    """What those on a service's own list do, with the numbers that the service has."""
    own_lists = actions.law.services.own_lists
    shared = actions.law.shared_lists.prepare(
        permitted, own_lists.people_of(batch), act=act()
    )
    return actions.law.shared_lists.with_first(
        shared,
        own_lists.OWN_NUMBER,
        own_lists.own_numbers(batch, shared.people, act=act()),
    )


def _numbers(text: str) -> list[int]:
    words = re.split(r"[\s,;]+", text.strip())
    numbers = [incoming.number(each) for each in words if each]
    if not numbers or None in numbers or len(numbers) > MOST_NUMBERS:
        raise Refusal(
            f"Enter the numbers of at most {MOST_NUMBERS:,} young people, such as "
            "123 456.",
            "people",
        )
    return [each for each in numbers if each is not None]


def _given(permitted: Permit, shared: SharedList, form: Sharing) -> ResponseReturnValue:
    what = (form.what.data or "").strip()[:200] or permitted.gateway.title
    return downloaded(
        permitted,
        shared,
        form.form.data or "xlsx",
        lambda write: actions.law.shared_lists.share(
            permitted, shared, write, what=what, act=act()
        ),
    )


def downloaded(
    permitted: Permit,
    shared: SharedList,
    ending: str,
    share: Callable[[Callable[[Disclosure], None]], Disclosure],
) -> ResponseReturnValue:
    """The file of a list, once ``share`` has recorded its disclosure.

    ``share`` is given what writes the file. What it refuses is raised.
    """
    file = io.BytesIO()

    def write(disclosure: Disclosure) -> None:
        actions.law.shared_lists.write_file(
            file,
            ending,
            permitted,
            shared,
            disclosure,
            organisation=current_app.config["TRACKER"].organisation,
            on=today(),
        )

    made = share(write)
    naming.note(shared.people)
    return attachment(f"{made.mark}.{ending}", file.getvalue())


def _page(
    agreement: Agreement,
    form: Sharing,
    permitted: Permit | None = None,
    shared: SharedList | None = None,
) -> ResponseReturnValue:
    return render_template(
        "officer/share.html",
        agreement=agreement,
        gateway=_gateway(agreement),
        form=form,
        permitted=permitted,
        shared=shared,
        action=url_for("officer.share_list", number=agreement.id),
    )
