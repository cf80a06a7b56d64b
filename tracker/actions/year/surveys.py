"""The annual activity survey, prepared from everything on record about its cohort.

See ``domain.year.survey`` and decision 0199.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker import reporting, returns, store
from tracker.access import Scope, authority_scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.actions.history.positions import Say
from tracker.actions.law.two_people import actor
from tracker.domain.history.evidence import Evidence
from tracker.domain.history.membership import Folded, fold
from tracker.domain.history.sealed_statements import evidence_shown, is_sealed
from tracker.domain.nccis_return.return_details import returned
from tracker.domain.reference.academic_year import counted_on, say_date
from tracker.domain.reference.activity import NOT_KNOWN, as_counted
from tracker.domain.year import survey, survey_columns
from tracker.domain.year.survey import Found, Outcome, Reason
from tracker.refusal import Refusal
from tracker.returns.record import ACTIVITY_COLUMNS
from tracker.store.accounts.audit import Action
from tracker.store.institutions.register import Directory
from tracker.store.nccis_return.surveys import ActivitySurvey, Sealed, Surveyed


@dataclass(frozen=True, slots=True)
class _Row:
    """A young person of the cohort: as readers see them, as sealed, and in the file."""

    shown: Surveyed
    sealed: Sealed | None
    cells: list[str]


def refuse_before_the_day(left: int, on: date) -> None:
    """Raises Refusal for a survey of a day that has not come."""
    day = survey.surveyed_on(left)
    if on < day:
        raise Refusal(
            f"The survey of those who left in {left} is about {say_date(day)}: it can "
            "be prepared from that day on.",
            "left",
        )


def prepare(
    left: int,
    *,
    database: str,
    act: Act,
    known_at: datetime | None = None,
    say: Say | None = None,
) -> ActivitySurvey:
    """Prepares the survey of those who left Year 11 in a summer.

    ``known_at`` leaves out what was recorded or withdrawn after that moment. Records
    that were merged since count as one. Raises Refusal before 1 November, for a moment
    before it or to come, and where there is no cohort.
    """
    refuse_before_the_day(left, act.on)
    if known_at is not None and known_at > act.at:
        raise Refusal("Give a moment in the past; what comes is not known yet.")
    if known_at is not None and act.day_of(known_at) < survey.surveyed_on(left):
        raise Refusal(
            f"Give {say_date(survey.surveyed_on(left))} or a later day: before it, "
            "what they did on that day was not known."
        )
    scope = authority_scope(act.authority)
    if say is not None:
        say(f"Reading what is known of those who left in {left} ...")
    with store.database.base.transaction(f"survey of {act.authority} {left}"):
        rows = list(_rows(left, database, known_at, scope, act))
        if not rows:
            raise Refusal(
                f"No young person is known who finished Year 11 here in {left}. Load "
                "the census or the list of that spring first.",
                "left",
            )
        file = _file(rows)
        prepared = ActivitySurvey(
            authority=act.authority,
            left=left,
            known_at=known_at or act.at,
            people=len(rows),
            sha256=hashlib.sha256(file).hexdigest(),
            prepared_at=act.at,
            prepared_by=actor(act),
            file=b"",
            sealed_activities=b"",
        )
        store.database.base.insert(prepared)
        store.nccis_return.surveys.keep(
            prepared,
            (each.shown for each in rows),
            file=file,
            sealed=[each.sealed for each in rows if each.sealed is not None],
        )
        act.note(
            Action.SURVEY_PREPARED,
            f"survey {prepared.id}",
            left=left,
            count=prepared.people,
        )
    return prepared


def _file(rows: Iterable[_Row]) -> bytes:
    """The file of the survey, with the columns of ``survey_columns.csv``."""
    text = io.StringIO(newline="")
    reporting.files.safe_text.write_csv(
        text, survey_columns.HEADINGS, (each.cells for each in rows)
    )
    return text.getvalue().encode("utf-8")


def _rows(
    left: int, database: str, known_at: datetime | None, scope: Scope, act: Act
) -> Iterator[_Row]:
    """The cohort in the order of records."""
    register = store.institutions.register.directory(known_at)
    wanted = _candidates(left, act)
    taken = store.people.merges.ypids_of_merged(within=scope)
    histories = store.history.evidence.histories(
        wanted, live_only=known_at is None, opened=True
    )
    for person, evidence in histories:
        known = [item for item in evidence if item.known(known_at)]
        one = _Person(person, known, left, act.authority, register)
        if one.reason is not None:
            yield one.row(one.reason, database, taken.get(person, frozenset()))


def _candidates(left: int, act: Act) -> list[int]:
    """Everybody of the age, without those whose data is only stored, where the asset
    owner has signed that what is sent leaves them out (Law D-09).
    """
    found = store.people.identities.listed_born_between(
        act.authority, *survey.born_between(left)
    )
    if not settings.of(act.authority).leaves_restricted_out:
        return found
    stored = store.law.objections.restricted(found, act.on)
    return [each for each in found if each not in stored]


class _Person:
    """One young person, from evidence with its sealed codes."""

    def __init__(
        self,
        person: int,
        evidence: Sequence[Evidence],
        left: int,
        authority: str,
        register: Directory,
    ) -> None:
        self._person, self._evidence = person, evidence
        self._left, self._authority = left, authority
        self._register = register
        self._opened = self._fold(evidence)
        hides = any(is_sealed(item.statement) for item in evidence)
        self._shown = self._fold(evidence_shown(evidence)) if hides else self._opened
        # Who is on it is decided by what readers see, so that it gives nothing away.
        self.reason: Reason | None = (
            survey.reason(self._shown, left, area_of=register.area_of)
            if self._shown is not None
            else None
        )

    def _fold(self, evidence: Sequence[Evidence]) -> Folded | None:
        return fold(
            self._person,
            self._authority,
            evidence,
            on=(counted_on(self._left), survey.surveyed_on(self._left)),
            resolve=self._register.resolve,
        )

    def _laestab(self, key: str | None) -> str | None:
        known = self._register.by_key(key) if key is not None else None
        return known.laestab if known is not None else None

    def _found(self, folded: Folded) -> Found:
        born = folded.known.identity.born
        assert born is not None  # the reason depends on their age
        return survey.found(folded.spells, self._left, born=born, since=folded.since)

    def row(self, reason: Reason, database: str, not_ours: frozenset[str]) -> _Row:
        assert self._shown is not None and self._opened is not None
        school = self._shown.members[0].position.institution
        seen, known = self._found(self._shown), self._found(self._opened)
        where = seen.position
        return _Row(
            Surveyed(
                self._person,
                reason.value,
                school,
                seen.outcome.value,
                where.activity.code,
                where.institution,
                where.starts,
                where.verified,
            ),
            _sealed(self._person, seen, known),
            survey_columns.cells(
                {
                    **self._record(self._opened, known, database, not_ours),
                    survey_columns.REASON: reason.value,
                    survey_columns.SCHOOL: self._laestab(school),
                }
            ),
        )

    def _record(
        self,
        folded: Folded,
        known: Found,
        database: str,
        not_ours: frozenset[str],
    ) -> returns.build.Record:
        """The record of the return as at 1 November; not known without confirmation."""
        day, place = known.position.day, known.position.institution
        details = returned(
            folded.details.on(day),
            folded.evidence,
            on=day,
            place=place,
            resolve=folded.resolve,
        )
        record = returns.build.record(
            returns.build.Subject(
                member=folded.members[1]._replace(position=known.position),
                known=details.known,
                offers=details.offers,
                intention=details.intention,
                institution=self._register.by_key(place) if place else None,
                named=details.named,
                not_ours=not_ours,
            ),
            database,
        )
        if known.outcome is not Outcome.CONFIRMED:
            record.update(dict.fromkeys(ACTIVITY_COLUMNS))
            record["ActivityCode"] = NOT_KNOWN.code
        return record


def _sealed(person: int, seen: Found, known: Found) -> Sealed | None:
    """What a sealed activity comes to, where that is not what readers see."""
    outcome, doing = known.outcome, as_counted(known.position.activity)
    if (outcome, doing) == (seen.outcome, seen.position.activity):
        return None
    return Sealed(person, outcome.value, doing.code)
