"""Transfers: the histories made for other authorities, those that came, receipts."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.law.transfers.loading import Loaded
from tracker.actions.law.transfers.outgoing import Prepared
from tracker.actions.law.transfers.receipts import Standing
from tracker.feeds.transfers.feed import LONGEST
from tracker.store.law.transfers.exchanged import Answer, Direction, Holding, Transfer
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.attachments import attachment
from tracker.web.data_team import bp
from tracker.web.forms import Day, File, Form, Needed, Radios, Tick, Words
from tracker.web.front.incoming import takes_files
from tracker.web.guard import found, requires, scope, standing_person
from tracker.web.named import naming
from tracker.wording import places

#: What each answer is called, and what it means for the other council.
ANSWERS = {
    Answer.RECEIVED: "It has come, and we look at it",
    Answer.ACCEPTED: "They are on record here: we lead them from now on",
    Answer.DECLINED: "We do not take them on",
}


class Load(Form):
    file = File(
        "File from another authority",
        description="The history of a young person who has moved here, notices about "
        "residents of ours, or a receipt.",
    )


@dataclass(frozen=True, slots=True)
class Came:
    """A history that came, and how far it has got."""

    transfer: Transfer
    standing: Standing


@bp.route("/transfers", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES)
@takes_files(largest=LONGEST + 100_000)
def transfers() -> ResponseReturnValue:
    """What was made and what came; the form takes a file of another authority."""
    form = Load()
    if form.validate_on_submit():
        with refusals.in_form(form, "file"):
            return _taken(form)
    exchanged = store.law.transfers.exchanged
    sent = exchanged.every(Direction.OUT, holding=Holding.HISTORY, within=scope())
    return render_template(
        "data_team/transfers/transfers.html",
        form=form,
        sent=sent,
        people=_people(sent),
        came=_came(Holding.HISTORY),
        notices_sent=exchanged.every(
            Direction.OUT, holding=Holding.NOTICES, within=scope()
        ),
        notices_came=_came(Holding.NOTICES),
        council=places.of_authority,
        in_tray=store.intake.tray.waiting(within=scope()),
        names=store.accounts.users.names(within=scope()),
    )


def _taken(form: Load) -> ResponseReturnValue:
    given = form.file.data
    name = (given.filename if given else "") or "The file"
    if given:
        actions.intake.waiting_files.scan_sent(given.stream, name)
    loaded = actions.law.transfers.loading.take(
        given.stream.read() if given else b"", name, act=act()
    )
    flash(_in_words(loaded))
    if loaded.batch is not None:
        return redirect(url_for("data_team.import_batch", number=loaded.batch.id))
    return redirect(url_for("data_team.transfers"))


def _in_words(loaded: Loaded) -> str:
    there = places.of_authority(loaded.transfer.party)
    if loaded.batch is not None:
        history = loaded.transfer.holding == Holding.HISTORY
        what = "The history" if history else "The file of notices"
        return f"{what} from {there} is loaded. Answer it under Transfers."
    return {
        Answer.RECEIVED: f"{there} has received the file"
        + (", and looks at it." if loaded.transfer.waits else "."),
        Answer.ACCEPTED: f"{there} has accepted them: they leave our cohort.",
        Answer.DECLINED: f"{there} does not take them on: they stay in our cohort.",
    }[Answer(loaded.transfer.answer or "")]


def _came(holding: Holding) -> list[Came]:
    return [
        Came(each, actions.law.transfers.receipts.standing(each, within=scope()))
        for each in store.law.transfers.exchanged.every(
            Direction.IN, holding=holding, within=scope()
        )
    ]


def _people(sent: Sequence[Transfer]) -> dict[int, str]:
    """The names of those whose history was sent."""
    numbers = sorted({each.person_id for each in sent if each.person_id is not None})
    records = store.people.records.records(numbers, within=scope())
    naming.note(numbers)
    return {each.id: f"{each.given} {each.family}" for each in records}


class Answering(Form):
    given = Radios(
        "Our answer",
        [Needed("Select an answer.")],
    )
    reason = Words(
        "Why we do not take them on (only then)",
        [Optional()],
        description="The other authority reads this. Do not enter more about the young "
        "person than is needed.",
    )


@bp.route("/transfers/<int:number>/receipt", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES, fresh=True)
def transfer_receipt(number: int) -> ResponseReturnValue:
    """The answer to a history that came: a signed file for the other authority."""
    came = _of(number, Direction.IN)
    form = Answering()
    possible = actions.law.transfers.receipts.answers_to(came)
    form.given.choices = [(str(each), ANSWERS[each]) for each in possible]
    if len(possible) == 1:
        form.given.data = str(possible[0])
        del form.reason
    if form.validate_on_submit():
        with refusals.in_form(form, shown_at={"": "given"}):
            name, file = actions.law.transfers.receipts.answer(
                came.id,
                Answer(form.given.data),
                reason=(form.reason.data or "") if form.reason else "",
                act=act(),
            )
            return attachment(name, file)
    return render_template(
        "data_team/transfers/receipt.html",
        form=form,
        came=came,
        of_history=came.holding == Holding.HISTORY,
        standing=actions.law.transfers.receipts.standing(came, within=scope()),
        council=places.of_authority(came.party),
    )


@bp.post("/transfers/<int:number>/withdraw")
@requires(Permission.IMPORT_FILES)
def transfer_withdraw(number: int) -> ResponseReturnValue:
    """Takes back a file: a receipt that comes for it changes nothing.

    One that was accepted is taken back only with the box that shows what follows.
    """
    sent = _of(number, Direction.OUT)
    stands = sent.answer == Answer.ACCEPTED and sent.withdrawn_at is None
    if stands and request.form.get("sure") != "yes":
        flash(
            f"{places.of_authority(sent.party)} has accepted them and leads them now. "
            "Tick the box to take the file back all the same.",
            "refused",
        )
        return redirect(url_for("data_team.transfers"))
    with refusals.flashed():
        actions.law.transfers.outgoing.withdraw(sent.id, within=scope(), act=act())
        there = places.of_authority(sent.party)
        flash(f"Taken back. Say so to {there}, which may have loaded it already.")
    return redirect(url_for("data_team.transfers"))


def _of(number: int, direction: Direction) -> Transfer:
    transfer = store.law.transfers.exchanged.get(number, within=scope())
    return found(transfer if transfer and transfer.direction == direction else None)


class Moving(Form):
    council = Radios(
        "Which authority did they move to?", [Needed("Select an authority.")]
    )
    moved_on = Day("When did they move there?")
    sure = Tick("What is listed here may go to them", [Optional()])


@bp.route("/people/<int:number>/transfer", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES, fresh=True)
def transfer_new(number: int) -> ResponseReturnValue:
    """Shows what would go to another authority and by what law, then gives the file."""
    person = standing_person(number)
    form = Moving()
    councils = actions.law.transfers.outgoing.councils(act=act())
    form.council.choices = [(each.key, each.name) for each in councils]
    prepared: Prepared | None = None
    if form.validate_on_submit():
        outgoing = actions.law.transfers.outgoing
        with refusals.in_form(form, shown_at={"party": "council"}):
            prepared = outgoing.prepare(
                person.id,
                next(each for each in councils if each.key == form.council.data),
                moved_on=form.moved_on.data or today(),
                within=scope(),
                act=act(),
            )
            if form.sure.data:
                made: list[ResponseReturnValue] = []
                outgoing.send(
                    prepared,
                    lambda name, file: made.append(attachment(name, file)),
                    within=scope(),
                    act=act(),
                )
                return made[0]
    return render_template(
        "data_team/transfers/transfer_new.html",
        form=form,
        person=person,
        councils=councils,
        prepared=prepared,
        before=store.law.transfers.exchanged.of_person(person.id, within=scope()),
        council=places.of_authority,
    )
