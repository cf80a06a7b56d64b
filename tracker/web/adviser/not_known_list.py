"""Not known: who to look for next, with the best next source of each.

The most likely found in learning come first. See decision 0200.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.actions.casework import rounds
from tracker.actions.casework.not_known import kept_list
from tracker.actions.casework.not_known.kept_list import Whose
from tracker.actions.casework.not_known.looked_for import LookedFor
from tracker.domain.casework.signs import IS_JUDGED, SOURCES
from tracker.reporting.files.safe_text import MARKING, Value
from tracker.store.accounts.audit import Action
from tracker.store.casework.not_known.listed_rows import Listed
from tracker.web import paging
from tracker.web.acting import act, today
from tracker.web.adviser import bp, narrowing
from tracker.web.attachments import csv_file
from tracker.web.guard import may, may_see_contact, me, requires, scope
from tracker.web.look.listing import Filter, Listing, Option, by_words

WHOSE = "whose"
#: The arguments of the address that choose who is listed.
FILTERS = (WHOSE, "source", "today", "area", "school", "phone", "contact", "adviser")
TITLES = {
    Whose.MINE: "My caseload",
    Whose.TEAM: "In caseloads",
    Whose.NONE: "In no caseload",
    Whose.ALL: "Everyone",
}
_CAN_TODAY = (Option("yes", "Can be tried today"),)


@dataclass(frozen=True, slots=True)
class _Shown:
    """The list as it is narrowed, and what its rows need in words."""

    whose: Whose
    day: date
    listing: Listing[Listed]
    schools: Mapping[str, str]
    names: Mapping[int, str]

    def with_sources(self, listed: Iterable[Listed]) -> list[LookedFor]:
        """These rows with what leads to each, as the reader may see it."""
        return kept_list.with_sources(
            listed,
            day=self.day,
            today=today(),
            within=scope(),
            may_read=may_see_contact,
        )


def _whose(given: Mapping[str, str]) -> Whose:
    """Whose list it is; all but one's own are for those who hand over."""
    if not may(Permission.HAND_OVER):
        return Whose.MINE
    wanted = given.get(WHOSE, "")
    return Whose(wanted) if wanted in tuple(Whose) else Whose.ALL


def _shown(given: Mapping[str, str]) -> _Shown:
    whose, day = _whose(given), narrowing.newest_day()
    covered = store.casework.caseloads.covered_by(me().id, today())
    rows = kept_list.in_order(
        whose,
        users=[me().id, *(user.id for user in covered)],
        day=day,
        today=today(),
        within=scope(),
        may_read=may_see_contact,
    )
    schools = narrowing.school_names(each.school for each in rows)
    names = store.accounts.users.names_by_number(within=scope())
    now = today()
    by_source = {str(it.name): (Option(it.name, it.title),) for it in SOURCES}

    def can_today(each: Listed) -> tuple[Option, ...]:
        # A next contact that is planned for later waits for its day.
        planned = each.due is not None and each.due > now
        return _CAN_TODAY if each.can_be_tried and not planned else ()

    def school(each: Listed) -> str | None:
        return schools.get(each.school or "")

    listing = Listing(
        rows,
        keys={
            "name": lambda it: (it.family.casefold(), it.given.casefold()),
            "since": lambda it: it.since,
            "school": school,
            "last": lambda it: it.last_contact or date.min,
        },
        filters=(
            Filter(
                "source",
                "Best next",
                lambda it: by_source[it.source],
                ordered=tuple(by_source),
            ),
            Filter("today", "When", can_today),
            Filter(
                "adviser",
                "Adviser",
                lambda it: by_words(names.get(it.adviser or 0)),
            ),
            Filter("area", "Area", lambda it: by_words(it.area)),
            Filter("school", "School left", lambda it: by_words(school(it))),
            Filter(
                "phone",
                "Phone",
                lambda it: narrowing.by_phone(it.has_phone),
                ordered=narrowing.BY_PHONE,
            ),
            Filter(
                "contact",
                "Last contact",
                lambda it: narrowing.by_contact(it.last_contact, now),
                ordered=narrowing.BY_CONTACT,
            ),
        ),
        given=given,
    )
    return _Shown(whose, day, listing, schools, names)


def people(given: Mapping[str, str]) -> list[int]:
    """The young people of the list in its order, to work through."""
    return [each.person for each in _shown(given).listing.everything]


@bp.get("/not-known")
@requires(Permission.SEE_CASELOAD)
def not_known() -> ResponseReturnValue:
    shown = _shown(request.args)
    return render_template(
        "adviser/not_known.html",
        shown=shown,
        listing=shown.listing,
        rows=shown.with_sources(shown.listing.rows),
        file=paging.with_arguments(url_for("adviser.not_known_file")),
        titles=TITLES if may(Permission.HAND_OVER) else {},
        sources=next(
            (of for each, of in shown.listing.filters if each.name == "source"), ()
        ),
        is_judged=IS_JUDGED,
        most=rounds.MOST,
        today=today(),
    )


@bp.get("/not-known.csv")
@requires(Permission.SEE_CASELOAD, offered_on="adviser.not_known")
def not_known_file() -> ResponseReturnValue:
    shown = _shown(request.args)
    rows = shown.with_sources(shown.listing.everything)
    act().note_alone(
        Action.NOT_KNOWN_DOWNLOADED,
        f"authority {me().authority}",
        whose=str(shown.whose),
        people=[each.row.person for each in rows],
        why="list of the not known",
    )
    name = shown.listing.file_name(f"not-known-{today().isoformat()}")
    return csv_file(f"{name}.csv", _HEADINGS, (_line(each, shown) for each in rows))


_HEADINGS = (
    *("Young person", "Name", "Not known since", "School left", "Area", "Adviser"),
    *("Best next", "Why", "Then", "Speaks against", "Attempts", "Last contact"),
    MARKING,
)


def _line(each: LookedFor, shown: _Shown) -> tuple[Value, ...]:
    row, leads = each.row, each.leads
    return (
        *(row.person, row.name, each.since),
        narrowing.school_of(row, shown.schools) or "",
        row.area or "",
        shown.names.get(row.adviser or 0, ""),
        *(leads.best.title, leads.best.reason),
        "; ".join(lead.reason for lead in leads.sources[1:]),
        "; ".join(leads.against),
        len(leads.attempts),
        row.last_contact,
        "",
    )
