"""What users have done in the small authority before a test visits its pages.

Everything is done on the pages themselves, so that pages which exist only after an
action can be visited too.
"""

import io
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from sqlalchemy import text

from tests.acts import act
from tests.browser.place import NOW, Place
from tests.browser.walking import links
from tests.conftest import SMALL_ON
from tests.factories import AUTHORITY
from tests.journeys.moving_in.exported_documents import form_of
from tests.waiting import run_waiting
from tests.web.adviser.places.proposed import proposed_for
from tests.web.conftest import read, token
from tests.web.data_team.nccis_return.answered import answer_of_dfe
from tests.web.school.year.agreeing import signed
from tracker import actions
from tracker.access import authority_scope
from tracker.actions.leavers.corrections import ACTIVITIES, HOW_KNOWN
from tracker.domain.law.gateways import EXPECTED, SUPPORT
from tracker.extensions import db
from tracker.store.accounts.users import User

_ERRORS = re.compile(r'govuk-error-summary__list">.*?</ul>', re.DOTALL)

Clients = Callable[[str], FlaskClient]
#: For each role, the addresses to which its users' actions led.
LedTo = dict[str, list[str]]

#: A person who is not on record, an impossible date, and a home far away.
_LIST = b"""Forename,Surname,DOB,Postcode,StartDate,PlannedEndDate
Invented,Newcome,06/08/2010,WN1 1AA,07/09/2026,02/07/2027
Wrong,Daybreak,32/13/2010,WN1 1AA,07/09/2026,02/07/2027
Faraway,Example,06/08/2010,TR1 1AA,07/09/2026,02/07/2027
"""
_STRANGE_LIST = b"""Known as,Last called,Came on earth,Lives,Began
Invented,Newcome,06/08/2010,WN1 1AA,07/09/2026
"""
_UNKNOWN_LIST = b"""Called,Of the clan,Hopes to do
Invented,Newcome,College
"""
_MEANT = {
    f"column-{place}": name
    for place, name in enumerate(("forename", "surname", "dob", "postcode", "start"))
}

_ALERTS = {
    "safeguarding": {"alert": "Speak to Priti Shah before any visit"},
    "lone-worker": {"visit": "No home visit alone"},
    "preferred-contact": {"how": "text message", "when": "after 3 pm"},
    "interpreter": {"language": "Polish", "needed_by": "both"},
}


class Scene:
    """Acts in the small authority, as the users that the clients are signed in for."""

    def __init__(self, place: Place, clients: Clients) -> None:
        self.place, self.clients = place, clients
        self.led_to: LedTo = defaultdict(list)

    def play(self) -> LedTo:
        for role in ("college-user", "school-user"):
            self._send_a_list(role)
            self._say_what_columns_mean(role)
        self._correct_a_leaver()
        self._register_and_update()
        self._take_a_contact_back()
        self._make_a_plan()
        self._enter_alerts()
        self._propose_a_place()
        self._agree_with_places()
        # That of last year: the newest stays as it would be, so that both are seen.
        self.fill_in("data-manager", "/september-guarantee/2025/fix")
        for role in self.place.roles:
            self.fill_in(role, "/account/app", page="/account/second-step")
        self._open_the_review_of_accounts()
        self._open_cases()
        self._take_files_in()
        self._work()
        for role in ("college-user", "school-user"):
            sent = self.led_to[role][0]
            self.fill_in(role, f"{sent}/send", page=sent)
        self._return()
        # The first visit to the figures has them made.
        self.clients("manager").get("/dashboard").close()
        self._work()
        self._leave_work()
        return self.led_to

    def _leave_work(self) -> None:
        """Requests work that is not begun, so that its pages say so."""
        self._take_in(_LIST, date(2026, 11, 20))
        self._snapshot("2026-08")
        self._survey()

    def _snapshot(self, month: str) -> None:
        self.fill_in("data-manager", "/returns/snapshot", page="/returns", month=month)

    def fill_in(
        self, role: str, address: str, *, page: str | None = None, **fields: object
    ) -> str:
        """Sends the form of a page; the address to which that led."""
        client = self.clients(role)
        number = token(client.get(page or address).get_data(as_text=True))
        answer = client.post(address, data={**fields, "csrf_token": number})
        answer.close()
        errors = _ERRORS.findall(answer.get_data(as_text=True))
        assert answer.status_code == 302, f"{address}: {answer.status_code} {errors}"
        target = urlsplit(answer.location).path
        self.led_to[role].append(target)
        return target

    def _work(self) -> None:
        with self.place.app.app_context():
            run_waiting(clock=lambda: NOW, day=lambda at: at.date())

    def _send_a_list(self, role: str) -> None:
        self._drop(role, _LIST, date(2026, 11, 20))
        self.fill_in(
            role,
            "/withdrawals/new",
            given="Invented",
            family="Newcome",
            **_day("born", date(2010, 8, 6)),
            **_day("last_day", date(2026, 11, 13)),
        )

    def _say_what_columns_mean(self, role: str) -> None:
        """Explains the columns of one list; those of another still wait for it."""
        columns = self._drop(role, _STRANGE_LIST, date(2026, 11, 19))
        if columns.endswith("/which"):
            self.led_to[role].remove(columns)
            # A school may send other lists too; the headings show none of them.
            columns = self.fill_in(role, columns, which="changes")
        self.fill_in(role, columns, **_MEANT)
        self.led_to[role].remove(columns)
        self._drop(role, _STRANGE_LIST.replace(b"Lives", b"Dwells"), date(2026, 11, 18))
        if role == "school-user":
            self._drop(role, _UNKNOWN_LIST, date(2026, 11, 17))

    def _drop(self, role: str, data: bytes, as_at: date) -> str:
        return self.fill_in(
            role,
            "/lists/new",
            file=(io.BytesIO(data), "list.csv"),
            names="changes",
            **_day("as_at", as_at),
        )

    def _correct_a_leaver(self) -> None:
        tree = read(self.clients("school-user").get("/leavers/each").text)
        address = next(each for each in links(tree, "/") if each.endswith("/correct"))
        self.fill_in(
            "school-user",
            address,
            doing=next(iter(ACTIVITIES)),
            provider="An employer that is invented",
            place="none",
            how=HOW_KNOWN[0],
            **_day("since", date(2026, 11, 2)),
        )

    def _register_and_update(self) -> None:
        self.fill_in("adviser", "/to-do/new", why="Ring the college", owner="me")
        some = self._some_of_a_caseload(4)
        self.fill_in(
            "adviser",
            "/group-session",
            place="The library",
            topic="Apprenticeships",
            people=[str(number) for number, *_ in some],
            save="yes",
            **_day("held_on", SMALL_ON),
        )
        lines = [
            f"{given},{family},{born:%d/%m/%Y},Temporary job,16/11/2026"
            for _, given, family, born in some
        ]
        self.fill_in(
            "adviser",
            "/update-many",
            pasted="\n".join(["Forename,Surname,DOB,Activity,Start", *lines]),
            informant="the young person",
            save="yes",
            **_day("learned", SMALL_ON),
        )

    def _take_a_contact_back(self) -> None:
        """The page of the young person then leads to what was taken back."""
        ((number,),) = self._rows(
            "SELECT max(id) FROM contacts WHERE channel <> 'status update'"
        )
        self.fill_in(
            "adviser", f"/contacts/{number}/take-back", because="The wrong Sam."
        )

    def _make_a_plan(self) -> None:
        """With a step and a referral, which are found in the work of the team."""
        number = self._some_of_a_caseload(1)[0][0]
        self.fill_in(
            "adviser",
            f"/people/{number}/plan",
            wants="Work with engines",
            what_1="Ring the college",
            who_1="adviser",
            provider_6="Wheels Training",
            what_6="A taster day",
            **_day("due_1", SMALL_ON),
            **_day("due_6", SMALL_ON),
            **_day("consent_6", SMALL_ON),
            **_day("agreed_on", SMALL_ON),
            **_day("review_on", SMALL_ON + timedelta(days=84)),
        )
        for role in ("team-leader", "data-manager"):
            self.led_to[role].append("/to-do?kind=plan-action")

    def _enter_alerts(self) -> None:
        """The strip of these young people has a danger, care and facts."""
        for number, *_ in self._some_of_a_caseload(3):
            for form, entered in _ALERTS.items():
                self.fill_in(
                    "adviser",
                    f"/people/{number}/change/{form}",
                    **entered,
                    by="a parent or carer",
                    **_day("learned_on", SMALL_ON),
                )

    def _propose_a_place(self) -> None:
        """For a young person of the same caseload: who it is does not matter here."""
        number = self._some_of_a_caseload(1)[0][0]
        with self.place.app.app_context():
            proposal = proposed_for(number)
        some = "&people=".join(str(each[0]) for each in self._some_of_a_caseload(6))
        for role in ("adviser", "team-leader", "data-manager"):
            self.led_to[role].append(f"/people/{number}/places/{proposal}")
            self.led_to[role].append(f"/places/new?people={some}")
            self.led_to[role].append(f"/people/{self._student()}/ask-place")
        # In the caseload of the adviser no one is not known, so no file is offered.
        self.led_to["adviser"].append("/not-known.csv")

    def _agree_with_places(self) -> None:
        """So that the school and the college have what needs an agreement."""
        keys = self._rows("SELECT institution FROM users WHERE institution IS NOT NULL")
        with self.place.app.app_context():
            for (key,) in keys:
                for gateway in (EXPECTED, SUPPORT):
                    signed(key, gateway, SMALL_ON)

    def _open_the_review_of_accounts(self) -> None:
        """As the night does, with accounts that are old enough to be confirmed."""
        night = act(by="the clock", at=NOW, on=SMALL_ON)
        with self.place.app.app_context():
            db.session.execute(
                db.update(User).values(invited_at=NOW - timedelta(days=400))
            )
            review = actions.accounts.review.confirming.each_night(act=night)
            within = authority_scope(AUTHORITY)
            actions.work.account_items.refresh(review, within=within, act=night)
            db.session.commit()

    def _open_cases(self) -> None:
        """One case that is paused, one that is late, and a request to be decided."""
        role = "information-officer"
        case = self.fill_in(
            role,
            "/cases/new/SA",
            title="Everything, all years",
            requester="young person",
            people=str(self._some_of_a_caseload(1)[0][0]),
            **_day("received", date(2026, 11, 4)),
        )
        self.fill_in(role, f"{case}/pause", note="Which years?")
        self.fill_in(
            role,
            "/cases/new/BR",
            title="Letter sent to a former address",
            requester="council",
            hour="16:10",
            **_day("received", date(2026, 11, 2)),
        )
        words = ("purpose", "data", "sensitivity", "security", "retention")
        request = self.fill_in(
            role,
            "/cases/new/TP",
            title="Probation service, one person",
            requester="third party",
            organisation="Probation service",
            **dict.fromkeys(words, "As agreed"),
            **_day("received", date(2026, 11, 20)),
        )
        self.fill_in(role, f"{request}/assessed", note="The purpose is clear.")
        self.led_to["asset-owner"].append(request)

    def _take_files_in(self) -> None:
        """One file whose columns are known, and one whose columns must be explained."""
        self._take_in(_LIST, date(2026, 11, 19))
        # The college's own explanation of its headings counts here too.
        others = _STRANGE_LIST.replace(b"Began", b"Joined")
        columns = self._take_in(others, date(2026, 11, 19))
        self.fill_in("data-manager", columns, **_MEANT)
        self.led_to["data-manager"].remove(columns)
        self._take_in(others.replace(b"Lives", b"Dwells"), date(2026, 11, 20))

    def _take_in(self, data: bytes, as_at: date) -> str:
        questions = self.fill_in(
            "data-manager", "/imports", files=(io.BytesIO(data), "list.csv")
        )
        target = self.fill_in(
            "data-manager",
            questions,
            feed="provider-enrolment",
            sender=self._college(),
            names="changes",
            **_day("as_at", as_at),
        )
        # Once the import has begun, the page of its questions is gone.
        self.led_to["data-manager"].remove(questions)
        return target

    def _return(self) -> None:
        """Signs off and sends October, signs off September, makes November.

        And signs an activity survey, which is then prepared again.
        """
        so_be_it = {"reason": "So be it.", "confirmed": "y"}
        self.fill_in("manager", "/returns/1/sign-off", **so_be_it)
        with self.clients("data-manager").get("/returns/1/file") as answer:
            october = answer.get_data(as_text=True)
        self.fill_in("data-manager", "/returns/1/sent", **_day("day", SMALL_ON))
        answer_of_dfe(self.fill_in, october)
        self._snapshot("2026-09")
        self._work()
        self.fill_in("manager", "/returns/2/sign-off", **so_be_it)
        self._snapshot("2026-11")
        self._survey()
        self._work()
        self.fill_in("manager", "/returns/surveys/1/sign-off", confirmed="y")
        self._survey()
        self._move_in_and_compare(october)

    def _move_in_and_compare(self, october: str) -> None:
        theirs = october.replace("<CurrencyLapsed>N", "<CurrencyLapsed>Y", 40).encode()
        file = io.BytesIO(theirs), "theirs.xml"
        for page, more, given in (
            ("/returns/parallel-run", "/compare", {"file": file, "month": ""}),
            ("/imports/months", "", {"files": (io.BytesIO(theirs[:999]), "a.xml")}),
            ("/imports/documents", "", form_of(*self._some_of_a_caseload(1)[0][1:])),
        ):
            self.fill_in("data-manager", page + more, page=page, **given)
        self._work()

    def _survey(self) -> None:
        page = "/returns/surveys"
        self.fill_in("data-manager", f"{page}/prepare", page=page)

    def _some_of_a_caseload(self, count: int) -> list[tuple[int, str, str, date]]:
        return self._rows(
            "SELECT p.id, p.given, p.family, p.born FROM people p"
            " JOIN caseload c ON c.person_id = p.id ORDER BY p.id LIMIT :count",
            count=count,
        )

    def _college(self) -> str:
        ((key,),) = self._rows(
            "SELECT institution FROM users WHERE role = 'college-user'"
        )
        return str(key).removeprefix("urn:")

    def _student(self) -> int:
        """One who is at the college, by the newest day that is stored."""
        ((person,),) = self._rows(
            "SELECT person_id FROM positions WHERE institution = :key"
            " AND academic_age > 15 ORDER BY as_of DESC, person_id LIMIT 1",
            key=f"urn:{self._college()}",
        )
        return int(person)

    def _rows(self, query: str, **values: object) -> list[Any]:
        with self.place.app.app_context():
            return [tuple(row) for row in db.session.execute(text(query), values)]


def _day(name: str, day: date) -> dict[str, list[str]]:
    return {name: [str(day.day), str(day.month), str(day.year)]}
