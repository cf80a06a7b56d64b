"""Work to do: everything that waits for a person, on one page, and the tasks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import actions, store
from tracker.access import ROLES, Permission
from tracker.actions.work.work_kinds import KINDS, open_to, queries
from tracker.refusal import Refusal
from tracker.store.work.items import Due, Item, Owners, Selection
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.data_team import bp
from tracker.web.data_team.intake import sender_names
from tracker.web.forms import Choice, Day, Form, Needed, Text
from tracker.web.front import incoming
from tracker.web.guard import found, may, me, requires, scope
from tracker.web.look import counts
from tracker.web.look.listing import Filter, Listing, Option
from tracker.web.named import asking
from tracker.wording.quotations import clipped

#: A page that proposes a task fills in no longer reason.
_LONGEST_WHY = 200
#: The values of the filters for what is mine, and for what is due by today.
MINE, NOW = "me", "now"
_DUE_NOW = (Due.OVERDUE, Due.TODAY)
#: The kinds whose items are done on their own page of this module.
_DONE_HERE = [
    name for name, kind in KINDS.items() if kind.endpoint == "data_team.work_item"
]


class Assigning(Form):
    owner = Choice("Who does it?", [Needed("Select who does it.")])


class Task(Assigning):
    why = Text("What is to be done?", [Needed("Enter what is to be done.")])
    person = Text("Number of the young person it is about", [Optional()])
    due = Day("Due")


def _owner_choices() -> list[tuple[str, str]]:
    """The colleagues who can do a task, after the roles whose every holder can."""
    doing = [role for role in ROLES.values() if Permission.SEE_WORK in role.permissions]
    return [
        (MINE, "Me"),
        *((role.value, f"Any {role.title.lower()}") for role in doing),
        *(
            (str(user.id), user.name)
            for user in store.accounts.users.everybody(within=scope())
            if user.closed_at is None and user.does in doing and user.id != me().id
        ),
    ]


def _given(form: Assigning) -> dict[str, Any]:
    """The owner that a form names, for the action."""
    chosen = str(form.owner.data)
    user = me().id if chosen == MINE else incoming.number(chosen)
    return {"owner": user} if user is not None else {"role": chosen}


def _mine() -> Owners:
    """The user, the colleagues they cover for, and their role."""
    covered = store.casework.caseloads.covered_by(me().id, today())
    return Owners({me().id, *(user.id for user in covered)}, {me().role})


def _selected(*kinds: str, **more: Any) -> Selection:
    """The items of some of the kinds that the user may do, or of all of them."""
    may_do = [each for each in open_to(me()) if not kinds or each in kinds]
    rows = queries(may_do, within=scope(), owners=more.get("owners"))
    return Selection(rows, today(), **more)


@bp.app_template_global()
def undecided_work() -> Mapping[str, int]:
    """How many decisions about who is who wait for the user, by kind."""
    counted: Counter[str] = Counter()
    for group in _selected("doubtful-line", "identity", "duplicate").groups():
        counted[group.kind] += group.items
    return counted


def how_many() -> int:
    """How many items are the user's and due by today."""
    mine = _mine()
    return _due_now(_selected(owners=mine).groups(), mine)


def _due_now(groups: Sequence[Item], owners: Owners) -> int:
    return sum(
        each.items for each in groups if each.due_part in _DUE_NOW and owners.own(each)
    )


def _owners(value: str, mine: Owners) -> Owners | None:
    """The owners that a value of the filter stands for; None for all."""
    if value == MINE or not value:
        return mine if value else None
    user = incoming.number(value)
    return Owners(roles={value}) if user is None else Owners(users={user})


def _listing(groups: Sequence[Item], mine: Owners) -> Listing[Item]:
    """How the list is narrowed and sorted; its query does both."""

    def due(group: Item) -> list[Option]:
        by_today = [Option(NOW, "By today")] if group.due_part in _DUE_NOW else []
        return [*by_today, Option(group.due_part, group.due_part.capitalize())]

    def owner(group: Item) -> list[Option]:
        first = [Option(MINE, "Me")] if mine.own(group) else []
        if group.owner_id is not None:
            return [*first, Option(str(group.owner_id), group.owner)]
        return [*first, Option(group.role, ROLES[group.role].title)]

    def kind(group: Item) -> list[Option]:
        return [Option(group.kind, KINDS[group.kind].title)]

    return Listing(
        groups,
        keys=dict.fromkeys(("about", "due", "since"), lambda group: group.items),
        filters=(
            Filter("kind", "Kind", kind, ordered=tuple(KINDS)),
            Filter("due", "Due", due, ordered=(NOW, *Due)),
            Filter("owner", "Owner", owner, ordered=(MINE,)),
        ),
        first="due",
        weight=lambda group: group.items,
    )


@bp.get("/to-do/mine")
@requires(Permission.SEE_WORK)
def work_mine() -> ResponseReturnValue:
    """Where the menu leads: the list of everybody's work, narrowed to the user's."""
    return redirect(url_for("data_team.work", owner=MINE))


@bp.get("/to-do")
@requires(Permission.SEE_WORK)
def work() -> ResponseReturnValue:
    done = request.args.get("done") == "yes"
    mine, groups = _mine(), _selected(done=done).groups()
    listing = _listing(groups, mine)
    kind, due, owner = (listing.chosen.get(key, "") for key in ("kind", "due", "owner"))
    order, descending = listing.order
    items = _selected(
        *filter(None, [kind]),
        done=done,
        due=_DUE_NOW if due == NOW else [*filter(None, [due])],
        owners=_owners(owner, mine),
    ).page(
        order=order,
        descending=descending,
        **listing.page.cut,
    )
    due_now = _due_now(groups, mine)
    if not done:
        counts.remember("data_team.work_mine", due_now)
    return render_template(
        "data_team/work/work.html",
        listing=listing,
        due_now=due_now,
        items=items,
        kinds=KINDS,
        roles=ROLES,
        done=done,
        senders=sender_names.of_keys(
            {each.institution for each in items if each.institution}
        ),
        names=store.accounts.users.names(within=scope()),
        today=today(),
    )


@bp.route("/to-do/new", methods=["GET", "POST"])
@requires(Permission.SEE_WORK)
def work_new() -> ResponseReturnValue:
    given = request.args
    form = Task(
        person=given.get("person", "")[:20], why=given.get("why", "")[:_LONGEST_WHY]
    )
    form.owner.choices = _owner_choices()
    typed = (form.person.data or "").strip()
    person = incoming.number(typed)
    if form.validate_on_submit():
        with refusals.in_form(form):
            if typed and person is None:
                raise Refusal(f"There is no young person {clipped(typed)}.", "person")
            _needs_reason(person)
            number = actions.work.items.open_item(
                "task",
                form.why.data or "",
                person=person,
                due=form.due.data,
                within=scope(),
                act=act(),
                **_given(form),
            )
            flash("The task has been added.")
            return redirect(url_for("data_team.work_item", number=number))
    about = (
        store.people.records.get(person, within=scope())
        if person is not None and may(Permission.SEE_PEOPLE)
        else None
    )
    return render_template("data_team/work/new.html", form=form, about=about)


def _needs_reason(person: int | None) -> None:
    """A task of one's own opens the record it is about, so it wants the same reason.

    Raises Refusal while the user has given none.
    """
    if person is None or not may(Permission.SEE_PEOPLE):
        return
    known = store.people.records.get(person, within=scope())
    if known is not None and asking.why(known.merged_into or known.id) is None:
        raise Refusal(
            f"Young person {person} is on none of your lists. Open the record and give "
            "a reason, then add the task.",
            "person",
        )


@bp.route("/to-do/<int:number>", methods=["GET", "POST"])
@requires(Permission.SEE_WORK)
def work_item(number: int) -> ResponseReturnValue:
    item = _task(number)
    form = Assigning()
    form.owner.choices = _owner_choices()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.work.items.assign(number, within=scope(), act=act(), **_given(form))
            flash("The task has another owner.")
            return redirect(url_for("data_team.work_item", number=number))
    return render_template(
        "data_team/work/item.html",
        form=form,
        item=item,
        owner=item.owner or ROLES[item.role].title,
        names=store.accounts.users.names(within=scope()),
        today=today(),
    )


def _task(number: int) -> Item:
    """A task as lists show it; one about a young person on no list is not found."""
    shown = _selected(*_DONE_HERE, done=None, number=number).page()
    return found(next(iter(shown), None))


@bp.post("/to-do/<int:number>/<any(done,undo):what>")
@requires(Permission.SEE_WORK)
def work_item_done(number: int, what: str) -> ResponseReturnValue:
    """Marks a task as done, or opens it again."""
    _task(number)
    change = actions.work.items.finish if what == "done" else actions.work.items.undo
    with refusals.flashed():
        change(number, within=scope(), act=act())
        flash("Marked as done." if what == "done" else "The task is open again.")
    return redirect(url_for("data_team.work_item", number=number))
