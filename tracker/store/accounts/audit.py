"""The audit: every action, its user and its moment. It holds no personal details.

The table only grows: the database refuses to change or delete a line. It is kept in
months (``audit_months``), and its lines are sealed in chains (``audit_seals``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Index,
    Select,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode


class Action(StrEnum):
    """Every action that the audit records; the value is what is stored."""

    USER_INVITED = "user invited"
    USER_REINVITED = "user invited again"
    USERS_DISTINGUISHED = "users distinguished"
    PASSWORD_LINK_REQUESTED = "password link requested"  # noqa: S105  an action
    PASSWORD_SET = "password set"  # noqa: S105  the name of an action
    PASSWORD_CHANGED = "password changed"  # noqa: S105  the name of an action
    SIGNED_IN = "signed in"
    SIGNED_OUT = "signed out"
    SIGNED_OUT_EVERYWHERE = "signed out everywhere"
    SESSION_ENDED = "session ended"
    SIGN_IN_FAILED = "sign-in failed"
    SIGN_IN_SLOWED = "sign-in slowed"
    PASSWORD_WARNED = "password warned of"  # noqa: S105  an action
    REFUSALS_COUNTED = "refusals counted"
    PROVED_AGAIN = "proved again"
    PASSKEY_ADDED = "passkey added"
    PASSKEY_REMOVED = "passkey removed"
    APP_ADDED = "authenticator app added"
    APP_REMOVED = "authenticator app removed"
    RECOVERY_CODES_MADE = "recovery codes made"
    FACTORS_RESET_BEGUN = "reset of second factors begun"
    FACTORS_RESET = "second factors reset"
    USER_UNLOCKED = "user unlocked"
    USER_CHANGED = "user changed"
    USER_CLOSED = "user closed"
    USER_CLOSED_UNCONFIRMED = "user closed unconfirmed"
    USER_REOPENED = "user reopened"
    USER_KEPT = "user kept"
    REVIEW_OPENED = "account review opened"
    REVIEW_CLOSED = "account review closed"
    PROVIDER_REFUSED = "single sign-on refused"
    PROVIDER_LINKED = "single sign-on linked"
    PROVIDER_UNLINKED = "single sign-on unlinked"
    USER_MADE_BY_RULE = "user made by rule"
    SIGNED_OUT_BY_PROVIDER = "signed out by single sign-on"
    FORM_KEPT = "form kept"
    FORM_DISCARDED = "form discarded"
    IMPORT_RECEIVED = "import received"
    RESTRICTED_LINES_NARROWED = "restricted lines narrowed"
    IMPORT_MATCHED = "import matched"
    IMPORT_APPLIED = "import applied"
    IMPORT_WITHDRAWN = "import withdrawn"
    LAST_DAYS_FOLLOWED = "last days followed"
    IMPORT_QUESTION_ANSWERED = "import question answered"
    REGISTER_RECEIVED = "register received"
    REGISTER_APPLIED = "register applied"
    REGISTER_LOADED = "register loaded"
    REGISTER_APPLIED_AGAIN = "register applied again"
    REGISTER_WITHDRAWN = "register withdrawn"
    FAILED_WORK_DISMISSED = "failed work dismissed"
    COLUMN_MAPPING_RECORDED = "column mapping recorded"
    COLUMN_MAPPING_REMOVED = "column mapping removed"
    OUT_OF_AREA_FORWARDED = "out of area passed on"
    OUT_OF_AREA_DOWNLOADED = "out of area downloaded"
    OUT_OF_AREA_PURGED = "out of area forgotten"
    OUT_OF_AREA_OVERDUE = "out of area overdue"
    OUT_OF_AREA_DELETED = "out of area deleted"
    PROBLEMS_DOWNLOADED = "problems downloaded"
    ROW_DECIDED = "row resolved"
    ROW_REOPENED = "row reopened"
    IDENTITY_DECIDED = "identity decided"
    PEOPLE_MERGED = "people merged"
    PEOPLE_UNMERGED = "people parted"
    PEOPLE_MARKED_DIFFERENT = "people marked different"
    PEOPLE_NO_LONGER_MARKED_DIFFERENT = "people no longer marked different"
    DUPLICATES_SEARCHED = "duplicates looked for"
    PERSON_OPENED = "person opened"
    PEOPLE_LISTED = "people listed"
    LOOK_REASON_GIVEN = "look reason given"
    LOOKS_REVIEWED = "looks reviewed"
    SEALED_OPENED = "sealed opened"
    PERSON_ADDED = "person added"
    DETAIL_CHANGED = "detail changed"
    IDENTITY_SEALED = "identity sealed"
    DEATH_RECORDED = "death recorded"
    RESTRICTION_RECORDED = "restriction recorded"
    NOT_NAMED_OUTWARD = "not named outward"
    NAMED_OUTWARD = "named outward again"
    ADDRESS_CONFIDENTIAL = "address confidential"
    ADDRESS_NOT_CONFIDENTIAL = "address no longer confidential"
    GUARANTEE_LIST_FIXED = "guarantee list fixed"
    GUARANTEE_LIST_TAKEN_BACK = "guarantee list taken back"
    EVIDENCE_RECORDED = "evidence recorded"
    EVIDENCE_WITHDRAWN = "evidence withdrawn"
    CONTACT_RECORDED = "contact recorded"
    CONTACT_CORRECTED = "contact corrected"
    CONTACT_EXTENDED = "contact added to"
    CONTACT_WITHDRAWN = "contact withdrawn"
    CONTACT_RESTORED = "contact restored"
    GROUP_SESSION_RECORDED = "group session recorded"
    GROUP_SESSION_WITHDRAWN = "group session withdrawn"
    FOLLOW_UP_SET = "follow-up set"
    PLACE_PROPOSED = "place proposed"
    PLACE_ANSWERED = "place answered"
    PLACE_ANSWER_WITHDRAWN = "place answer taken back"
    PLACE_TAKEN_BACK = "place proposal taken back"
    PLAN_AGREED = "plan agreed"
    PLAN_SIGNED = "plan signed"
    PLAN_ENDED = "plan ended"
    PLAN_RESUMED = "plan resumed"
    PLAN_ACTION_DONE = "plan action done"
    PLAN_ACTION_REOPENED = "plan action opened again"
    PLAN_DOWNLOADED = "plan downloaded"
    DOCUMENT_DOWNLOADED = "document downloaded"
    CASELOAD_HANDED_OVER = "caseload handed over"
    HAND_OVER_UNDONE = "hand-over undone"
    HAND_OVER_REDONE = "hand-over redone"
    CASELOAD_LIMITED = "caseload limited"
    CASELOAD_COVERED = "caseload covered"
    COVER_ENDED = "cover ended"
    LIST_KEPT = "list kept"
    LIST_CHOSEN = "list chosen"
    LIST_SENT = "list sent"
    LIST_WITHDRAWN = "list taken back"
    NO_CHANGE_REPORTED = "nothing has changed"
    NO_CHANGE_WITHDRAWN = "nothing has changed taken back"
    WEEK_ANSWERED = "week answered"
    LEAVERS_DOWNLOADED = "leavers downloaded"
    LEAVING_NOTICE_RECORDED = "leaving notice recorded"
    LEAVING_NOTICE_QUESTIONED = "leaving notice in question"
    LEAVING_NOTICE_WITHDRAWN = "leaving notice taken back"
    LEAVING_NOTICE_SETTLED = "leaving notice settled"
    CORRECTION_RECORDED = "correction recorded"
    CORRECTION_ACCEPTED = "correction accepted"
    CORRECTION_DECLINED = "correction declined"
    CORRECTION_REOPENED = "correction opened again"
    RETURN_PREPARED = "return prepared"
    RETURN_FROZEN = "return frozen"
    RETURNS_COMPARED = "returns compared"
    COMPARISON_DOWNLOADED = "comparison downloaded"
    RETURN_SIGNED_OFF = "return signed off"
    RETURN_SIGN_OFF_WITHDRAWN = "return sign-off withdrawn"
    RETURN_DOWNLOADED = "return downloaded"
    RETURN_SENT = "return sent"
    RETURN_ANSWERED = "return answered"
    ANSWER_LOADED = "answer of the department loaded"
    ANSWER_TAKEN_BACK = "answer of the department taken back"
    ANSWER_LINES_MENDED = "lines of an answer found mended"
    ANSWER_LINES_SETTLED = "lines of an answer settled"
    ANSWER_LINES_REOPENED = "lines of an answer opened again"
    PUPILS_LOOKED_UP = "pupil numbers copied for a look-up"
    SURVEY_PREPARED = "activity survey prepared"
    SURVEY_SIGNED_OFF = "activity survey signed off"
    SURVEY_DOWNLOADED = "activity survey downloaded"
    SURVEY_SENT = "activity survey sent"
    PUBLISHED_TABLE_LOADED = "published table loaded"
    WARDS_LOADED = "wards loaded"
    WARDS_REMOVED = "wards removed"
    REPORT_DOWNLOADED = "report taken"
    RISK_DECIDED = "risk decided"
    IMPROVEMENT_PLAN_SAVED = "improvement plan saved"
    FIGURE_LIST_DOWNLOADED = "list of a figure taken"
    NOT_KNOWN_DOWNLOADED = "list of the not known taken"
    RELEASE_PREPARED = "release prepared"
    RELEASE_APPROVED = "release approved"
    RELEASE_DECLINED = "release declined"
    RELEASE_DOWNLOADED = "release downloaded"
    WORK_ITEM_OPENED = "work item opened"
    WORK_ITEM_ASSIGNED = "work item assigned"
    WORK_ITEM_DONE = "work item done"
    WORK_ITEM_REOPENED = "work item reopened"
    CASE_OPENED = "case opened"
    CASE_STEP_RECORDED = "case step recorded"
    CASE_DECIDED = "case decided"
    CASE_CLOSED = "case closed"
    CORRECTION_NOTICE_DOWNLOADED = "correction notice taken"
    AFFECTED_PEOPLE_DOWNLOADED = "affected people taken"
    SETTING_CHANGED = "setting changed"
    AUDIT_DOWNLOADED = "feed downloaded"
    KEYS_ROTATED = "keys rotated"
    KEY_RETIRED = "key retired"
    AUDIT_MONTH_DELETED = "audit month deleted"
    BACKUP_RESTORED = "backup restored"
    DEMO_STARTED = "demo begun"
    AGREEMENT_PROPOSED = "agreement proposed"
    AGREEMENT_SIGNED = "agreement signed"
    AGREEMENT_DECLINED = "agreement declined"
    AGREEMENT_ENDED = "agreement ended"
    AGREEMENT_REVIEWED = "agreement reviewed"
    GATEWAY_SUSPENDED = "gateway suspended"
    GATEWAY_RESTORED = "gateway restored"
    INFORMATION_REQUESTED = "information requested"
    INFORMATION_ANSWERED = "information answered"
    DISCLOSURE_REQUESTED = "disclosure requested"
    DISCLOSURE_APPROVED = "disclosure approved"
    DISCLOSURE_DECLINED = "disclosure declined"
    DISCLOSURE_REFUSED = "disclosure refused"
    DISCLOSURE_MADE = "disclosure made"
    SIGNING_KEY_MADE = "signing key made"
    SIGNING_KEY_RETIRED = "signing key retired"
    COUNCIL_KEY_ENTERED = "council key entered"
    COUNCIL_KEY_ENDED = "council key ended"
    TRANSFER_MADE = "transfer made"
    TRANSFER_WITHDRAWN = "transfer withdrawn"
    TRANSFER_RECEIVED = "transfer received"
    TRANSFER_ANSWERED = "transfer answered"
    TRANSFER_RECEIPT = "transfer receipt"
    TRANSFER_REFUSED = "transfer refused"
    RETENTION_CONFIRMED = "retention confirmed"
    HOLD_PLACED = "hold placed"
    HOLD_RELEASED = "hold released"
    DISPOSAL_PROPOSED = "disposal proposed"
    DISPOSAL_APPROVED = "disposal approved"
    DISPOSAL_DECLINED = "disposal declined"
    DISPOSAL_CARRIED_OUT = "disposal carried out"
    DISPOSAL_REPLAYED = "disposal replayed"
    LEDGER_BEGUN = "ledger begun"


class AuditLine(Model):
    """One action. Without foreign keys, it never prevents a deletion of other data.

    The moment is part of the key because the table is divided by it.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_at", "authority", "at", "id"),
        *(
            Index(f"ix_audit_{column}", "authority", column, "at")
            for column in ("by", "action", "subject")
        ),
        Index(
            "ix_audit_people",
            text("(detail -> 'people'::text)"),
            postgresql_using="gin",
        ),
        {"postgresql_partition_by": "RANGE (at)"},
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    authority: Mapped[AuthorityCode]
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)
    by: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)


#: The transaction does not wait for the disk.
_AT_ONCE = " FROM set_config('synchronous_commit', 'off', true)"


def write(
    *,
    authority: str,
    at: datetime,
    by: str,
    action: Action,
    subject: str,
    waits_for_disk: bool = True,
    **detail: Any,
) -> None:
    """Adds a line inside the transaction, so that it is stored only if the action is.

    Its number is not read back: before sign-in, lines may be added but not read. With
    ``waits_for_disk`` false, the whole transaction is lost if the machine loses its
    power within the second.
    """
    # By the driver: every page that names people waits for this. The setting is in the
    # same statement.
    db.session.flush()
    base.run(
        'INSERT INTO audit (authority, at, "by", action, subject, detail)'
        " SELECT %s, %s, %s, %s, %s, %s" + ("" if waits_for_disk else _AT_ONCE),
        [authority, at, by, action.value, subject, Jsonb(detail)],
    )


#: At most this many lines are counted. To see older lines, a user narrows by day.
COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Criteria:
    """A search of the audit: None for a criterion means any value.

    ``first`` and ``until`` are moments. ``until`` itself is no longer included.
    """

    by: str | None = None
    actions: tuple[Action, ...] | None = None
    subject: str | None = None
    first: datetime | None = None
    until: datetime | None = None

    def where(self, within: Scope) -> list[ColumnElement[bool]]:
        terms: list[ColumnElement[bool]] = [AuditLine.authority.in_(within.authorities)]
        if self.by is not None:
            terms.append(AuditLine.by == self.by)
        if self.actions is not None:
            terms.append(AuditLine.action.in_([each.value for each in self.actions]))
        if self.subject is not None:
            terms.append(AuditLine.subject == self.subject)
        if self.first is not None:
            terms.append(AuditLine.at >= self.first)
        if self.until is not None:
            terms.append(AuditLine.at < self.until)
        return terms


def count(criteria: Criteria, *, within: Scope) -> int:
    """The number of lines that match, up to COUNTED."""
    some = select(AuditLine.id).where(*criteria.where(within)).limit(COUNTED).subquery()
    return base.total(some)


def lines(
    criteria: Criteria, *, within: Scope, offset: int, limit: int
) -> Sequence[AuditLine]:
    """One page of the lines that match, the newest first."""
    return base.every(_newest_first(criteria, within).offset(offset).limit(limit))


def every_line(criteria: Criteria, *, within: Scope) -> Iterator[AuditLine]:
    """Every line that matches, however many there are, the newest first."""
    every = _newest_first(criteria, within)
    yield from db.session.scalars(every.execution_options(yield_per=1000))


def _newest_first(criteria: Criteria, within: Scope) -> Select[AuditLine]:
    wanted = select(AuditLine).where(*criteria.where(within))
    return wanted.order_by(AuditLine.at.desc(), AuditLine.id.desc())


def actors(*, within: Scope) -> list[str]:
    """Everyone with a line in the audit, in order: users, commands and the service."""
    # One look into the index for each of them, however many lines there are.
    return base.column(
        'SELECT DISTINCT found."by" FROM unnest(%s::varchar[]) AS whose(authority)'
        " CROSS JOIN LATERAL (WITH RECURSIVE each AS ("
        ' (SELECT "by" FROM audit WHERE authority = whose.authority'
        '  ORDER BY "by" LIMIT 1)'
        " UNION ALL"
        ' SELECT (SELECT a."by" FROM audit a'
        '  WHERE a.authority = whose.authority AND a."by" > each."by"'
        '  ORDER BY a."by" LIMIT 1)'
        ' FROM each WHERE each."by" IS NOT NULL)'
        ' SELECT "by" FROM each WHERE "by" IS NOT NULL) AS found ORDER BY 1',
        list(within.authorities),
    )


def different_subjects(
    action: Action, *, within: Scope, first: datetime, zone: str, most: int
) -> list[tuple[date, str, int]]:
    """Rows of (day, user or command, number of subjects) for an action, most first.

    Counts different subjects on each day of the time zone ``zone``, from the moment
    ``first`` onwards, and returns the ``most`` largest rows.
    """
    rows = base.stream(
        'SELECT (at AT TIME ZONE %s)::date, "by", count(DISTINCT subject)'
        " FROM audit WHERE authority = ANY(%s) AND action = %s"
        ' AND at >= %s GROUP BY 1, "by" ORDER BY 3 DESC, 1 DESC, 2 LIMIT %s',
        *(zone, list(within.authorities), action.value, first, most),
    )
    return [(day, by, many) for day, by, many in rows]
