"""Duplicates: suggested, compared, merged, marked as different people, separated."""

from collections.abc import Collection

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.people.merge_choice import IdentityChoice
from tracker.domain.people.contradictions import contradictions
from tracker.refusal import Refusal
from tracker.store.people.records import Person
from tracker.store.work.tasks import Task
from tracker.web import paging, refusals
from tracker.web.acting import act, today
from tracker.web.data_team import bp
from tracker.web.data_team.matching import agreement
from tracker.web.forms import Form, Tick, Words
from tracker.web.front import incoming
from tracker.web.guard import found, requires, scope
from tracker.wording.details import of_field

#: More than this side by side cannot be compared on a screen.
MOST_COMPARED = 6
#: How many of the last "different people" decisions are listed, to be undone.
APART_SHOWN = 20


class Merge(Form):
    sure = Tick("They are the same person despite this")
    because = Words("Why they are the same person")


def _records(numbers: Collection[int]) -> dict[int, Person]:
    """The records of these numbers; "not found" if one of them cannot be seen."""
    people = store.people.doubtful_lines.people(numbers, within=scope())
    return found(people if len(people) == len(set(numbers)) else None)


def _newest() -> Task | None:
    """The newest comparison of all records."""
    return store.work.tasks.newest(
        actions.people.duplicates.SUBJECT, within=scope(), kind="find duplicates"
    )


@bp.get("/matching/duplicates", endpoint="duplicates")
@requires(Permission.MERGE_PEOPLE)
def suggested() -> ResponseReturnValue:
    page = paging.page(store.people.duplicates.count(within=scope()))
    return render_template(
        "data_team/matching/duplicates.html",
        page=page,
        pairs=store.people.duplicates.pairs(within=scope(), **page.cut),
        task=_newest(),
        agreement=agreement,
    )


@bp.post("/matching/duplicates/find")
@requires(Permission.MERGE_PEOPLE)
def duplicates_find() -> ResponseReturnValue:
    """Gives a worker the comparison of all records, unless one is at it."""
    task = _newest()
    if task is None or task.ended:
        actions.work.tasks.request(
            "find duplicates", act=act(), subject=actions.people.duplicates.SUBJECT
        )
    return redirect(url_for("data_team.duplicates"))


def _numbers(values: list[str]) -> list[int]:
    """Record numbers from a form or an address: several in one field, or one each."""
    parts = " ".join(values).replace(",", " ").split()
    return list(dict.fromkeys(incoming.numbers(parts)))[:MOST_COMPARED]


@bp.route("/matching/duplicates/compare", methods=["GET", "POST"])
@requires(Permission.MERGE_PEOPLE)
def duplicate_pair() -> ResponseReturnValue:
    """Several records side by side: the same person, or different people."""
    numbers = _numbers(request.args.getlist("person"))
    people, form = _records(numbers), Merge()
    if form.validate_on_submit():
        with refusals.in_form(form, ""):
            try:
                return _decide(numbers, form)
            except actions.people.merging.Contradicting:
                _refuse_without_reason(form)
    return _compare([people[number] for number in numbers], form)


def _refuse_without_reason(form: Merge) -> None:
    """Asks for what is missing before contradicting records are merged."""
    if form.sure.data:
        form.refuse("because", "Enter why they are the same person.")
    else:
        form.refuse(
            "sure",
            "Tick that they are the same person despite this, or leave them apart.",
        )


def _decide(numbers: list[int], form: Merge) -> ResponseReturnValue:
    """Merges the ticked records, or marks them as different.

    Raises Refusal with the reason.
    """
    ticked = [
        each for each in _numbers(request.form.getlist("same")) if each in numbers
    ]
    if request.form.get("what") == "apart":
        actions.people.duplicates.mark_different(numbers, within=scope(), act=act())
        flash(
            "Saved: these are not the same person. They will not be suggested again "
            "unless you undo this under Merges."
        )
        return redirect(url_for("data_team.duplicates"))
    survivor = incoming.number(request.form.get("survivor"))
    if survivor is None or survivor not in numbers:
        raise Refusal("Select the main record.")
    others = [each for each in ticked if each != survivor]
    if not others:
        raise Refusal("Tick the records that are the same person as the main record.")
    actions.people.merging.merge(
        survivor,
        others,
        within=scope(),
        act=act(),
        because=(form.because.data or "") if form.sure.data else "",
        choice=IdentityChoice(
            names=incoming.number(request.form.get("names")),
            born=incoming.number(request.form.get("born")),
        ),
        say=flash,
    )
    flash(
        f"{len(others) + 1} records are now one person, young person {survivor}. You "
        "can undo this under Merges."
    )
    return redirect(url_for("data_team.duplicates"))


def _compare(people: list[Person], form: Merge) -> ResponseReturnValue:
    day = store.history.days.newest(today(), within=scope()) or today()
    pairs = (
        {
            each: pair
            for pair in store.people.duplicates.around(people[0].id, within=scope())
            for each in (pair.person.id, pair.other.id)
        }
        if people
        else {}
    )
    columns = []
    for person in people:
        pair = pairs.get(person.id) if person is not people[0] else None
        columns.append(
            agreement.Compared(
                person,
                agreement.of(people[0].identity, person.identity),
                agreement.of_hundred(pair.score if pair is not None else None),
                pair.reasons if pair is not None else (),
            )
        )
    return render_template(
        "data_team/matching/duplicate_pair.html",
        form=form,
        columns=columns,
        contradictions=contradictions([person.identity for person in people]),
        fields=agreement.fields(columns),
        members=store.history.positions.of([person.id for person in people], day),
        day=day,
        likeliest=_best_identified(people),
        names_differ=len({(p.given, p.family) for p in people}) > 1,
        births_differ=len({p.born for p in people if p.born}) > 1,
        of_field=of_field,
        agreement=agreement,
        shown=" ".join(str(person.id) for person in people),
    )


def _best_identified(people: list[Person]) -> int | None:
    """The record proposed as the main one: the best identified, then the oldest."""
    best = max(
        people,
        key=lambda one: (bool(one.upn) + bool(one.uln) + bool(one.ypids), -one.id),
        default=None,
    )
    return best.id if best is not None else None


@bp.get("/matching/duplicates/merges")
@requires(Permission.MERGE_PEOPLE)
def duplicate_merges() -> ResponseReturnValue:
    page = paging.page(store.people.merge_list.count(within=scope()))
    return render_template(
        "data_team/matching/merges.html",
        page=page,
        merges=store.people.merge_list.listed(within=scope(), **page.cut),
        apart=store.people.duplicates.last_different(within=scope(), limit=APART_SHOWN),
        names=store.accounts.users.names(within=scope()),
    )


@bp.post("/matching/duplicates/apart/<int:person>/<int:other>/undo")
@requires(Permission.MERGE_PEOPLE)
def duplicate_together(person: int, other: int) -> ResponseReturnValue:
    """Undoes "different people": the two may be suggested as duplicates again."""
    _records([person, other])
    actions.people.duplicates.unmark_different(person, other, within=scope(), act=act())
    flash(f"Young people {person} and {other} can be suggested as one person again.")
    return redirect(url_for("data_team.duplicate_merges"))


@bp.post("/matching/duplicates/merges/<int:person>/undo")
@requires(Permission.MERGE_PEOPLE)
def duplicate_unmerge(person: int) -> ResponseReturnValue:
    """Undoes the newest merge into a young person: every record is as it was."""
    _records([person])
    with refusals.flashed():
        restored = actions.people.merging.unmerge(
            person, within=scope(), act=act(), say=flash
        )
        records = ", ".join(str(each) for each in restored)
        flash(f"Young person {person} is separate again from {records}.")
    return redirect(url_for("data_team.duplicate_merges"))
