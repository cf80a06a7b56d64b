"""What is missing from plan to March: the pupils of a school or college, by form group.

The numbers and their list are counted from the same rows, so they always agree.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, reporting, store
from tracker.access import Permission
from tracker.actions.intake.uploads.typed_lists import TYPED
from tracker.actions.leavers.own_leavers import newest_year
from tracker.actions.year import cohort_ledgers
from tracker.domain.history.guarantee import YEARS
from tracker.domain.reference.academic_year import say_near
from tracker.domain.reference.institution import Institution
from tracker.domain.year.funnel import Funnel, Part, funnel
from tracker.domain.year.ledger_steps import STEPS, Name, Owner, State
from tracker.reporting.files.safe_text import MARKING, Value
from tracker.reporting.files.shared_table import MARK
from tracker.store.accounts.audit import Action
from tracker.store.history.ledger.owed_rows import Year
from tracker.store.history.ledger.school_rows import Pupil
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.attachments import attachment, files_beside
from tracker.web.guard import found, requires
from tracker.web.look.listing import Filter, Listing, Option, by_words
from tracker.web.school import bp, own_institution
from tracker.web.school.lists import typed_lists
from tracker.wording import ledger_words

#: The steps that the page has a column for; the file has them all.
SHOWN = (Name.PLAN, Name.OFFER, Name.ENROLLED, Name.WEEK_2, Name.DAY_42, Name.MARCH)
#: What those have not done who miss a step, in the first sentence.
_FIRST = {
    Name.PLAN: "without a plan",
    Name.OFFER: "without an offer",
    Name.ENROLLED: "did not arrive",
    Name.WEEK_2: "left by week 2",
    Name.DAY_42: "left by day 42",
    Name.MARCH: "not there in March",
}
#: Who acts, as a school reads it.
OWNERS = {Owner.SCHOOL: "You", Owner.COLLEGE: "College", Owner.ADVISER: "Council"}
NO_GROUP = "No form group"
_PLACES = {name: place for place, name in enumerate(STEPS)}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row has for one step, in words: what, and what is known of it."""

    state: State
    words: str
    known: str


@dataclass(frozen=True, slots=True)
class Group:
    """A form group: its pupils, and how far they came."""

    title: str
    funnel: Funnel


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pupils that an address names: a leaving year, one year group or both."""

    institution: Institution
    year: Year
    year_group: int | None
    pupils: Sequence[Pupil]

    def link(self, endpoint: str = "school.ledger", **more: Any) -> str:
        given = {"year": self.year.left, "group": self.year_group, **more}
        return url_for(endpoint, **given)

    def list_of(self, **narrowed: Any) -> str:
        """The address of the list behind a number."""
        return self.link(**narrowed) + "#each"

    @property
    def whole(self) -> Group:
        return Group("All", self._counted(self.pupils))

    @property
    def groups(self) -> list[Group]:
        """The form groups in order; those in none come last."""
        titles = {_group(each) for each in self.pupils}
        return [
            Group(
                title,
                self._counted([each for each in self.pupils if _group(each) == title]),
            )
            for title in sorted(titles, key=lambda each: (each == NO_GROUP, each))
        ]

    @property
    def have_left(self) -> bool:
        """Whether they left in a summer that is over."""
        return self.year.left <= newest_year(today())

    @property
    def first(self) -> str:
        """What is missing, as the first sentence counts it; "" where nothing is due."""
        lines = self.whole.funnel.lines
        parts = [
            f"{line.people[part]:,} {words}"
            for line in lines
            if line.step.name in _FIRST and line.is_due
            for part, words in (
                (Part.MISSING, _FIRST[line.step.name]),
                (Part.UNCONFIRMED, line.step.unseen),
            )
            if line.people[part]
        ]
        return ", ".join(parts)

    def owner(self, pupil: Pupil) -> str:
        """Who acts on the gap of a pupil, as the institution reads it."""
        if pupil.gap is None or pupil.owner is None:
            return ""
        return self._acts(Owner(pupil.owner), pupil.steps.get(pupil.gap, {}))

    def _acts(self, owner: Owner, known: Mapping[str, str]) -> str:
        """Who acts: at the own college of the reader, it is the reader."""
        if owner is Owner.COLLEGE and known.get("place") == self.institution.key:
            owner = Owner.SCHOOL
        return OWNERS[owner]

    def may_correct(self, pupil: Pupil) -> bool:
        """Whether the institution may report where a pupil is: of its own leavers."""
        return (
            pupil.gap in (Name.ENROLLED, Name.AUTUMN, Name.MARCH, Name.DAY_42)
            and pupil.year_group == YEARS[0]
            and self.have_left
        )

    def cell(self, pupil: Pupil, name: Name) -> Cell:
        """The cell of a pupil for a step."""
        step, known = STEPS[name], pupil.steps.get(name, {})
        state = pupil.state(name)
        due = step.due(self.year.left)
        if state is State.REACHED:
            words = known.get("place_name") if name in _WITH_PLACE else None
            return Cell(
                state,
                words or _REACHED[name],
                ledger_words.known(known, _near, place=False),
            )
        if state is State.MISSING:
            left = known.get("left_on")
            words = f"Left {_day(left)}" if left else _MISSING[name]
            owner = self._acts(Owner.ADVISER if left else step.owner, known)
            return Cell(state, words, f"{owner}, by {_near(due)}")
        if state is State.UNCONFIRMED:
            owner = self._acts(step.owner, known)
            is_open = (
                pupil.gap is not None and _PLACES[Name(pupil.gap)] >= _PLACES[name]
            )
            acts = f"{owner}, by {_near(due)}" if is_open else "seen since"
            return Cell(state, "Not confirmed", acts)
        if state is State.NOT_DUE:
            return Cell(state, "Not yet", f"by {_near(due)}")
        return Cell(state, "", "")

    def _counted(self, pupils: Sequence[Pupil]) -> Funnel:
        marks: dict[str, int] = {}
        for each in pupils:
            marks[each.marks] = marks.get(each.marks, 0) + 1
        return funnel(marks, self.year.left, on=self.year.as_of)


#: What a cell has for a step that was reached, where no place is known.
_REACHED = {
    Name.PLAN: "Has a plan",
    Name.OFFER: "Has an offer",
    Name.ENROLLED: "Arrived",
    Name.WEEK_2: "Seen",
    Name.DAY_42: "Still there",
    Name.MARCH: "Still there",
}
#: The steps whose place a cell has; the others are at the place of enrolment.
_WITH_PLACE = frozenset((Name.PLAN, Name.OFFER, Name.ENROLLED))
_MISSING = {
    Name.PLAN: "No plan",
    Name.OFFER: "No offer",
    Name.ENROLLED: "Did not arrive",
    Name.WEEK_2: "Not there",
    Name.DAY_42: "Not there",
    Name.MARCH: "Not there",
}


def _day(stored: str) -> str:
    return _near(date.fromisoformat(stored))


def _near(day: date) -> str:
    return say_near(day, today(), short=True)


def _group(pupil: Pupil) -> str:
    return pupil.form_group or NO_GROUP


def _chosen() -> Chosen:
    """The pupils of the address; those who left last summer unless it names others.

    While today's rows are made, the answer is a page that waits.
    """
    years = {str(each.left): each for each in cohort_ledgers.current(today())}
    given = request.args.get("year")
    year = next(iter(years.values())) if given is None else found(years.get(given))
    group = request.args.get("group")
    number = found({str(each): each for each in YEARS}.get(group)) if group else None
    own_institution.wait_for_ledger()
    institution = own_institution.mine()
    rows = store.history.ledger.school_rows.of(
        institution.key, year, within=own_institution.leavers_scope()
    )
    chosen = [each for each in rows if number in (None, each.year_group)]
    return Chosen(institution, year, number, chosen)


def _listing(chosen: Chosen) -> Listing[Pupil]:
    """The pupils as the page sorts and narrows them: those with the first gap first."""
    words = request.args.get("name", "")
    place = {each.person: at for at, each in enumerate(chosen.pupils)}

    def in_state(state: State) -> Any:
        return lambda pupil: tuple(
            Option(name, f"{STEPS[name].title}: {state}")
            for name in SHOWN
            if pupil.state(name) is state
        )

    return Listing(
        chosen.pupils,
        keys={
            "name": lambda each: place[each.person],
            "form": lambda each: each.form_group,
            "gap": lambda each: (
                (_PLACES[Name(each.gap)], place[each.person])
                if each.gap is not None
                else None
            ),
        },
        filters=(
            Filter(
                "name", "Name or UPN", lambda each: _called(each, words), typed=True
            ),
            Filter("form", "Form", lambda each: by_words(_group(each))),
            Filter(
                "gap", "To act on", lambda each: by_words(ledger_words.gap(each.gap))
            ),
            Filter("owner", "Who acts", lambda each: by_words(chosen.owner(each))),
            Filter("missing", "Missing", in_state(State.MISSING), ordered=SHOWN),
            Filter(
                "unseen", "Not confirmed", in_state(State.UNCONFIRMED), ordered=SHOWN
            ),
            Filter("reached", "Reached", in_state(State.REACHED), ordered=SHOWN),
        ),
        first="gap",
    )


def _called(pupil: Pupil, words: str) -> tuple[Option, ...]:
    """The option of a pupil whose name or UPN contains every typed word."""
    plain = store.database.search_keys.plain
    name = plain(f"{pupil.given} {pupil.family} {pupil.upn or ''}")
    if not all(word in name for word in plain(words).split()):
        return ()
    return (Option(words, f"“{words}”"),)


@bp.get("/ledger")
@requires(Permission.SEE_OWN_PUPILS)
def ledger() -> ResponseReturnValue:
    chosen = _chosen()
    acting = OWNERS[Owner.SCHOOL]
    yours = sum(chosen.owner(each) == acting for each in chosen.pupils)
    return render_template(
        "school/ledger/ledger.html",
        chosen=chosen,
        years=[
            (_title(each, today()), url_for("school.ledger", year=each.left), each)
            for each in cohort_ledgers.current(today())
        ],
        year_groups=YEARS,
        shown=[STEPS[each] for each in SHOWN],
        yours=yours,
        acting=acting,
        others=sum(each.gap is not None for each in chosen.pupils) - yours,
        listing=_listing(chosen),
        files=files_beside("school.ledger_file", year=str(chosen.year.left)),
        gap_of=ledger_words.gap,
        # Who left last summer has no plan or offer to come.
        fills_in=_fills_in() if chosen.pupils and not chosen.have_left else [],
        Part=Part,
    )


def _fills_in() -> list[tuple[str, str]]:
    """The lists that can be filled in on a page, with what they are of."""
    return [(each, TYPED[each].of) for each in typed_lists.offered()]


def _title(year: Year, on: date) -> str:
    return f"{'Left' if year.left <= newest_year(on) else 'Leave'} summer {year.left}"


@bp.get("/ledger/pupils.<any(csv, xlsx):form>")
@requires(Permission.SEE_OWN_PUPILS)
def ledger_file(form: str) -> ResponseReturnValue:
    chosen = _chosen()
    # The file stands beside the list as it is narrowed, and has no one else.
    listing = _listing(chosen)
    pupils = listing.everything
    people = [each.person for each in pupils]
    title = f"{chosen.institution.name}: from plan to March"
    file = io.BytesIO()

    def write(mark: str) -> None:
        content = reporting.files.listed_table.listed(
            form,
            _HEADINGS,
            (_line(chosen, each, mark) for each in pupils),
            title=f"{listing.titled(title)}. {mark}",
            organisation=own_institution.authority_name(),
            as_of=chosen.year.as_of,
        )
        file.write(content)

    with refusals.kept() as problem, own_institution.as_council():
        made = actions.law.by_law.give_pupils(
            people, chosen.year.left, chosen.institution, write, act=act()
        )
        act().note_alone(
            Action.LEAVERS_DOWNLOADED,
            f"plans and offers of the pupils of {chosen.institution.name}",
            left=chosen.year.left,
            leavers=len(people),
            why="own pupils",
            people=people,
            form=form,
            mark=made.mark,
        )
    if problem:
        flash(problem.sentence, "refused")
        return redirect(chosen.link())
    number = chosen.institution.key.partition(":")[2]
    name = listing.file_name(f"ledger-{chosen.year.left}-{number}")
    return attachment(f"{name}.{form}", file.getvalue())


_HEADINGS = (
    *("UPN", "Family name", "Given name", "Year group", "Form group"),
    *("To act on", "Who acts"),
    *(
        heading
        for each in STEPS.values()
        for heading in (each.title, f"{each.title}: where, when, source")
    ),
    *(MARK, MARKING),
)


def _line(chosen: Chosen, pupil: Pupil, mark: str) -> tuple[Value, ...]:
    return (
        *(pupil.upn, pupil.family, pupil.given, pupil.year_group, pupil.form_group),
        *(ledger_words.gap(pupil.gap), chosen.owner(pupil)),
        *(
            value
            for name in STEPS
            for value in (
                ledger_words.IN_FILES[pupil.state(name)],
                ledger_words.known(pupil.steps.get(name, {}), _near),
            )
        ),
        *(mark, ""),
    )
