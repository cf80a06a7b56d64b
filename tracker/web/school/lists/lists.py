"""Send a list: the lists owed and sent, a new one, its lines, its receipt."""

from collections.abc import Sequence
from functools import partial

from flask import (
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.intake.uploads.typed_lists import TYPED
from tracker.actions.leavers.notices import ref_of
from tracker.domain.intake.sending_calendar import Owed, owed_in
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.institution import InstitutionKind
from tracker.feeds.file_reading import Context
from tracker.feeds.registry import FEEDS
from tracker.store.intake.import_batches import StagedRow
from tracker.store.intake.sendings import Kind, Sending, Sent, State
from tracker.store.intake.sent_lines import TO_FIX, Alone
from tracker.web import paging, refusals
from tracker.web.acting import act, began, today
from tracker.web.attachments import attachment
from tracker.web.forms import Day, File, Form, Needed, Radios
from tracker.web.front.incoming import takes_files
from tracker.web.guard import found, own_keys, requires, scope
from tracker.web.school import bp, own_institution
from tracker.web.school.lists import (
    list_columns,
    outcomes,
    sent_lines,
    typed_lists,
    week,
)
from tracker.web.school.lists.which_list import COMPLETE, ROLLS, next_page

CHOICES = "choices"
#: What the lines of a list of choices are read as.
_READ_AS = {
    "intended-destinations": "Destination read",
    **dict.fromkeys(("offers", "ucas"), "Application read"),
}


class NewList(Form):
    file = File("Your list", [Needed("Select the file with your list.")])
    names = Radios(
        "Who is on the list?",
        [Needed("Select who is on the list.")],
        choices=[*ROLLS.items(), (CHOICES, "Offers, or what pupils plan next")],
    )
    as_at = Day("Date of the list")


@bp.get("/lists", endpoint="lists")
@requires(Permission.SEND_LIST)
def all_lists() -> ResponseReturnValue:
    keys = own_keys()
    shown, rows = paging.read(
        partial(store.intake.sendings.sent, keys, within=scope()), rows=20
    )
    all_notices, latest = store.leavers.notices.page(within=scope(), of=keys, limit=5)
    owed = owed_in(Period.of(today()))
    done = _sent_this_month(owed)
    with own_institution.as_council():
        standing = actions.leavers.unchanged.lists(
            own_institution.mine(), within=own_institution.everybody(), on=today()
        )
        asks = len(
            actions.leavers.place_questions.shown_to(
                own_institution.mine(), within=own_institution.everybody()
            )
        )
    institution = own_institution.mine()
    has_list = standing is not None or done is not None
    upcoming = _next_owed()
    return render_template(
        "school/lists/lists.html",
        institution=institution,
        rows=[
            (each, outcomes.of_sending(each), outcomes.kind_of(each.sending))
            for each in rows
        ],
        page=shown,
        owed=owed,
        done=done,
        late=owed is not None and done is None and owed.by < today(),
        what=owed.from_sender(has_list=has_list) if owed is not None else "",
        # The register does not have which schools have a sixth form, and what is on
        # record of their students is not for this page to show.
        only_past_11=institution.kind is InstitutionKind.SCHOOL and not has_list,
        next_owed=upcoming,
        next_what=upcoming.from_sender(has_list=has_list) if upcoming else "",
        standing=standing,
        fills_in=[TYPED[each].of for each in typed_lists.offered()],
        answered=week.answered(),
        asks=asks,
        notices=latest,
        all_notices=all_notices,
    )


def _sent_this_month(owed: Owed | None) -> Sending | None:
    """What was sent this month, if that is what is owed."""
    first = began(Period.of(today()).first)
    this_month = store.intake.sendings.sent_since(first, of=own_keys(), within=scope())
    return next(
        (
            each
            for each in this_month
            if owed is not None
            and (each.feed is None or FEEDS[each.feed].roll)
            and (each.complete or not owed.complete)
            and not each.is_partial
        ),
        None,
    )


def _next_owed() -> Owed | None:
    month = Period.of(today()).next
    return owed_in(month) or owed_in(month.next)


@bp.route("/lists/new", methods=["GET", "POST"])
@requires(Permission.SEND_LIST)
@takes_files()
def list_new() -> ResponseReturnValue:
    form = NewList()
    if form.validate_on_submit():
        upload = form.file.data
        with refusals.in_form(form), own_institution.as_council():
            kept = actions.intake.uploads.sendings.keep(
                upload.filename or "",
                upload.stream,
                uploads=current_app.config["TRACKER"].var / "uploads",
                institution=own_institution.mine(),
                act=act(),
                as_at=form.as_at.data,
                complete=form.names.data == COMPLETE,
                of_choices=form.names.data == CHOICES,
            )
            return redirect(next_page(kept))
    return render_template(
        "school/lists/new.html",
        form=form,
        others=[FEEDS[feed].noun for feed in _feeds()[1:]],
        templates=_templates(),
        known=[(feed, list_columns.your_noun(feed)) for feed in list_columns.known()],
    )


@bp.get("/lists/template.<any(xlsx, csv):form>")
@requires(Permission.SEND_LIST)
def list_template(form: str) -> ResponseReturnValue:
    """The empty list to fill in, of the feed that ``of`` names, or else of the one that
    the institution sends most.
    """
    templates = _templates()
    feed = request.args.get("of", next(iter(templates)))
    template = FEEDS[feed].template if feed in templates else None
    if template is None:
        abort(404)
    name = f"{templates[feed].replace(' ', '-')}.{form}"
    return attachment(name, template(as_csv=form == "csv"))


def _templates() -> dict[str, str]:
    """The feeds that the institution may send and that have an empty list, each with
    what it is called: an "enrolment list".
    """
    return {
        feed: FEEDS[feed].noun.partition(" ")[2]
        for feed in _feeds()
        if FEEDS[feed].template is not None
    }


def _feeds() -> list[str]:
    """The feeds that this school or college may send, the most usual first."""
    return actions.intake.uploads.sendings.feeds_of(own_institution.mine())


def _list(number: int) -> Sent:
    """A list of this school or college; anything else is not found."""
    sent = own_institution.own_sending(number)
    return found(sent if sent.sending.kind == Kind.LIST else None)


@bp.get("/lists/<int:number>")
@requires(Permission.SEND_LIST)
def list_sent(number: int) -> ResponseReturnValue:
    sent = _list(number)
    if sent.sending.path is not None:
        return redirect(url_for("school.list_columns", number=number))
    which = sent_lines.requested()
    # The rows of a list also name the records that they matched, so a school's role
    # reads none.
    with own_institution.as_council():
        of_list = sent.batch and actions.intake.uploads.sent_lines.of(sent.batch)
        page, rows = (
            paging.read(partial(of_list.shown, which)) if of_list else (None, ())
        )
        counts = of_list.counts() if of_list else {}
        to_fix = of_list.to_fix() if of_list else 0
        in_words = _in_words(rows, sent) if rows else []
    return render_template(
        "school/lists/sent.html",
        sent=sent,
        outcome=outcomes.of_sending(sent),
        kind=outcomes.kind_of(sent.sending),
        counts=[
            (alone, outcome, counts[alone])
            for alone, outcome in outcomes.LINES.items()
            if counts.get(alone)
        ],
        of_use=counts.get(Alone.USABLE, 0),
        to_fix=to_fix,
        which=which,
        reads=_READ_AS.get(sent.sending.feed or "", "Dates"),
        is_roll=sent.sending.feed is None or FEEDS[sent.sending.feed].roll,
        change=typed_lists.link_to_change(sent),
        rows=in_words,
        page=page,
    )


def _in_words(
    rows: Sequence[tuple[StagedRow, Alone]], sent: Sent
) -> list[sent_lines.Line]:
    """Lines of a list in the words of their sender."""
    applied, batch = sent.applied, found(sent.batch)
    of = Context(batch.authority, batch.as_at, ref_of(own_institution.mine()))
    matched = {row.person_id for row, _ in rows if row.person_id} if applied else ()
    confirmed = actions.leavers.placed_by_others.by_others(
        matched,
        institution=own_institution.mine().key,
        keys=own_keys(),
    )
    return [
        sent_lines.in_words(
            *(row, alone, of, batch.feed),
            applied=applied,
            confirmed=row.person_id in confirmed,
        )
        for row, alone in rows
    ]


@bp.post("/lists/<int:number>/send")
@requires(Permission.SEND_LIST)
def list_send(number: int) -> ResponseReturnValue:
    sent = _list(number)
    with refusals.flashed(), own_institution.as_council():
        actions.intake.uploads.sendings.send(sent, act=act())
        flash("Sent to the council. This is your receipt.")
        return redirect(url_for("school.list_receipt", number=number))
    return redirect(url_for("school.list_sent", number=number))


@bp.post("/lists/<int:number>/take-back")
@requires(Permission.SEND_LIST)
def list_take_back(number: int) -> ResponseReturnValue:
    sent = own_institution.own_sending(number)
    with refusals.flashed(), own_institution.as_council():
        if sent.sending.kind == Kind.UNCHANGED:
            actions.leavers.weekly.withdraw(
                sent, within=own_institution.everybody(), act=act()
            )
        else:
            actions.intake.uploads.sendings.take_back(sent, act=act())
        flash("Taken back. It does not count.")
        return redirect(url_for("school.lists"))
    if sent.sending.kind == Kind.LIST:
        return redirect(url_for("school.list_sent", number=number))
    return redirect(url_for("school.lists"))


@bp.get("/lists/<int:number>/to-fix.csv")
@requires(Permission.SEND_LIST)
def list_problems(number: int) -> ResponseReturnValue:
    """The lines with problems, to be corrected and sent again."""
    sent = _list(number)
    batch = found(sent.batch if sent.is_read else None)
    name = f"to-fix-{number}.csv"
    with own_institution.as_council():
        _, rows = actions.intake.uploads.sent_lines.of(batch).shown(TO_FIX)
        return sent_lines.to_correct(name, batch, [row for row, _ in rows])


@bp.get("/lists/<int:number>/receipt")
@requires(Permission.SEND_LIST)
def list_receipt(number: int) -> ResponseReturnValue:
    sent = own_institution.own_sending(number)
    found(None if sent.sending.confirmed_at is None else sent)
    return render_template(
        "school/lists/receipt.html",
        sent=sent,
        outcome=outcomes.of_sending(sent),
        kind=outcomes.kind_of(sent.sending),
        institution=own_institution.mine(),
        counts=outcomes.counted(sent.sending.counts)
        if sent.sending.kind == Kind.LIST
        else (),
        chosen=outcomes.chosen(sent.sending) if sent.sending.is_of_week else (),
        taken_back=sent.sending.state == State.TAKEN_BACK,
    )


@bp.post("/lists/unchanged")
@requires(Permission.SEND_LIST)
def list_unchanged() -> ResponseReturnValue:
    """Reports that nothing has changed this month."""
    with refusals.flashed(), own_institution.as_council():
        report = actions.leavers.unchanged.report_unchanged(
            own_institution.mine(), within=own_institution.everybody(), act=act()
        )
        flash("Recorded: nothing has changed. This is your receipt.")
        return redirect(url_for("school.list_receipt", number=report.id))
    return redirect(url_for("school.lists"))
