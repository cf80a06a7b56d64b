"""The documents about personal data: read, downloaded, filled in by the council."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from tracker import actions, reporting
from tracker.access import Permission
from tracker.actions.law.documents import DOCUMENTS
from tracker.domain.law.documents import assessment, dictionary, processing
from tracker.domain.law.documents.configured import Configured
from tracker.web.acting import today
from tracker.web.attachments import attachment, csv_file
from tracker.web.guard import found, me, requires
from tracker.web.officer import bp

#: What each document is for, in the order of the page.
_PURPOSES = {
    "notice": "What families are shown about their information (articles 13 and 14).",
    "notice-young-people": "The same in plain words, for a reader of 9 to 11.",
    "policy": "Why special categories may be used (schedule 1, part 4).",
    "assessment": "The risks to young people and what is done about them (article 35).",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A document in the list, with how much of it only the council can fill in."""

    name: str
    title: str
    purpose: str
    version: str
    gaps: int


@bp.get("/documents")
@requires(Permission.SEE_SHARING)
def documents() -> ResponseReturnValue:
    held = _configured()
    return render_template("officer/documents.html", rows=_rows(held))


@bp.get("/documents/<name>")
@requires(Permission.SEE_SHARING)
def document(name: str) -> ResponseReturnValue:
    made = found(DOCUMENTS.get(name))(_configured())
    return render_template("officer/document.html", name=name, document=made)


@bp.get("/documents/<name>.pdf")
@requires(Permission.SEE_SHARING)
def document_file(name: str) -> ResponseReturnValue:
    made = found(DOCUMENTS.get(name))(_configured())
    return attachment(
        f"{made.name}.pdf", reporting.documents.printed.pdf(made, on=today())
    )


@bp.get("/documents/processing")
@requires(Permission.SEE_SHARING)
def document_processing() -> ResponseReturnValue:
    return render_template("officer/processing.html", activities=_record())


@bp.get("/documents/processing.csv")
@requires(Permission.SEE_SHARING)
def document_processing_file() -> ResponseReturnValue:
    return _csv("record-of-processing.csv", _record())


@bp.get("/documents/dictionary.csv")
@requires(Permission.SEE_SHARING)
def document_dictionary_file() -> ResponseReturnValue:
    held = _configured()
    return _csv(
        "data-dictionary.csv", dictionary.rows(actions.law.documents.every_line(), held)
    )


def _configured() -> Configured:
    return actions.law.documents.configured(
        me().authority, council=current_app.config["TRACKER"].organisation, on=today()
    )


def _record() -> list[dict[str, str]]:
    return processing.record(_configured())


def _rows(held: Configured) -> list[_Row]:
    made = {name: DOCUMENTS[name](held) for name in _PURPOSES}
    return [
        _Row(
            name, each.title, _PURPOSES[name], each.version, len(assessment.gaps(each))
        )
        for name, each in made.items()
    ]


def _csv(name: str, rows: Sequence[dict[str, str]]) -> ResponseReturnValue:
    return csv_file(name, list(rows[0]), [list(row.values()) for row in rows])
