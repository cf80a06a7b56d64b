"""Where an institution's leavers are: totals, each leaver, groups, years."""

import io
from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, reporting, store
from tracker.access import Permission
from tracker.actions.leavers.own_leavers import newest_year
from tracker.domain.leavers.destinations import AUTHORITY, HERE
from tracker.domain.reference.academic_year import counted_on
from tracker.reporting.destinations.about import paragraphs
from tracker.store.accounts.audit import Action
from tracker.web import paging, refusals
from tracker.web.acting import act, today
from tracker.web.attachments import attachment
from tracker.web.guard import requires
from tracker.web.school import bp, own_institution
from tracker.web.school.leavers import leaver_listing
from tracker.web.school.leavers.requested import STAGE_TITLES, STAGES, requested


@bp.get("/leavers")
@requires(Permission.SEE_LEAVERS)
def leavers() -> ResponseReturnValue:
    wanted = requested()
    if wanted is None:
        return _choose()
    destinations = wanted.destinations()
    return render_template(
        "school/leavers/where.html",
        requested=wanted,
        destinations=destinations,
        figures=leaver_listing.figures(destinations.totals),
        chart=reporting.destinations.leavers_charts.compared(
            destinations.totals, (HERE, AUTHORITY)
        ),
        about=paragraphs(destinations, own_institution.authority_name()),
        next_count=counted_on(newest_year(today()) + 1),
    )


def _choose() -> ResponseReturnValue:
    """The schools and colleges with leavers of the newest year, for staff to choose."""
    word = request.args.get("stage", "year-11")
    if word not in STAGES:
        abort(404)
    left = newest_year(today())
    own_institution.wait_for_leavers([left], [STAGES[word]])
    actions.leavers.destinations.keep_leavers(
        [left], [STAGES[word]], as_of=today(), within=own_institution.leavers_scope()
    )
    found = [
        (own_institution.institution_of(key), count)
        for (key, stage), count in store.history.leaver_rows.institutions(
            left, within=own_institution.leavers_scope()
        ).items()
        if stage is STAGES[word]
    ]
    return render_template(
        "school/leavers/choose.html",
        listing=leaver_listing.institutions(found),
        total=sum(count for _, count in found),
        left=left,
        stage=word,
        stages=[
            (title, url_for("school.leavers", stage=each), each == word)
            for each, title in STAGE_TITLES.items()
        ],
    )


@bp.get("/leavers/each")
@requires(Permission.SEE_LEAVERS)
def leavers_list() -> ResponseReturnValue:
    wanted = requested() or abort(404)
    destinations = wanted.destinations()
    listing = leaver_listing.leavers(destinations)
    corrected = store.leavers.corrections.states(
        [each.person for each in listing.rows],
        of={wanted.institution.key},
        within=own_institution.everybody(),
    )
    return render_template(
        "school/leavers/each.html",
        requested=wanted,
        destinations=destinations,
        listing=listing,
        file=paging.with_arguments(url_for("school.leavers_file", form="csv")),
        corrected=corrected,
        states=leaver_listing.STATES,
    )


@bp.get("/leavers/groups")
@requires(Permission.SEE_LEAVERS)
def leavers_groups() -> ResponseReturnValue:
    wanted = requested() or abort(404)
    return render_template(
        "school/leavers/groups.html",
        requested=wanted,
        destinations=wanted.destinations(),
    )


@bp.get("/leavers/years")
@requires(Permission.SEE_LEAVERS)
def leavers_years() -> ResponseReturnValue:
    wanted = requested() or abort(404)
    destinations = wanted.destinations()
    charts = reporting.destinations.leavers_charts
    return render_template(
        "school/leavers/years.html",
        requested=wanted,
        destinations=destinations,
        chart=charts.over_years(destinations.years),
        empty=charts.without_leavers(destinations.years),
    )


@bp.get("/leavers/leavers.<any(csv, xlsx):form>")
@requires(Permission.SEE_LEAVERS, offered_on="school.leavers_list")
def leavers_file(form: str) -> ResponseReturnValue:
    """The leavers as the list is narrowed (CSV), or everything about all of them."""
    wanted = requested() or abort(404)
    destinations = wanted.destinations()
    number = wanted.institution.key.partition(":")[2]
    name = f"leavers-{wanted.left}-{number}"
    if form == "csv":
        listing = leaver_listing.leavers(destinations)
        name = listing.file_name(name)
        destinations = replace(destinations, leavers=tuple(listing.everything))
    file = io.BytesIO()

    def write(mark: str) -> None:
        if form == "csv":
            text = io.TextIOWrapper(file, encoding="utf-8", newline="")
            table = reporting.destinations.leaver_table
            table.write_leavers(text, destinations, mark=mark)
            text.detach()
        else:
            reporting.destinations.workbook.write_workbook(
                file,
                destinations,
                authority_name=own_institution.authority_name(),
                mark=mark,
            )

    with refusals.kept() as problem, own_institution.as_council():
        made = actions.law.by_law.give_leavers(
            destinations, wanted.institution, write, act=act()
        )
        act().note_alone(
            Action.LEAVERS_DOWNLOADED,
            f"leavers of {destinations.institution}",
            left=destinations.left,
            leavers=len(destinations.leavers),
            why="own leavers",
            people=[each.person for each in destinations.leavers if each.listed],
            form=form,
            mark=made.mark,
        )
    if problem:
        flash(problem.sentence, "refused")
        return redirect(url_for("school.leavers", **wanted.arguments))
    return attachment(f"{name}.{form}", file.getvalue())
