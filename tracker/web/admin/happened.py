"""The feed of what happened: which user did what and when. It names no young person."""

import csv
import tempfile
from datetime import date, datetime, time, timedelta
from io import TextIOWrapper
from urllib.parse import urlencode

from flask import current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.domain.reference.england import HERE
from tracker.reporting.files.safe_text import plain
from tracker.store.accounts.audit import Action, AuditLine, Criteria
from tracker.web import guard, paging
from tracker.web.acting import act, clock_day, midnight
from tracker.web.admin import bp, sentences
from tracker.web.admin.sentences import KINDS, Names, actions_of, subject_in
from tracker.web.filters import moment
from tracker.web.forms import Choice, Day, Form, Text
from tracker.web.guard import requires, scope

#: The action that is counted, opening a record, and how many days back.
OPENED, DAYS_BACK = Action.PERSON_OPENED, 14
#: Opening this many different young people's records in a day deserves a question.
MANY_OPENED = 50

#: The page that shows the subject of a line, by the kind of subject.
PAGES = {
    "person": "adviser.person",
    "batch": "data_team.import_batch",
    "run": "data_team.return_run",
    "user": "admin.user",
}


class Search(Form):
    """The filters of the feed. The address holds them (GET), so it can be kept."""

    class Meta:
        csrf = False

    by = Choice("Who did it", validate_choice=False)
    kind = Choice("Type", validate_choice=False)
    subject = Text("Done to (like import 4)")
    first = Day("From")
    last = Day("Until")


def _search() -> tuple[Search, Criteria | None]:
    """The form, and the lines that it requests; None while a field is wrong."""
    names = store.accounts.users.names(within=scope())
    form = Search(request.args)
    everybody = store.accounts.audit.actors(within=scope())
    form.by.choices = [
        ("", "Anybody"),
        *sorted(
            ((by, names.get(by, by)) for by in everybody), key=lambda it: it[1].lower()
        ),
    ]
    form.kind.choices = [("", "Anything"), *((kind, kind) for kind in KINDS)]
    wrong = not form.validate()
    words = (form.subject.data or "").strip()
    subject = subject_in(words) if words else None
    if words and subject is None:
        form.refuse("subject", "Enter it like young person 123, import 4 or return 2.")
    first, last = form.first.data, form.last.data
    if first and last and first > last:
        form.refuse("last", "The last day must be the same as or after the first.")
    if wrong or form.errors:
        return form, None
    kind = form.kind.data if form.kind.data in KINDS else None
    return form, Criteria(
        by=form.by.data or None,
        actions=actions_of(kind) if kind else None,
        subject=subject,
        first=_begins(first) if first else None,
        until=_begins(last + timedelta(days=1)) if last else None,
    )


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=HERE)


def _names() -> Names:
    """The names of users and institutions."""
    everybody = store.accounts.users.everybody(within=scope())
    return Names(
        by_email={each.email: each.name for each in everybody},
        by_number={each.id: each.name for each in everybody},
        institution=store.institutions.register.directory().name_of,
    )


def _address(line: AuditLine) -> str | None:
    """The page of the subject; None if there is none or the user may not open it."""
    kind, _, number = line.subject.rpartition(" ")
    endpoint = PAGES.get(kind)
    if endpoint is None or not number.isdigit():
        return None
    wanted = guard.needs(current_app, endpoint)
    if not isinstance(wanted, Permission) or not guard.may(wanted):
        return None
    return url_for(endpoint, number=int(number))


@bp.get("/happened", endpoint="happened")
@requires(Permission.SEE_WHAT_HAPPENED)
def feed() -> ResponseReturnValue:
    form, search = _search()
    total = store.accounts.audit.count(search, within=scope()) if search else 0
    page = paging.page(total)
    lines = (
        store.accounts.audit.lines(
            search, within=scope(), offset=page.offset, limit=page.rows
        )
        if search
        else []
    )
    names = _names()
    chosen = list(request.args.items(multi=True))
    return render_template(
        "admin/happened.html",
        form=form,
        lines=[
            (line.at, sentences.sentence(line, names), _address(line)) for line in lines
        ],
        page=page,
        is_cut=total == store.accounts.audit.COUNTED,
        search=search,
        file=f"{url_for('admin.happened_file')}?{urlencode(chosen)}",
    )


@bp.get("/happened/opened")
@requires(Permission.SEE_WHAT_HAPPENED)
def happened_opened() -> ResponseReturnValue:
    return render_template(
        "admin/happened_opened.html",
        opened=_opened(),
        many=MANY_OPENED,
        days_back=DAYS_BACK,
    )


def _opened() -> list[tuple[date, str, int]]:
    """(day, user, how many different young people's records the user opened)."""
    names = store.accounts.users.names(within=scope())
    counted = store.accounts.audit.different_subjects(
        OPENED,
        within=scope(),
        first=midnight(DAYS_BACK - 1),
        zone=HERE.key,
        most=20,
    )
    return [(day, names.get(by, by), many) for day, by, many in counted]


@bp.get("/happened.csv")
@requires(Permission.SEE_WHAT_HAPPENED, offered_on="admin.happened")
def happened_file() -> ResponseReturnValue:
    form, search = _search()
    if search is None:
        return render_template("admin/happened_refused.html", form=form), 400
    # The file is written to disk: memory never holds the whole feed.
    file = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    text.write("\ufeff")
    table = csv.writer(text)
    table.writerow(("When", "Who", "Signed in as", "What happened", "Subject"))
    count, names = 0, _names()
    for line in store.accounts.audit.every_line(search, within=scope()):
        cells = (moment(line.at), names.by_email.get(line.by, line.by), line.by)
        sentence = str(sentences.sentence(line, names))
        table.writerow([plain(cell) for cell in (*cells, sentence, line.subject)])
        count += 1
    text.detach()
    chosen = {field.name: str(field.data) for field in form if field.data}
    act().note_alone(Action.AUDIT_DOWNLOADED, lines=count, chosen=chosen)
    file.seek(0)
    return send_file(
        file,
        mimetype="text/csv; charset=utf-8",
        as_attachment=True,
        download_name=f"what-happened-{clock_day().isoformat()}.csv",
    )
