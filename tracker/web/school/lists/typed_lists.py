"""A list filled in on a page: what pupils plan next, or the offers that they have.

Its rows are the pupils of *What is missing* who lack one. What is entered goes to the
page where a list is checked, and from there to the council.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.intake.uploads.typed_lists import (
    TYPED,
    Entry,
    Typed,
    is_typed,
    of_pupil,
)
from tracker.actions.year import cohort_ledgers
from tracker.domain.reference.institution import InstitutionKind
from tracker.domain.year.ledger_steps import State
from tracker.feeds.registry import FEEDS
from tracker.store.history.ledger.school_rows import Pupil
from tracker.store.intake.sendings import Sending, Sent
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.forms import Form
from tracker.web.front import incoming
from tracker.web.guard import found, me, own_keys, register, requires, scope
from tracker.web.named import naming
from tracker.web.school import bp, own_institution
from tracker.web.school.lists.which_list import next_page

#: So many pupils a page shows; the form group narrows a longer list.
MOST = 200
NO_GROUP = "No form group"
#: In an address: what this institution has filled in and sent.
SENT = "sent"


@dataclass(frozen=True, slots=True)
class Page:
    """A list to fill in: its pupils, and the form groups to choose from.

    ``form`` is the form group that the address names; "" for all.
    """

    typed: Typed
    left: int
    pupils: Sequence[Pupil]
    groups: Sequence[str]
    form: str
    #: What was filled in before, by what a pupil is known by; the address names which:
    #: "sent", or the number of a list that is not sent yet.
    earlier: Mapping[str, Entry] = field(default_factory=dict)
    again: str = ""
    instead_of: Sent | None = None

    @property
    def shown(self) -> Sequence[Pupil]:
        """The pupils of the page."""
        return self.pupils[:MOST]

    def link(self, **other: Any) -> str:
        """The address of the page with another list or form group."""
        given = {
            "of": self.typed.feed,
            "form": self.form or None,
            "again": self.again or None,
            **other,
        }
        return url_for("school.list_typed", **given)


def offered() -> list[str]:
    """The lists that the institution may fill in, the most usual first."""
    may = actions.intake.uploads.sendings.feeds_of(own_institution.mine())
    return [each for each in TYPED if each in may]


def _page() -> Page:
    """The list of the address: the pupils who leave next summer and lack it."""
    lists = offered()
    given = request.args.get("of", lists[0] if lists else None)
    typed = found(TYPED.get(given or "") if given in lists else None)
    own_institution.wait_for_ledger()
    year = cohort_ledgers.current(today())[-1]
    rows = store.history.ledger.school_rows.of(
        own_institution.mine().key, year, within=own_institution.leavers_scope()
    )
    again = request.args.get("again", "")
    earlier, instead_of = _earlier(typed, again)
    some = [
        each
        for each in rows
        if each.year_group in typed.year_groups
        and (
            of_pupil(each) in earlier
            if again
            else each.state(typed.step) in (State.MISSING, State.NOT_DUE)
        )
    ]
    # A list that is not sent yet is changed as a whole: the new one takes its place.
    form = request.args.get("form", "") if instead_of is None else ""
    return Page(
        typed,
        year.left,
        [each for each in some if form in ("", each.form_group or NO_GROUP)],
        sorted({each.form_group or NO_GROUP for each in some}),
        form,
        earlier,
        again,
        instead_of,
    )


def _earlier(typed: Typed, again: str) -> tuple[Mapping[str, Entry], Sent | None]:
    """What was filled in before: all that was sent, or one list that is not sent yet.

    Any other list is not found.
    """
    # The rows of a list also name the records that they matched, so a school's role
    # reads none.
    with own_institution.as_council():
        if again in ("", SENT):
            keys, lists = own_keys(), actions.intake.uploads.typed_lists
            return lists.filled_in(typed, of=keys, within=scope()), None
        number = found(incoming.number(again))
        sent = own_institution.own_sending(number)
        found(
            typed if link_to_change(sent) and sent.sending.feed == typed.feed else None
        )
        return actions.intake.uploads.typed_lists.entries(typed, [sent]), sent


def link_to_change(sent: Sent) -> str:
    """The page on which a filled-in list is changed before it is sent, or what was sent
    is filled in again; "" for any other list.
    """
    of, state = sent.sending, sent.sending.state
    if (
        not sent.is_read
        or sent.is_withdrawn
        or state == store.intake.sendings.State.TAKEN_BACK
        or not is_typed(of)
    ):
        return ""
    again = str(of.id) if state == store.intake.sendings.State.KEPT else SENT
    return url_for("school.list_typed", of=of.feed, again=again)


def _entered() -> Mapping[int, Entry]:
    """What was entered, by the number of the pupil's record."""
    of = incoming.of_rows(request.form, "word", "place", "course")
    return {
        row: Entry(word, of["place"].get(row, ""), of["course"].get(row, ""))
        for row, word in of["word"].items()
    }


@bp.route("/lists/typed", methods=["GET", "POST"])
@requires(Permission.SEND_LIST)
def list_typed() -> ResponseReturnValue:
    page, form = _page(), Form()
    entered = _entered()
    if page.instead_of or (page.again and not form.is_submitted()):
        before = {each.person: page.earlier[of_pupil(each)] for each in page.pupils}
        entered = {**before, **entered}
    if form.validate_on_submit():
        # A pupil who left the list meanwhile is not in it any more.
        chosen = [
            (each, entered[each.person])
            for each in page.pupils
            if each.person in entered and entered[each.person].word
        ]
        with refusals.in_form(form), own_institution.as_council():
            kept = _keep(page, chosen)
            return redirect(next_page(kept))
    naming.note([each.person for each in page.shown])
    return render_template(
        "school/lists/typed.html",
        form=form,
        page=page,
        entered=entered,
        institution=own_institution.mine(),
        lists=[(each, FEEDS[each].title) for each in offered()],
        places=_places(page.pupils),
        sent=page.again == SENT,
        waiting=page.instead_of,
        most=MOST,
    )


def _keep(page: Page, chosen: Sequence[tuple[Pupil, Entry]]) -> Sending:
    """Keeps what was entered; of pupils filled in before, what is different."""
    lists = actions.intake.uploads.typed_lists
    if page.again == SENT:
        chosen = lists.differing(page.typed, chosen, page.earlier)
    return lists.keep(
        *(page.typed, chosen),
        uploads=current_app.config["TRACKER"].var / "uploads",
        institution=own_institution.mine(),
        act=act(),
        instead_of=page.instead_of,
    )


def _places(pupils: Sequence[Pupil]) -> list[str]:
    """Names of places to choose from: those of the council's area, their own, and those
    of other pupils.
    """
    ours = {
        each.name
        for each in register()
        if each.authority == me().authority
        and each.closed is None
        and each.kind is not InstitutionKind.CUSTODY
    }
    named = {
        known["place_name"]
        for each in pupils
        for known in each.steps.values()
        if known.get("place_name")
    }
    return sorted({own_institution.mine().name, *ours, *named})
