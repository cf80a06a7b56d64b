"""A list filled in on a page: what pupils plan next, or the offers that they have.

Its rows are the pupils of *What is missing* who lack one. What is entered goes to the
page where a list is checked, and from there to the council.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.intake.uploads.typed_lists import TYPED, Entry, Typed
from tracker.actions.year import cohort_ledgers
from tracker.domain.year.ledger_steps import State
from tracker.feeds.registry import FEEDS
from tracker.store.history.ledger.school_rows import Pupil
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.forms import Form
from tracker.web.front import incoming
from tracker.web.guard import found, requires
from tracker.web.named import naming
from tracker.web.school import bp, own_institution
from tracker.web.school.lists.which_list import next_page

#: So many pupils a page shows; the form group narrows a longer list.
MOST = 200
NO_GROUP = "No form group"


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

    @property
    def shown(self) -> Sequence[Pupil]:
        """The pupils of the page."""
        return self.pupils[:MOST]

    def link(self, **other: Any) -> str:
        """The address of the page with another list or form group."""
        given = {"of": self.typed.feed, "form": self.form or None, **other}
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
    lacking = [
        each
        for each in rows
        if each.year_group in typed.year_groups
        and each.state(typed.step) in (State.MISSING, State.NOT_DUE)
    ]
    groups = sorted({each.form_group or NO_GROUP for each in lacking})
    form = request.args.get("form", "")
    return Page(
        typed,
        year.left,
        [each for each in lacking if form in ("", each.form_group or NO_GROUP)],
        groups,
        form,
    )


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
    page, entered, form = _page(), _entered(), Form()
    if form.validate_on_submit():
        # A pupil who left the list meanwhile is not in it any more.
        chosen = [
            (each, entered[each.person])
            for each in page.pupils
            if each.person in entered and entered[each.person].word
        ]
        with refusals.in_form(form), own_institution.as_council():
            kept = actions.intake.uploads.typed_lists.keep(
                *(page.typed, chosen),
                uploads=current_app.config["TRACKER"].var / "uploads",
                institution=own_institution.mine(),
                act=act(),
            )
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
        most=MOST,
    )


def _places(pupils: Sequence[Pupil]) -> list[str]:
    """Names of places to choose from: their own, and those of other pupils."""
    named = {
        known["place_name"]
        for each in pupils
        for known in each.steps.values()
        if known.get("place_name")
    }
    return sorted({own_institution.mine().name, *named})
