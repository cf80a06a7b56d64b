"""Missing from our file: who stands on a list of a school year and is not on record."""

from collections.abc import Mapping, Sequence

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.intake.listed import (
    MISSING,
    Became,
    Expected,
    expected,
    usual_year,
)
from tracker.domain.reference.academic_year import AcademicYear
from tracker.web import paging
from tracker.web.acting import today
from tracker.web.attachments import csv_file
from tracker.web.data_team import bp
from tracker.web.data_team.intake import (
    batch_lines,
    line_outcomes,
    sender_names,
)
from tracker.web.guard import me, requires, scope
from tracker.web.look.listing import Filter, Listing, Option

_OTHER = "other"
#: The key of a council that sent a list begins like this.
_COUNCIL = "authority:"
_GAP, _NO_GAP = "missing", "none"


@bp.get("/senders/missing")
@requires(Permission.IMPORT_FILES)
def senders_missing() -> ResponseReturnValue:
    year = _year()
    rows = _rows(year)
    owing = _owing(year)
    names = sender_names.of_keys({*owing, *(row.place for row in rows)})
    day = store.history.days.newest(today(), within=scope()) or today()
    return render_template(
        "data_team/intake/missing.html",
        chosen=year,
        years=[AcademicYear.of(today()).previous, AcademicYear.of(today())],
        listing=_listing(rows, names),
        file=paging.with_arguments(
            url_for("data_team.senders_missing_file"), year=str(year.start)
        ),
        names=names,
        counts={
            became: sum(row.counts.get(became, 0) for row in rows) for became in Became
        },
        places=len({row.place for row in rows}),
        owing=sorted(names[place] for place in owing),
        Became=Became,
        MISSING=MISSING,
        option=_option,
        in_tray=store.intake.tray.waiting(within=scope()),
        this_year=(now := AcademicYear.of(today())),
        estimates=actions.figures.estimates.estimates(me().authority, now.start, day),
        schools=actions.institutions.register_rolls.register_rolls(day, within=scope()),
        day=day,
        on_lists={row.place for row in rows},
    )


def _listing(rows: Sequence[Expected], names: Mapping[str, str]) -> Listing[Expected]:
    """The places and year groups as the page sorts and narrows them."""
    return Listing(
        rows,
        keys={
            "place": lambda one: (names[one.place].casefold(), -(one.year or 0)),
            "year": lambda one: (one.year or 0, names[one.place].casefold()),
            "listed": lambda one: one.listed,
            "missing": lambda one: one.missing,
        },
        filters=(
            Filter(
                "group",
                "Year group",
                lambda one: [_option(one.year)],
                ordered=(*map(str, actions.institutions.lists_sent.YEARS), _OTHER),
            ),
            Filter(
                "from",
                "From",
                lambda one: [
                    Option("council", "Neighbouring councils")
                    if one.place.startswith(_COUNCIL)
                    else Option("place", "Schools and colleges")
                ],
            ),
            Filter(
                "gap",
                "Missing",
                lambda one: [
                    Option(_GAP, "Some missing")
                    if one.missing
                    else Option(_NO_GAP, "No one missing")
                ],
            ),
        ),
    )


@bp.get("/senders/missing.csv")
@requires(Permission.IMPORT_FILES, offered_on="data_team.senders_missing")
def senders_missing_file() -> ResponseReturnValue:
    """The numbers by place and year group; it names no young person."""
    year = _year()
    rows = _rows(year)
    names = sender_names.of_keys({row.place for row in rows})
    listing = _listing(rows, names)
    return csv_file(
        f"{listing.file_name(f'missing-{year.start}')}.csv",
        (
            *("Place", "Year group", "List as at", "Complete list", "Listed"),
            *(became.capitalize() for became in Became),
            "Missing",
        ),
        (
            (
                *(names[row.place], _option(row.year).words, row.as_at.isoformat()),
                "Yes" if row.complete else "No",
                str(row.listed),
                *(str(row.counts.get(became, 0)) for became in Became),
                str(row.missing),
            )
            for row in listing.everything
        ),
    )


@bp.get("/senders/missing/lines")
@requires(Permission.IMPORT_FILES)
def senders_missing_lines() -> ResponseReturnValue:
    """The lines of one place and year group that are about no one on record."""
    year = _year()
    place, group = request.args.get("place", ""), request.args.get("group", "")
    found = [
        row
        for row in _rows(year)
        if row.place == place and _option(row.year).value == group
    ]
    if not found or (became := request.args.get("became")) not in tuple(Became):
        abort(404)
    (row,) = found
    numbers = row.rows.get(Became(became), ())
    page = paging.page(len(numbers))
    lines = store.intake.batch_pages.of_numbers(
        numbers[page.offset : page.offset + page.rows], within=scope()
    )
    hidden = batch_lines.hidden_in(lines)
    return render_template(
        "data_team/intake/missing_lines.html",
        row=row,
        became=Became(became),
        name=sender_names.of_key(place),
        group=_option(row.year).words,
        back=url_for("data_team.senders_missing", year=year.start),
        batch=store.intake.import_batches.batch(row.batch, within=scope()),
        page=page,
        rows=lines,
        who={one.id: hidden[one.id].name(batch_lines.name_on(one)) for one in lines},
        why={one.id: hidden[one.id].redacted(one.reasons) for one in lines},
        problems={one.id: hidden[one.id].redacted(one.problems) for one in lines},
        words=line_outcomes,
    )


def _year() -> AcademicYear:
    """The school year that the address requests; only this one and the one before."""
    given = request.args.get("year")
    if given is None:
        return usual_year(today())
    this = AcademicYear.of(today())
    for year in (this, this.previous):
        if given == str(year.start):
            return year
    abort(404)


def _rows(year: AcademicYear) -> list[Expected]:
    return expected(
        actions.institutions.lists_sent.parts(year, on=today(), within=scope())
    )


def _owing(year: AcademicYear) -> set[str]:
    """The places (keys) with a list of the school year before and none of this one."""
    found = list(
        actions.institutions.lists_sent.sent(year.previous.starts, within=scope())
    )
    return {one.sender for one in found if one.as_at in year.previous} - {
        one.sender for one in found if one.as_at in year
    }


def _option(year: int | None) -> Option:
    return Option(str(year), f"Year {year}") if year else Option(_OTHER, "Other")
