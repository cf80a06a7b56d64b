"""Deciding which surname, birth date or sex is right: one by one, or many alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import actions, domain, store, wording
from tracker.access import Permission
from tracker.actions.people.identity_decisions import Choice
from tracker.domain.history.details.changes import grounds
from tracker.domain.history.details.house_moves import AWAY, POSTCODE
from tracker.domain.history.identity.identity_statements import BORN, SEX
from tracker.domain.reference.academic_year import say_date
from tracker.feeds.registry import FEEDS
from tracker.store.people.identity_questions import Question
from tracker.store.people.records import Person
from tracker.web import paging, refusals
from tracker.web.acting import act
from tracker.web.adviser.person_page import provenance
from tracker.web.data_team import bp
from tracker.web.data_team.intake import sender_names
from tracker.web.forms import Day, Form, Radios, Text, Tick
from tracker.web.front import incoming
from tracker.web.guard import found, requires, scope
from tracker.wording.identity_fields import FIELDS

SEXES = {"F": "Female", "M": "Male", "U": "Not known"}
#: How many can be ticked at once: those of one page.
MOST_TOGETHER = paging.ROWS
#: How many similar questions are shown below one, to be settled with it.
ALIKE_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two values, in words, with its sources.

    Each source has a name, its newest as-at date, and how often it gave the value.
    """

    value: str
    sources: Sequence[tuple[str, date, int]]


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question as a page shows it."""

    question: Question
    person: Person
    field: str
    stands: Side
    other: Side

    def differing(self, choice: str) -> tuple[str, str, str] | None:
        """A value in three parts; only the middle part differs from the other value."""
        if choice not in (Choice.KEEP, Choice.TAKE):
            return None
        pair = (self.stands.value, self.other.value)
        value, other = pair if choice == Choice.KEEP else pair[::-1]
        start = _shared(value, other)
        end = _shared(value[start:][::-1], other[start:][::-1])
        stop = len(value) - end
        return value[:start], value[start:stop], value[stop:]


def _shared(one: str, other: str) -> int:
    """How many letters two texts share at their beginning."""
    both = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], both))


class Decision(Form):
    """What is right, for one question."""

    choice = Radios("What is right?")
    value = Text("What is right instead?", [Optional()])
    born = Day("What is right instead?")
    documents = Tick("This was read in a document, such as a passport")


Like = tuple[str, str, str]


def _like() -> Like | None:
    """The filter of the address: which questions are listed."""
    given = tuple(request.values.get(each, "") for each in ("field", "alike", "by"))
    return given if all(given) else None  # type: ignore[return-value]


def _filters(like: Like | None) -> dict[str, Any]:
    return dict(zip(("field", "alike", "by"), like, strict=True)) if like else {}


@bp.get("/matching/identities")
@requires(Permission.MATCH_ROWS)
def match_identities() -> ResponseReturnValue:
    like = _like()
    page = paging.page(store.people.identity_questions.count(within=scope(), like=like))
    open_ = store.people.identity_questions.to_decide(
        within=scope(), like=like, **page.cut
    )
    kinds = store.people.identity_questions.alike(within=scope())
    names = _names(each.claimant for each in kinds)
    return render_template(
        "data_team/matching/identities.html",
        page=page,
        waiting=_shown(open_),
        like=like,
        filters=_filters(like),
        kinds=[(each, names[each.claimant]) for each in kinds],
        undo=incoming.number(request.args.get("undo")),
    )


def _names(claimants: Iterable[str]) -> dict[str, str]:
    """The name of each claimant (a source and the key of an institution)."""
    parts = {each: each.split("|", 1) for each in claimants}
    places = sender_names.of_keys({place for _, place in parts.values() if place})
    return {
        each: _named(source, places.get(place, ""))
        for each, (source, place) in parts.items()
    }


def _named(source: str, place: str, recorded_by: str = "") -> str:
    change = grounds.change_of(source)
    if change is not None:
        return provenance.of_change(change, recorded_by)
    title = str(FEEDS[source].title) if source in FEEDS else source
    if place:
        # "NCCIS file" keeps its capitals, "School census" does not.
        return f"{place}, {title if title[1].isupper() else title.lower()}"
    return title[:1].upper() + title[1:]


def _shown(
    open_: Sequence[Question], recorded_by: Mapping[str, str] | None = None
) -> list[ShownQuestion]:
    """Questions in words, with a fixed number of database queries.

    ``recorded_by`` names who recorded each change by hand, by its source.
    """
    people = store.people.doubtful_lines.people(
        {each.person_id for each in open_}, within=scope()
    )
    sides = ("stands", "other")
    places = sender_names.of_keys(
        {
            source[1]
            for each in open_
            for side in sides
            for source in each.details[side]["sources"]
            if source[1]
        }
    )

    def side(question: Question, which: str) -> Side:
        claim = question.details[which]
        return Side(
            _value(question.field, claim["value"]),
            [
                (
                    _named(
                        source,
                        places.get(place or "", ""),
                        (recorded_by or {}).get(source, ""),
                    ),
                    date.fromisoformat(as_at),
                    times,
                )
                for source, place, as_at, times in claim["sources"]
            ],
        )

    return [
        ShownQuestion(
            each,
            people[each.person_id],
            FIELDS[each.field],
            side(each, "stands"),
            side(each, "other"),
        )
        for each in open_
        if each.person_id in people
    ]


def _value(field: str, value: str) -> str:
    if field == AWAY and value in domain.reference.codes.AUTHORITIES:
        return f"Moved to {domain.reference.codes.AUTHORITIES[value].title}"
    if field == BORN:
        return say_date(date.fromisoformat(value))
    return SEXES.get(value, value) if field == SEX else value


@bp.post("/matching/identities/together")
@requires(Permission.MATCH_ROWS)
def match_identities_together() -> ResponseReturnValue:
    """Shows the answer to the ticked questions; records it once confirmed."""
    like = _like()
    choice = Choice.TAKE if request.form.get("what") == "take" else Choice.KEEP
    ticked = incoming.numbers(request.form.getlist("question")[:MOST_TOGETHER])
    waiting = _shown(store.people.identity_questions.some(ticked, within=scope()))
    if not waiting:
        flash("Tick at least one person whose question is still open.")
        return redirect(url_for("data_team.match_identities", **_filters(like)))
    if request.form.get("sure") != "yes":
        return render_template(
            "data_team/matching/identities_together.html",
            waiting=waiting,
            taken=choice is Choice.TAKE,
            filters=_filters(like),
            left_out=len(set(ticked)) - len(waiting),
        )
    shown = set(request.form.getlist("shown"))
    if shown != {_seen(each.question) for each in waiting}:
        flash("Some of these have changed since. Check them again.")
        return redirect(url_for("data_team.match_identities", **_filters(like)))
    return _decide([each.question.id for each in waiting], choice, like)


def _seen(question: Question) -> str:
    """The part of a question that the page showed; only that is decided."""
    details = question.details
    return f"{question.id}|{details['stands']['value']}|{details['other']['value']}"


def _decide(
    numbers: Sequence[int],
    choice: Choice,
    like: Like | None,
    *,
    value: str = "",
    documents: bool = False,
) -> ResponseReturnValue:
    decided = actions.people.identity_decisions.decide(
        numbers,
        choice,
        value=value,
        documents=documents,
        within=scope(),
        act=act(),
        say=flash,
    )
    if decided.entry is None:
        flash("This has already been decided.")
    return redirect(
        url_for("data_team.match_identities", undo=decided.entry, **_filters(like))
    )


@bp.route("/matching/identities/<int:number>", methods=["GET", "POST"])
@requires(Permission.MATCH_ROWS)
def match_identity(number: int) -> ResponseReturnValue:
    """One question: both values, their sources, and the effect of an answer."""
    like = _like()
    open_ = store.people.identity_questions.some([number], within=scope())
    item = found(next(iter(_shown(open_, _recorded_by(open_))), None))
    question = item.question
    form = Decision()
    form.choice.choices = _choices(item)
    if form.validate_on_submit():
        value = form.value.data or ""
        if question.field == BORN:
            value = form.born.data.isoformat() if form.born.data else ""
        choice = Choice(form.choice.data)
        together = _alike_ticked(question) if choice is not Choice.NEITHER else []
        if together is None:
            flash("Some of these have changed since. Check them again.")
            return redirect(request.full_path)
        with refusals.in_form(form, "born" if question.field == BORN else None):
            return _decide(
                [question.id, *together],
                choice,
                like,
                value=value,
                documents=bool(form.documents.data),
            )
    details = question.details
    alike = (question.field, details["alike"], details["claimant"])
    some = store.people.identity_questions.to_decide(
        within=scope(), like=alike, limit=ALIKE_SHOWN + 1
    )
    others = [each for each in some if each.id != question.id][:ALIKE_SHOWN]
    return render_template(
        "data_team/matching/identity.html",
        form=form,
        item=item,
        filters=_filters(like),
        alike=_filters(alike),
        others=_shown(others),
        left_alike=store.people.identity_questions.count(within=scope(), like=alike)
        - 1,
        following=_following(question, like),
        left=store.people.identity_questions.count(within=scope(), like=like),
    )


def _recorded_by(open_: Sequence[Question]) -> Mapping[str, str]:
    """Who recorded the changes by hand of the one young person of a question."""
    return {
        source: name
        for each in open_
        for (source, _), name in provenance.makers(each.person_id).items()
    }


def _alike_ticked(question: Question) -> list[int] | None:
    """The questions to settle with this one; None if one has changed since."""
    if request.form.get("settle") != "alike":
        return []
    ticked = incoming.numbers(request.form.getlist("question")[:ALIKE_SHOWN])
    numbers = [each for each in ticked if each != question.id]
    found = store.people.identity_questions.some(numbers, within=scope())
    shown = set(request.form.getlist("shown"))
    if any(_seen(each) not in shown or not _is_like(each, question) for each in found):
        return None
    return [each.id for each in found]


def _is_like(one: Question, other: Question) -> bool:
    return one.field == other.field and all(
        one.details[each] == other.details[each] for each in ("alike", "claimant")
    )


def _following(question: Question, like: Like | None) -> int | None:
    """The next question of the filtered list, if there is one."""
    open_ = store.people.identity_questions.numbers(within=scope(), like=like)
    if question.id not in open_:
        return None
    place = open_.index(question.id)
    return open_[(place + 1) % len(open_)] if len(open_) > 1 else None


def _choices(item: ShownQuestion) -> list[tuple[str, str]]:
    question, stands, other = item.question, item.stands.value, item.other.value
    there = question.details.get("authority")
    area = wording.details.title(domain.reference.codes.AUTHORITIES, there)
    left = f"They moved to {area} and leave our cohort" if area else ""
    if question.field == AWAY:
        keep, take = "They are still ours", left
    elif question.field == POSTCODE:
        keep = f"They still live at {stands}"
        take = f"{left} ({other})" if left else f"They live at {other} now"
    else:
        return [
            (Choice.KEEP.value, stands),
            (Choice.TAKE.value, other),
            (Choice.NEITHER.value, "Neither"),
        ]
    return [(Choice.KEEP.value, keep), (Choice.TAKE.value, take)]


@bp.post("/matching/identities/<int:entry>/undo")
@requires(Permission.MATCH_ROWS)
def match_identities_undo(entry: int) -> ResponseReturnValue:
    """Undoes everything that was decided in one act."""
    found(store.casework.entries.get(entry, within=scope()))
    with refusals.flashed():
        actions.people.identity_decisions.undo(
            entry, within=scope(), act=act(), say=flash
        )
        flash("The decision is undone. Its questions are open again.")
    return redirect(url_for("data_team.match_identities"))
