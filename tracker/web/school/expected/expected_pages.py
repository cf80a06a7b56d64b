"""Expected here: who planned, applied or was offered a place, and whether they came.

The numbers and their list are counted from the same rows, so they always agree.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import reporting, store
from tracker.access import Permission
from tracker.actions.leavers.own_leavers import newest_year
from tracker.actions.year import cohort_ledgers
from tracker.actions.year.expected import sharing_expected
from tracker.domain.law.agreements import Terms
from tracker.domain.leavers.expected_places import Arrival, Expectation, arrival
from tracker.domain.reference.academic_year import say_near
from tracker.domain.reference.institution import Institution
from tracker.reporting.files.safe_text import MARKING, Value
from tracker.reporting.files.shared_table import MARK
from tracker.store.accounts.audit import Action
from tracker.store.history.ledger.expected_rows import Learner
from tracker.store.history.ledger.owed_rows import Year
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.attachments import attachment, files_beside
from tracker.web.guard import found, requires
from tracker.web.look.listing import Filter, Listing, Option, by_words
from tracker.web.school import bp, own_institution

HOW = {
    Expectation.ACCEPTED: "Accepted your offer",
    Expectation.OFFERED: "Has your offer",
    Expectation.ALLOCATED: "Place proposed: you accepted",
    Expectation.PROPOSED: "Place proposed: your answer is awaited",
    Expectation.APPLIED: "Applied",
    Expectation.PLANNED: "Plans to come",
}
ARRIVED = {
    Arrival.CAME: "On your list",
    Arrival.LEFT: "Left",
    Arrival.NOT_LISTED: "Not on your list",
    Arrival.NOT_YET: "Not yet",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Those expected at an institution, of the leaving year that an address names.

    ``declined`` are those whose place, proposed by the council, it declined,
    ``waiting`` how many places wait for its answer, by leaving year.
    """

    institution: Institution
    agreement: Terms
    year: Year
    learners: Sequence[Learner]
    declined: Sequence[Learner]
    waiting: Mapping[int, int]

    def link(self, endpoint: str = "school.expected", **more: Any) -> str:
        return url_for(endpoint, **{"year": self.year.left, **more})

    def list_of(self, **narrowed: Any) -> str:
        """The address of the list behind a number."""
        return self.link(**narrowed) + "#each"

    @property
    def to_answer(self) -> int:
        return self.waiting[self.year.left]

    def arrived(self, state: Arrival) -> int:
        """How many of the expected are in a state."""
        return sum(self.arrival(each) is state for each in self.learners)

    def arrival(self, learner: Learner) -> Arrival:
        return arrival(
            learner.came_on, learner.left_on, self.year.left, on=self.year.as_of
        )

    def known(self, learner: Learner) -> str:
        """What is known of the arrival, in words: the day of a list, or of leaving."""
        state = self.arrival(learner)
        day = learner.left_on if state is Arrival.LEFT else learner.came_on
        if day is None or state is Arrival.NOT_YET:
            return ""
        return _near(day) if state is Arrival.LEFT else f"list of {_near(day)}"


def _near(day: date) -> str:
    return say_near(day, today(), short=True)


def _chosen() -> Chosen:
    """Those of the address; those who left last summer unless it names others.

    Without an agreement, the answer is a page with the reason.
    """
    years = {str(each.left): each for each in cohort_ledgers.current(today())}
    given = request.args.get("year")
    year = next(iter(years.values())) if given is None else found(years.get(given))
    agreement = own_institution.wait_for_expected()
    institution = own_institution.mine()
    by_year = {
        each.left: store.history.ledger.expected_rows.of(
            institution.key, each, within=own_institution.leavers_scope()
        )
        for each in years.values()
    }
    everybody = by_year[year.left]
    waiting = {
        left: sum(each.how == Expectation.PROPOSED for each in some)
        for left, some in by_year.items()
    }
    declined = [each for each in everybody if each.how == Expectation.TURNED_DOWN]
    learners = [each for each in everybody if each.how != Expectation.TURNED_DOWN]
    return Chosen(institution, agreement, year, learners, declined, waiting)


def _listing(chosen: Chosen) -> Listing[Learner]:
    """The learners as the page sorts and narrows them: those not on a list first."""
    words = request.args.get("name", "")
    place = {each.person: at for at, each in enumerate(chosen.learners)}
    hows, arrivals = list(HOW), list(ARRIVED)

    return Listing(
        chosen.learners,
        keys={
            "name": lambda each: place[each.person],
            "how": lambda each: (
                hows.index(Expectation(each.how)),
                place[each.person],
            ),
            "came": lambda each: (
                -arrivals.index(chosen.arrival(each)),
                place[each.person],
            ),
        },
        filters=(
            Filter("name", "Name", lambda each: _called(each, words), typed=True),
            Filter(
                "came",
                "Came",
                lambda each: by_words(ARRIVED[chosen.arrival(each)]),
                ordered=tuple(ARRIVED.values()),
            ),
            Filter(
                "how",
                "Why expected",
                lambda each: (Option(each.how, HOW[Expectation(each.how)]),),
                ordered=tuple(HOW),
            ),
            Filter("course", "Course", lambda each: by_words(each.course)),
        ),
        first="came",
    )


def _called(learner: Learner, words: str) -> tuple[Option, ...]:
    """The option of a learner whose name contains every typed word."""
    plain = store.database.search_keys.plain
    name = plain(f"{learner.given} {learner.family}")
    if not all(word in name for word in plain(words).split()):
        return ()
    return (Option(words, f"“{words}”"),)


def _title(year: Year, chosen: Chosen) -> str:
    verb = "Left" if year.left <= newest_year(today()) else "Leave"
    waiting = chosen.waiting[year.left]
    return f"{verb} summer {year.left}" + (f", {waiting} to answer" if waiting else "")


@bp.get("/expected")
@requires(Permission.SEE_EXPECTED)
def expected() -> ResponseReturnValue:
    chosen = _chosen()
    return render_template(
        "school/expected/expected.html",
        chosen=chosen,
        years=[
            (_title(each, chosen), url_for("school.expected", year=each.left), each)
            for each in cohort_ledgers.current(today())
        ],
        listing=_listing(chosen),
        files=files_beside("school.expected_file", year=str(chosen.year.left)),
        is_past=chosen.year.left <= newest_year(today()),
        how=HOW,
        ARRIVED=ARRIVED,
        Arrival=Arrival,
        PROPOSED=Expectation.PROPOSED,
    )


@bp.get("/expected/learners.<any(csv, xlsx):form>")
@requires(Permission.SEE_EXPECTED)
def expected_file(form: str) -> ResponseReturnValue:
    chosen = _chosen()
    # The file stands beside the list as it is narrowed, and has no one else.
    listing = _listing(chosen)
    learners = listing.everything
    people = [each.person for each in learners]
    title = f"{chosen.institution.name}: expected of the leavers of {chosen.year.left}"
    file = io.BytesIO()

    def write(mark: str) -> None:
        content = reporting.files.listed_table.listed(
            form,
            _HEADINGS,
            (_line(chosen, each, mark) for each in learners),
            title=f"{listing.titled(title)}. {mark}",
            organisation=own_institution.authority_name(),
            as_of=chosen.year.as_of,
        )
        file.write(content)

    with refusals.kept() as problem, own_institution.as_council():
        made = sharing_expected.give_expected(
            people, chosen.year.left, chosen.institution, write, act=act()
        )
        act().note_alone(
            Action.LEAVERS_DOWNLOADED,
            f"who is expected at {chosen.institution.name}",
            left=chosen.year.left,
            leavers=len(people),
            why="expected here",
            people=people,
            form=form,
            mark=made.mark,
        )
    if problem:
        flash(problem.sentence, "refused")
        return redirect(chosen.link())
    number = chosen.institution.key.partition(":")[2]
    name = listing.file_name(f"expected-{chosen.year.left}-{number}")
    return attachment(f"{name}.{form}", file.getvalue())


_HEADINGS = (
    *("Family name", "Given name", "Date of birth", "Course", "Why expected"),
    *("Since", "Came", "Newest list with them", "Left on"),
    *("Your answer", "Answered on", MARK, MARKING),
)


def _line(chosen: Chosen, each: Learner, mark: str) -> tuple[Value, ...]:
    return (
        *(each.family, each.given, each.born, each.course),
        *(HOW[Expectation(each.how)], each.since, ARRIVED[chosen.arrival(each)]),
        *(each.came_on, each.left_on, each.answer, each.answered_on, mark, ""),
    )
