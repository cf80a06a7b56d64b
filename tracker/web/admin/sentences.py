"""The audit in sentences: one for each action that the audit has a name for.

A sentence follows the name of the user who acted. ``{subject}`` is what the action was
done to, the other braces are details of the line. Users are the only people it names.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.access import ROLES
from tracker.domain.reference.academic_year import Period, say_date
from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.settings import BY_NAME
from tracker.feeds.registry import FEEDS
from tracker.store.accounts.audit import Action, AuditLine
from tracker.web.data_team.intake.line_outcomes import OUTCOMES
from tracker.web.front import incoming
from tracker.wording import places

ACCOUNTS = "Accounts and signing in"
IMPORTS = "Imports"
MATCHING = "Matching and duplicates"
PEOPLE = "Young people"
CASELOADS = "Caseloads and contacts"
LISTS = "Lists and corrections from schools"
RETURN = "The return"
FIGURES = "Figures and reports"
WORK = "Work items"
SETTINGS = "Settings and oversight"

#: Action: (kind, sentence).
SENTENCES: Mapping[Action, tuple[str, str]] = {
    # Accounts
    Action.USER_INVITED: (ACCOUNTS, "invited {subject} as {role}"),
    Action.USER_REINVITED: (ACCOUNTS, "made a new link for {subject}"),
    Action.PASSWORD_SET: (
        ACCOUNTS,
        "set a password, by a link that {caused_by} caused",
    ),
    Action.PASSWORD_CHANGED: (ACCOUNTS, "changed their own password"),
    Action.SIGNED_IN: (ACCOUNTS, "signed in"),
    Action.SIGNED_OUT: (ACCOUNTS, "signed out"),
    Action.SIGNED_OUT_EVERYWHERE: (ACCOUNTS, "signed {subject} out everywhere"),
    Action.USER_CHANGED: (
        ACCOUNTS,
        "changed the account of {subject}: {was}, now {role}",
    ),
    Action.USER_CLOSED: (ACCOUNTS, "closed the account of {subject}"),
    Action.USER_REOPENED: (ACCOUNTS, "opened the account of {subject} again"),
    Action.USER_KEPT: (ACCOUNTS, "kept the account of {subject} for another year"),
    # Imports
    Action.IMPORT_RECEIVED: (IMPORTS, "received {subject}: {feed}, lines: {rows}"),
    Action.RESTRICTED_LINES_NARROWED: (
        IMPORTS,
        "kept only who they are about from {lines} restricted lines of {subject}",
    ),
    Action.IMPORT_MATCHED: (IMPORTS, "matched {subject}: {outcomes}"),
    Action.IMPORT_APPLIED: (IMPORTS, "applied {subject}: {outcomes}"),
    Action.IMPORT_WITHDRAWN: (IMPORTS, "withdrew {subject}, young people: {people}"),
    Action.IMPORT_QUESTION_ANSWERED: (
        IMPORTS,
        "answered a question about {subject}, {question}: {answer}",
    ),
    Action.REGISTER_RECEIVED: (
        IMPORTS,
        "received the register as {subject}: {rows} rows",
    ),
    Action.REGISTER_APPLIED: (IMPORTS, "applied the register of {subject}"),
    Action.REGISTER_LOADED: (IMPORTS, "loaded the register as {subject}, rows: {rows}"),
    Action.REGISTER_APPLIED_AGAIN: (IMPORTS, "applied the register of {subject} again"),
    Action.REGISTER_WITHDRAWN: (IMPORTS, "withdrew the register of {subject}"),
    Action.FAILED_WORK_DISMISSED: (IMPORTS, "dismissed {subject}, which had failed"),
    Action.COLUMN_MAPPING_RECORDED: (
        IMPORTS,
        "recorded the meaning of {columns} columns of {subject}: {feed}",
    ),
    Action.COLUMN_MAPPING_REMOVED: (
        IMPORTS,
        "removed the meaning of the columns of {subject}",
    ),
    Action.OUT_OF_AREA_FORWARDED: (
        IMPORTS,
        "noted that lines were passed on to {subject}: {lines}",
    ),
    Action.OUT_OF_AREA_DOWNLOADED: (
        IMPORTS,
        "downloaded lines that belong to {subject}: {lines}",
    ),
    Action.OUT_OF_AREA_PURGED: (
        IMPORTS,
        "removed lines about young people in other areas: {lines}",
    ),
    Action.OUT_OF_AREA_OVERDUE: (
        IMPORTS,
        "found lines about young people in other areas that were not passed on in"
        " time: {lines}",
    ),
    Action.OUT_OF_AREA_DELETED: (
        IMPORTS,
        "deleted lines that belong to {subject} without passing them on: {lines}"
        " ({reason})",
    ),
    Action.PROBLEMS_DOWNLOADED: (
        IMPORTS,
        "downloaded the problems of {subject}: {problems}",
    ),
    # Matching
    Action.ROW_DECIDED: (MATCHING, "decided who {subject} of import {batch} is"),
    Action.ROW_REOPENED: (MATCHING, "opened {subject} of import {batch} again"),
    Action.IDENTITY_DECIDED: (
        MATCHING,
        "decided which names or dates are right, {subject}, questions: {questions}",
    ),
    Action.PEOPLE_MERGED: (MATCHING, "merged records into {subject}: {merged}"),
    Action.PEOPLE_UNMERGED: (MATCHING, "separated records from {subject}: {restored}"),
    Action.PEOPLE_MARKED_DIFFERENT: (
        MATCHING,
        "recorded that {subject} is not young person {other}",
    ),
    Action.PEOPLE_NO_LONGER_MARKED_DIFFERENT: (
        MATCHING,
        "withdrew the record that {subject} is not young person {other}",
    ),
    Action.DUPLICATES_SEARCHED: (
        MATCHING,
        "looked for duplicates, pairs found: {pairs}",
    ),
    # Young people
    Action.PERSON_OPENED: (PEOPLE, "opened the record of {subject}"),
    Action.PERSON_ADDED: (PEOPLE, "added {subject}"),
    Action.IDENTITY_SEALED: (PEOPLE, "sealed a former identity of {subject}"),
    Action.DEATH_RECORDED: (PEOPLE, "recorded that {subject} has died"),
    Action.EVIDENCE_RECORDED: (PEOPLE, "recorded {subject}, young people: {people}"),
    Action.EVIDENCE_WITHDRAWN: (PEOPLE, "withdrew {subject}, young people: {people}"),
    # Caseloads and contacts
    Action.CONTACT_RECORDED: (
        CASELOADS,
        "recorded a contact with {subject}: {outcome}",
    ),
    Action.CONTACT_CORRECTED: (CASELOADS, "corrected {subject}"),
    Action.CONTACT_EXTENDED: (CASELOADS, "added to {subject}"),
    Action.CONTACT_WITHDRAWN: (CASELOADS, "withdrew {subject}"),
    Action.GROUP_SESSION_RECORDED: (
        CASELOADS,
        "registered {subject}, young people: {people}",
    ),
    Action.GROUP_SESSION_WITHDRAWN: (CASELOADS, "withdrew {subject}"),
    Action.FOLLOW_UP_SET: (CASELOADS, "set the follow-up of {subject}"),
    Action.CASELOAD_HANDED_OVER: (
        CASELOADS,
        "handed young people over as {subject}: {people}",
    ),
    Action.HAND_OVER_UNDONE: (CASELOADS, "undid {subject}, young people: {people}"),
    Action.CASELOAD_COVERED: (
        CASELOADS,
        "arranged cover for {subject} by user {colleague}",
    ),
    Action.COVER_ENDED: (CASELOADS, "ended the cover for {subject}"),
    # Lists and corrections
    Action.LIST_KEPT: (LISTS, "started {subject} of {institution}: {feed}"),
    Action.LIST_SENT: (LISTS, "sent {subject} as import {batch}: {outcomes}"),
    Action.LIST_WITHDRAWN: (LISTS, "withdrew {subject}"),
    Action.NO_CHANGE_REPORTED: (
        LISTS,
        "reported no change at {institution}, young people: {people}",
    ),
    Action.NO_CHANGE_WITHDRAWN: (
        LISTS,
        "withdrew the report of no change ({subject})",
    ),
    Action.LEAVERS_DOWNLOADED: (
        LISTS,
        "downloaded {subject} of {left}, as {form}, young people: {leavers}",
    ),
    Action.LEAVING_NOTICE_RECORDED: (
        LISTS,
        "reported that a young person left {institution}, {subject}",
    ),
    Action.LEAVING_NOTICE_WITHDRAWN: (LISTS, "withdrew {subject} of {institution}"),
    Action.LEAVING_NOTICE_SETTLED: (
        LISTS,
        "settled {subject} of {institution}: {state}",
    ),
    Action.CORRECTION_RECORDED: (
        LISTS,
        "reported for {institution} where young person {person} is, {subject}",
    ),
    Action.CORRECTION_ACCEPTED: (LISTS, "accepted {subject} of {institution}"),
    Action.CORRECTION_DECLINED: (LISTS, "declined {subject} of {institution}"),
    Action.CORRECTION_REOPENED: (LISTS, "opened {subject} of {institution} again"),
    # The return
    Action.RETURN_PREPARED: (
        RETURN,
        "took the snapshot of {period} as {subject}, records: {records}",
    ),
    Action.RETURN_FROZEN: (RETURN, "froze {subject}"),
    Action.RETURN_SIGNED_OFF: (
        RETURN,
        "signed off {subject} of {period}, with issues of priority 1: {must_fix}",
    ),
    Action.RETURN_SIGN_OFF_WITHDRAWN: (
        RETURN,
        "withdrew the sign-off of {subject} of {period}",
    ),
    Action.RETURN_DOWNLOADED: (RETURN, "downloaded the file of {subject} of {period}"),
    Action.RETURN_SENT: (RETURN, "marked {subject} of {period} as sent"),
    Action.RETURN_ANSWERED: (RETURN, "kept DfE's answer to {subject} of {period}"),
    # Figures
    Action.PUBLISHED_TABLE_LOADED: (FIGURES, "loaded {subject}, rows: {rows}"),
    Action.REPORT_DOWNLOADED: (
        FIGURES,
        "downloaded the {subject} of {as_of}, as {kind}",
    ),
    Action.FIGURE_LIST_DOWNLOADED: (
        FIGURES,
        "downloaded the list behind the {subject} of {as_of}, young people: {people}",
    ),
    # Work items
    Action.WORK_ITEM_OPENED: (WORK, "opened {subject} ({kind}) for {owner}"),
    Action.WORK_ITEM_ASSIGNED: (WORK, "gave {subject} ({kind}) to {owner}"),
    Action.WORK_ITEM_DONE: (WORK, "marked {subject} ({kind}) as done"),
    Action.WORK_ITEM_REOPENED: (WORK, "opened {subject} ({kind}) again"),
    # Settings and oversight
    Action.SETTING_CHANGED: (
        SETTINGS,
        "changed the setting {subject} from {old} to {new}",
    ),
    Action.AUDIT_DOWNLOADED: (SETTINGS, "downloaded what happened, lines: {lines}"),
    Action.DEMO_STARTED: (SETTINGS, "emptied the database for a demonstration"),
}

KINDS = tuple(dict.fromkeys(kind for kind, _ in SENTENCES.values()))

#: Details that are the number of a record, not a count: 1,204 lines, but import 1204.
NUMBERED = ("batch", "person", "other", "colleague", "left")

#: A date as the audit keeps it; the page shows it as it shows every date.
_ISO_DATE = re.compile(r"20\d\d-\d\d-\d\d")

#: The words for each kind of subject; its number follows.
SUBJECTS: Mapping[str, str] = {
    "person": "young person",
    "batch": "import",
    "run": "return",
    "user": "user",
    "row": "line",
    "entry": "entry",
    "contact": "contact",
    "session": "group session",
    "hand-over": "hand-over",
    "sending": "list",
    "notice": "leaving notice",
    "correction": "correction",
    "work item": "work item",
}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of users by email address and by number, of institutions by key."""

    by_email: Mapping[str, str]
    by_number: Mapping[int, str]
    institution: Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line: the user, then the act in three parts so that the subject may link."""

    who: str
    before: str
    subject: str
    after: str

    def __str__(self) -> str:
        return f"{self.who} {self.before}{self.subject}{self.after}"


def actions_of(kind: str) -> tuple[Action, ...]:
    """The actions of a kind."""
    return tuple(name for name, (its, _) in SENTENCES.items() if its == kind)


def sentence(line: AuditLine, names: Names) -> Sentence:
    """The sentence of a line. An action of an earlier version keeps its own name."""
    try:
        _, words = SENTENCES[Action(line.action)]
    except ValueError:
        words = f"{line.action}: {{subject}}"
    before, found, after = words.partition("{subject}")
    details: defaultdict[str, str] = defaultdict(lambda: "not recorded")
    for name, value in line.detail.items():
        details[name] = _detail(name, value, line, names)
    return Sentence(
        who=names.by_email.get(line.by, line.by),
        before=before.format_map(details),
        subject=subject(line.subject, names) if found else "",
        after=after.format_map(details),
    )


def subject(text: str, names: Names) -> str:
    """A subject in words: "batch 4" is import 4, "user 2" the name of that user."""
    kind, _, number = text.rpartition(" ")
    words = f"{SUBJECTS[kind]} {number}" if kind in SUBJECTS else None
    if kind == "user" and number.isdigit():
        words = names.by_number.get(int(number), words)
    elif kind == "setting" and number in BY_NAME:
        words = f"“{BY_NAME[number].title}”"
    elif kind == "authority":
        known = AUTHORITIES.get(number)
        words = known.title if known is not None else f"authority {number}"
    elif kind == "leavers of":
        words = f"the leavers of {_institution(number, names)}"
    elif kind == "published":
        words = f"DfE's published table of {number}"
    return words if words is not None else _institution(text, names)


def subject_in(text: str) -> str | None:
    """The subject that a typed text names: "import 4" is batch 4; else None."""
    kind, _, number = " ".join(text.lower().split()).rpartition(" ")
    called = {words: name for name, words in SUBJECTS.items()}
    name = called.get(kind) or (kind if kind in SUBJECTS else None)
    meant = incoming.number(number)
    return f"{name} {meant}" if name is not None and meant is not None else None


def _institution(key: str, names: Names) -> str:
    known = names.institution(key)
    return known if known is not None else places.of_key(key)


def _detail(name: str, value: Any, line: AuditLine, names: Names) -> str:
    words: str | None = None
    if name in ("role", "was") and value in ROLES:
        words = ROLES[value].title.lower()
    elif name == "feed" and value in FEEDS:
        title: str = FEEDS[value].title
        words = title[:1].lower() + title[1:]
    elif name == "institution" and isinstance(value, str):
        words = _institution(value, names)
    elif name == "period" and isinstance(value, str):
        words = Period.parse(value).label
    elif name in NUMBERED and isinstance(value, int):
        words = str(value)
    elif name in ("old", "new"):
        setting = BY_NAME.get(line.subject.removeprefix("setting "))
        words = setting.describe(value) if setting is not None else None
    return words if words is not None else _plain(value)


def _outcome(key: str) -> str:
    """The outcome of a line in the words of the page of its import."""
    return OUTCOMES[key].title.lower() if key in OUTCOMES else key


def _plain(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Mapping):
        counts = [f"{_plain(n)} {_outcome(key)}" for key, n in value.items()]
        return ", ".join(counts) or "nothing"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or "none"
    text = str(value)
    return say_date(date.fromisoformat(text)) if _ISO_DATE.fullmatch(text) else text
