"""The form of a new import, for what the file itself does not state."""

from collections.abc import Sequence
from contextlib import suppress

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, feeds, store
from tracker.access import Permission
from tracker.actions.intake.questions.named_sender import by_number
from tracker.actions.intake.questions.open_questions import Kind, Question
from tracker.actions.intake.uploads.saved_files import NotTaken
from tracker.feeds.declaration import Feed
from tracker.feeds.neighbours.feed import EDUCATED, code_of_council
from tracker.feeds.registry import FEEDS
from tracker.feeds.seen_headings import Seen
from tracker.refusal import Refusal
from tracker.store.database.base import on_or_none
from tracker.store.intake.uploads import Upload
from tracker.web import columns, refusals
from tracker.web.acting import act, today
from tracker.web.data_team import bp
from tracker.web.data_team.intake import sender_names
from tracker.web.data_team.intake.imports import file_names
from tracker.web.forms import Day, Form, Needed, Radios, Text, Tick
from tracker.web.guard import found, me, requires, scope
from tracker.wording import places

COMPLETE, CHANGES = "complete", "changes"


class FileForm(Form):
    feed = Radios("What is it?", [Needed("Select what the file is.")])
    sender = Text(
        "Who sent it?",
        description="The name of a school, college or provider, or its "
        f"{places.ANY_NUMBER}. Of residents educated elsewhere, the name of the "
        "council or its three-digit code. Of an earlier system or a support service, "
        "what it is called. Of a team of the council, what the team is called, where "
        "its headings are its own. Leave it blank for lists of the Department.",
    )
    chosen = Radios("Which of these sent it?", choices=[], validate_choice=False)
    new_sender = Text(
        "What is the new sender called?",
        description="Only for a sender that is in no register, once you have checked "
        "its number. Its next lists raise no question. Where the rows name several, "
        "enter each after its number, with a semicolon between them.",
    )
    database = Text(
        "What is the number of the system's database?",
        description="Three digits, with which each ID in its monthly files begins. Not "
        "needed once a month of the system has been moved in.",
    )
    other_authorities = Tick("Import it although it names other authorities")
    as_at = Day(
        "What is its as-at date?",
        description="The day it was drawn up. Leave this blank only if the file gives "
        "its date itself.",
    )
    names = Radios(
        "Who does it list?",
        choices=[
            (CHANGES, "Some people: starters or leavers, or part of a roll"),
            (COMPLETE, "Everybody who was there on that day"),
        ],
        default=CHANGES,
        description=(
            "Each person missing from a complete roll raises a question. That alone "
            "takes no young person off a roll. An order of youth justice is over for "
            "those who are missing from a complete list."
        ),
    )


def _upload(number: int) -> Upload:
    return found(store.intake.uploads.get(number, within=scope()))


def _begun(number: int) -> ResponseReturnValue | None:
    """The page of the import that an earlier click began, if there is one."""
    begun = actions.intake.uploads.uploaded_files.begun_with(number, within=scope())
    if begun is None:
        return None
    return redirect(url_for("data_team.import_taking", number=begun.id))


@bp.route("/imports/new/<int:number>", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES)
def import_new(number: int) -> ResponseReturnValue:
    """The form for the kind of a file, its sender, its day and its completeness."""
    if (begun := _begun(number)) is not None:
        return begun
    upload = _upload(number)
    form = FileForm()
    form.feed.choices = [
        (name, feed.title) for name, feed in FEEDS.items() if not feed.own_door
    ]
    if request.method == "GET":
        _fill_in(form, upload)
    if form.validate_on_submit():
        with refusals.in_form(form, shown_at=_WHERE):
            actions.intake.uploads.uploaded_files.say_of(
                upload,
                feed=form.feed.data,
                institution=_sender(form),
                as_at=form.as_at.data,
                complete=form.names.data == COMPLETE,
                new_sender=_new_sender(form),
                other_authorities=form.other_authorities.data,
                database=form.database.data,
                on=today(),
            )
            return _next(upload)
    return render_template(
        "data_team/intake/import_new.html",
        form=form,
        upload=upload,
        files=file_names(upload.files),
        recognised=upload.feed is not None,
        kept_days=actions.intake.waiting_files.KEPT_AFTER_FAILURE.days,
        is_kept=store.intake.uploads.is_kept(upload),
        questions=(questions := _questions(upload)),
        extra_fields=_fields(upload, questions, form),
    )


def _questions(upload: Upload) -> list[Question]:
    """The questions that are open before the form is filled in. A file that cannot be
    opened or read has none yet, and is refused when the form is sent.
    """
    with suppress(Refusal):
        return actions.intake.uploads.uploaded_files.questions(upload)
    return []


def _fields(upload: Upload, questions: Sequence[Question], form: FileForm) -> set[str]:
    """The fields that are shown only where their question arises."""
    kinds = {each.kind for each in questions}
    kinds |= {Kind(kind) for kind, _ in upload.questions}
    fields = {actions.intake.uploads.uploaded_files.FIELDS[kind] for kind in kinds}
    return fields | {field.name for field in form if field.errors or field.data}


#: The field of the form that shows a refusal, by the action's name for it.
_WHERE = {"institution": "sender", "files": ""}


def _fill_in(form: FileForm, upload: Upload) -> None:
    form.feed.data = upload.feed
    if (known := _by_same_headings(upload)) is not None:
        form.feed.data, sender = known
        if not actions.intake.way_in.is_of_department(FEEDS[form.feed.data]):
            form.sender.data = sender_names.of_key(sender)
        return
    form.as_at.data = on_or_none(upload.as_at)
    form.new_sender.data = upload.new_sender
    form.other_authorities.data = upload.other_authorities
    form.database.data = upload.database
    form.names.data = COMPLETE if upload.complete else CHANGES
    if upload.institution is not None:
        form.sender.data = store.institutions.register.directory().name_of(
            upload.institution
        ) or places.of_key(upload.institution)
    elif upload.feed is not None:
        guessed = _guessed(upload)
        form.sender.data = guessed or ""


def _by_same_headings(upload: Upload) -> tuple[str, str] | None:
    """The feed and the sender of an earlier list with the same headings, where no feed
    knows the table by itself, or a team of the council or the Department sent it: their
    lists may look like those of others.
    """
    if upload.as_at is not None or upload.institution is not None:
        return None
    with suppress(Refusal):
        uploads, way_in = actions.intake.uploads, actions.intake.way_in
        files = uploads.uploaded_files.paths(upload)
        known = uploads.sender_columns.by_headings_of(upload.authority, files)
        if known is None or upload.feed is None:
            return known
        feed = FEEDS.get(known[0])
        if feed and (way_in.is_of_own_team(feed) or way_in.is_of_department(feed)):
            return known
    return None


def _guessed(upload: Upload) -> str | None:
    """The institution that the first rows name, if they name only one: its name, or its
    number where no register has it. Of a council's list, the council.
    """
    seen: Sequence[Seen] = ()
    with suppress(Refusal):
        seen = actions.intake.uploads.uploaded_files.headings(upload, None)
    if FEEDS[upload.feed or ""].from_authorities:
        given = {each for one in seen if one.means == EDUCATED for each in one.samples}
        code = code_of_council(given.pop()) if len(given) == 1 else None
        return code and places.of_authority(code)
    register = store.institutions.register.directory()
    for name in ("urn", "laestab", "ukprn", "estab"):
        samples = {each for one in seen if one.means == name for each in one.samples}
        if len(samples) != 1:
            continue
        ref = None
        with suppress(actions.intake.load.NotAnInstitution):
            ref = actions.intake.load.reference(samples.pop(), me().authority)
        if ref is None:
            continue
        there = register.resolve(ref)
        # The form asks about an institution outside every register by its number.
        return there.name if there is not None else by_number(ref).split()[-1]
    return None


def _sender(form: FileForm) -> str | None:
    """The key of the sender. Raises Refusal where none fits, or where several do, which
    the form then offers.
    """
    typed = (form.sender.data or "").strip()
    if not feeds.seen_headings.own_headings(form.feed.data) or not typed:
        return None
    return _key_of(form, FEEDS[form.feed.data], typed)


def _key_of(form: FileForm, feed: Feed, typed: str) -> str | None:
    """As ``_sender``, of a feed whose files have one sender."""
    if actions.intake.way_in.is_of_department(feed):
        return None
    if feed.from_authorities:
        return _council(feed, typed)
    if actions.intake.load.has_name_alone(feed):
        called = actions.intake.load.sender_of(feed, typed, me().authority)
        return actions.intake.load.sender_key(called)
    if (key := _by_number(typed)) is not None:
        return key
    known_places = actions.institutions.known_places
    matches = known_places.of(scope()).find(typed)
    for each in matches:
        if each.institution.key == form.chosen.data:
            return each.institution.key
    if (one := known_places.the_only(matches, typed)) is not None:
        return one.institution.key
    if not matches:
        raise NotTaken(
            f"No school, college or provider in the register is called {typed[:60]}. "
            "Try part of its name, its town or its number.",
            "institution",
        )
    form.chosen.choices = [(m.institution.key, _in_words(m)) for m in matches]
    raise NotTaken("Select which of these sent it.", "chosen")


def _new_sender(form: FileForm) -> str | None:
    """The name of a new sender; of an earlier system the one that was typed, of a
    service that of its agreement, since a key has no capitals.
    """
    feed, load = FEEDS[form.feed.data], actions.intake.load
    if not load.has_name_alone(feed):
        return form.new_sender.data
    called = load.sender_of(feed, form.sender.data, me().authority)
    return called.name if called is not None else None


def _council(feed: Feed, typed: str) -> str | None:
    """The key of the council with this name or code. Raises NotAnInstitution."""
    code = code_of_council(typed) or typed
    ref = actions.intake.load.sender_of(feed, code, me().authority)
    return actions.intake.load.sender_key(ref)


def _by_number(typed: str) -> str | None:
    """The key of the institution with this number; None if it is not a number."""
    digits = typed.replace("/", "").replace(" ", "")
    if not digits.isdigit():
        return None
    ref = actions.intake.load.reference(typed, me().authority)
    return actions.intake.load.sender_key(ref)


def _in_words(match: store.institutions.institution_names.Match) -> str:
    """An institution in words that distinguish it from others of its name."""
    there = match.institution
    words = places.with_town(there, there.urn and f"URN {there.urn}")
    return f"{words} (formerly {match.formerly})" if match.formerly else words


def _next(upload: Upload) -> ResponseReturnValue:
    """To the page of the columns if one is not known, otherwise straight to work."""
    feed = upload.feed or ""
    key = actions.intake.uploads.uploaded_files.key_of(upload)
    if feeds.seen_headings.own_headings(feed):
        seen = actions.intake.uploads.uploaded_files.headings(upload, key)
        if actions.intake.uploads.sender_columns.unexplained(
            upload.authority, feed, key, seen
        ):
            return redirect(url_for("data_team.import_columns", number=upload.id))
    else:
        seen = []
    task = actions.intake.uploads.uploaded_files.hand_over(upload, seen, act=act())
    return redirect(url_for("data_team.import_taking", number=task.id))


@bp.route("/imports/new/<int:number>/columns", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES)
def import_columns(number: int) -> ResponseReturnValue:
    """The form for the meaning of each heading; the next list of the sender uses it."""
    if (begun := _begun(number)) is not None:
        return begun
    upload = _upload(number)
    feed = upload.feed or ""
    key = actions.intake.uploads.uploaded_files.key_of(upload)
    if not feeds.seen_headings.own_headings(feed) or not key or _questions(upload):
        return redirect(url_for("data_team.import_new", number=upload.id))
    form = Form()
    seen = None
    with refusals.flashed():
        seen = actions.intake.uploads.uploaded_files.headings(upload, key)
    if seen is None:
        return redirect(url_for("data_team.imports"))
    further = FEEDS[feed].further
    means = {each.heading: each.means or further for each in seen}
    offered_by = None
    mapping = actions.intake.uploads.sender_columns
    if (offer := mapping.offered(upload.authority, feed, key, seen)) is not None:
        offered_by, means = sender_names.of_key(offer[0]), offer[1]
    if form.validate_on_submit():
        means = columns.chosen(seen)
        with refusals.in_form(form, ""):
            mapping.record_mapping(feed, key, means, act=act())
            # Its words can be read only once its columns are known.
            return _next(upload)
    return render_template(
        "data_team/intake/columns.html",
        form=form,
        upload=upload,
        files=file_names(upload.files),
        sender=_called(upload, key),
        offered_by=offered_by,
        further=_title_of(feed, further),
        **columns.shown(seen, means, feed),
    )


def _title_of(feed: str, column: str) -> str:
    """A column of ours within a sentence; "" for none."""
    found = (each for each in feeds.seen_headings.columns(feed) if each.name == column)
    return next((each.title[:1].lower() + each.title[1:] for each in found), "")


def _called(upload: Upload, key: str) -> str:
    """Who sent a file, for a sentence."""
    if actions.intake.way_in.is_of_department(FEEDS[upload.feed or ""]):
        return "the Department for Education"
    return upload.new_sender or sender_names.of_key(key)


@bp.post("/imports/new/<int:number>/throw-away")
@requires(Permission.IMPORT_FILES)
def import_throw_away(number: int) -> ResponseReturnValue:
    """Deletes an uploaded file that is not to be imported after all."""
    upload = _upload(number)
    names = ", ".join(file_names(upload.files))
    actions.intake.uploads.uploaded_files.throw_away(upload)
    flash(f"{names} was deleted. Nothing from it is kept.")
    return redirect(url_for("data_team.imports"))
