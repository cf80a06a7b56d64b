"""The yearly exchange with neighbours: who learns here and lives in their area."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, feeds, store
from tracker.access import Permission
from tracker.actions.law.neighbours.exchange import Given
from tracker.domain.intake.living_elsewhere import Group, Resident
from tracker.domain.reference.academic_year import AcademicYear
from tracker.store.intake.lists.coverage import SentLines
from tracker.store.intake.tray import Pile
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.data_team import bp
from tracker.web.data_team.intake import sender_names
from tracker.web.forms import Form, Radios
from tracker.web.guard import me, requires, scope
from tracker.web.look.listing import Filter, Listing, Option, by_words
from tracker.web.officer.sharing import downloaded
from tracker.wording import places

#: The value of each year group in an address.
_SLUGS = {
    Group.SCHOOL: "school",
    Group.YEAR_12: "12",
    Group.YEAR_13: "13",
    Group.OLDER: "older",
}
_NAMED, _LEFT_OUT = "file", "left-out"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is known of the exchange today; each mapping is by council.

    ``on`` is the day whose positions give the residents, None while they are made.
    """

    on: date | None
    given: Mapping[str, Sequence[Given]]
    theirs: Mapping[str, Sequence[SentLines]]
    piles: Mapping[str, Pile]

    @property
    def leads(self) -> set[str]:
        """The councils with which something was exchanged, or whose lines wait."""
        return {*self.given, *self.theirs, *self.piles}


class Making(Form):
    form = Radios(
        "File", choices=[("xlsx", "Workbook"), ("csv", "CSV")], default="xlsx"
    )


@bp.get("/neighbours")
@requires(Permission.IMPORT_FILES)
def neighbours() -> ResponseReturnValue:
    known = _exchange()
    numbers = (
        {}
        if known.on is None
        else actions.law.neighbours.residents.numbers(known.on, within=scope())
    )
    return render_template(
        "data_team/intake/neighbours.html",
        on=known.on,
        Group=Group,
        slugs=_SLUGS,
        total=sum(sum(groups.values()) for groups in numbers.values()),
        leads=sorted(
            (places.of_authority(lead), lead) for lead in {*numbers, *known.leads}
        ),
        numbers=numbers,
        given={
            lead: newest
            for lead, some in known.given.items()
            if (newest := next((one for one in some if one.item), None)) is not None
        },
        theirs={lead: some[-1] for lead, some in known.theirs.items()},
        piles=known.piles,
        in_tray=store.intake.tray.waiting(within=scope()),
        owing=_owing(known.theirs),
    )


@bp.get("/neighbours/<lead>")
@requires(Permission.IMPORT_FILES)
def neighbour(lead: str) -> ResponseReturnValue:
    """What goes to one council and what came from it."""
    known, residents = _exchange_with(lead)
    return render_template(
        "data_team/intake/neighbour.html",
        lead=lead,
        name=places.of_authority(lead),
        on=known.on,
        Group=Group,
        slugs=_SLUGS,
        numbers=Counter(each.group for each in residents),
        given=known.given.get(lead, ()),
        theirs=known.theirs.get(lead, ()),
        waiting=len(
            store.intake.tray.lines_of(lead, within=scope(), only_waiting=True)
        ),
        names=store.accounts.users.names(within=scope()),
        today=today(),
    )


@bp.get("/neighbours/<lead>/people")
@requires(Permission.IMPORT_FILES)
def neighbour_people(lead: str) -> ResponseReturnValue:
    """Those on record who learn here and live there."""
    known, rows = _exchange_with(lead)
    where = sender_names.of_keys({each.institution for each in rows})
    options = {key: by_words(name) for key, name in where.items()}
    place = {each.person: at for at, each in enumerate(rows)}
    listing = Listing(
        rows,
        keys={
            "name": lambda one: place[one.person],
            "born": lambda one: one.born,
            "where": lambda one: where[one.institution].casefold(),
        },
        filters=(
            Filter(
                "group",
                "Year group",
                lambda one: [Option(_SLUGS[one.group], one.group)],
                ordered=tuple(_SLUGS.values()),
            ),
            Filter("where", "Where", lambda one: options[one.institution]),
            Filter(
                "file",
                "In the file",
                lambda one: [
                    Option(_LEFT_OUT, "Left out: not named outward")
                    if one.withheld
                    else Option(_NAMED, "In the file")
                ],
            ),
        ),
        first="name",
    )
    return render_template(
        "data_team/intake/neighbour_people.html",
        lead=lead,
        name=places.of_authority(lead),
        on=known.on,
        listing=listing,
        where=where,
    )


@bp.route("/neighbours/<lead>/file", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES, fresh=True)
def neighbour_file(lead: str) -> ResponseReturnValue:
    """Shows what would be given to a council and by what law, then gives the file."""
    _exchange_with(lead)
    form = Making()
    exchange = actions.law.neighbours.exchange
    permitted = shared = None
    with refusals.kept() as problem:
        permitted, shared = exchange.prepare(lead, within=scope(), act=act())
    if permitted is None or shared is None:
        flash(problem.sentence, "refused")
        return redirect(url_for("data_team.neighbour", lead=lead))
    if form.validate_on_submit():
        with refusals.in_form(form, ""):
            chosen = permitted, shared
            return downloaded(
                *chosen,
                form.form.data or "xlsx",
                lambda write: exchange.give(*chosen, write, within=scope(), act=act()),
            )
    return render_template(
        "data_team/intake/neighbour_file.html",
        lead=lead,
        name=places.of_authority(lead),
        form=form,
        many=len(shared.people),
        permitted=permitted,
        left_out=shared.left_out,
    )


@bp.post("/neighbours/<lead>/<int:number>/received")
@requires(Permission.IMPORT_FILES)
def neighbour_received(lead: str, number: int) -> ResponseReturnValue:
    """Records that the council confirmed that it received a list."""
    _exchange_with(lead)
    with refusals.flashed():
        made = actions.law.neighbours.exchange.received(
            lead, number, within=scope(), act=act()
        )
        flash(f"{made.party_name} has received {made.mark}: this is recorded.")
    return redirect(url_for("data_team.neighbour", lead=lead))


def _exchange() -> Exchange:
    on = actions.law.neighbours.residents.day(today(), within=scope())
    before = actions.intake.out_of_area.kept_from(me().authority, today())
    return Exchange(
        on,
        actions.law.neighbours.exchange.given(within=scope()),
        _received(),
        {
            pile.lead: pile
            for pile in store.intake.tray.piles(within=scope(), before=before)
        },
    )


def _exchange_with(lead: str) -> tuple[Exchange, Sequence[Resident]]:
    """The exchange, and the residents of a council's area by family name; "not found"
    for a council of which nothing is known.
    """
    known = _exchange()
    residents = (
        []
        if known.on is None
        else actions.law.neighbours.residents.residents(
            known.on, within=scope(), lead=lead
        )
    )
    if not residents and lead not in known.leads:
        abort(404)
    return known, residents


def _received() -> Mapping[str, Sequence[SentLines]]:
    """The lists of each council in this school year and the one before, in order."""
    found: dict[str, list[SentLines]] = defaultdict(list)
    for each in store.intake.lists.coverage.of_one_sender(
        feeds=feeds.registry.of_councils(),
        since=AcademicYear.of(today()).previous.starts,
        within=scope(),
    ):
        if each.sender.authority is not None:
            found[each.sender.authority].append(each)
    return {
        lead: sorted(some, key=lambda one: (one.as_at, one.batch))
        for lead, some in found.items()
    }


def _owing(theirs: Mapping[str, Sequence[SentLines]]) -> list[str]:
    """The councils with a list of the school year before and none of this one."""
    this = AcademicYear.of(today()).starts
    return sorted(
        places.of_authority(lead)
        for lead, some in theirs.items()
        if some[-1].as_at < this
    )
