"""What happened, as sentences: one for each action that the audit has a name for.

A sentence follows the name of whoever did it. ``{subject}`` is what it was done to, the
other braces are details of the line. Nobody's name but a user's is among them.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.access import ROLES
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.settings import BY_NAME
from tracker.feeds.registry import FEEDS
from tracker.store.accounts.audit import AuditLine
from tracker.web.front import incoming

ACCOUNTS = "Accounts and signing in"
IMPORTS = "Imports"
MATCHING = "Matching and duplicates"
PEOPLE = "Young people"
CASELOADS = "Caseloads and contacts"
LISTS = "Lists and corrections from schools"
RETURN = "The return"
FIGURES = "Figures and reports"
SETTINGS = "Settings and oversight"

#: Action: (kind, sentence).
SENTENCES: Mapping[str, tuple[str, str]] = {
    # Accounts
    "user invited": (ACCOUNTS, "invited {subject} as {role}"),
    "user invited again": (ACCOUNTS, "made a new link for {subject}"),
    "password set": (ACCOUNTS, "set a password, by a link that {caused_by} caused"),
    "password changed": (ACCOUNTS, "changed their own password"),
    "signed in": (ACCOUNTS, "signed in"),
    "signed out": (ACCOUNTS, "signed out"),
    "signed out everywhere": (ACCOUNTS, "signed {subject} out everywhere"),
    "user changed": (ACCOUNTS, "changed the account of {subject}: {was}, now {role}"),
    "user closed": (ACCOUNTS, "closed the account of {subject}"),
    "user reopened": (ACCOUNTS, "opened the account of {subject} again"),
    "user kept": (ACCOUNTS, "kept the account of {subject} for another year"),
    # Imports
    "import received": (IMPORTS, "took in {subject}: {feed}, lines: {rows}"),
    "restricted lines narrowed": (
        IMPORTS,
        "kept of {lines} restricted lines of {subject} no more than who they are about",
    ),
    "import matched": (IMPORTS, "matched {subject}: {outcomes}"),
    "import applied": (IMPORTS, "applied {subject}: {outcomes}"),
    "import withdrawn": (IMPORTS, "withdrew {subject}, young people: {people}"),
    "import question answered": (
        IMPORTS,
        "answered what was asked of {subject}, {question}: {answer}",
    ),
    "register received": (IMPORTS, "received the register as {subject}: {rows} rows"),
    "register applied": (IMPORTS, "applied the register of {subject}"),
    "register loaded": (IMPORTS, "loaded the register as {subject}, rows: {rows}"),
    "register applied again": (IMPORTS, "applied the register of {subject} again"),
    "register withdrawn": (IMPORTS, "withdrew the register of {subject}"),
    "failed work dismissed": (IMPORTS, "dismissed {subject}, which had failed"),
    "columns of a sender told": (
        IMPORTS,
        "said what the columns of {subject} mean: {columns} columns of {feed}",
    ),
    "columns of a sender forgotten": (
        IMPORTS,
        "forgot what the columns of {subject} mean",
    ),
    "out of area passed on": (
        IMPORTS,
        "noted that lines were passed on to {subject}: {lines}",
    ),
    "out of area downloaded": (
        IMPORTS,
        "downloaded lines that belong to {subject}: {lines}",
    ),
    "out of area forgotten": (
        IMPORTS,
        "removed lines about young people in other areas: {lines}",
    ),
    "out of area overdue": (
        IMPORTS,
        "found lines about young people in other areas that nobody has passed on in"
        " time: {lines}",
    ),
    "out of area deleted": (
        IMPORTS,
        "deleted lines that belong to {subject} without passing them on: {lines}"
        " ({reason})",
    ),
    "problems downloaded": (
        IMPORTS,
        "downloaded the problems of {subject}: {problems}",
    ),
    # Matching
    "row resolved": (MATCHING, "decided who {subject} of import {batch} is"),
    "row reopened": (MATCHING, "opened {subject} of import {batch} again"),
    "identity decided": (
        MATCHING,
        "decided which names or dates are right, {subject}, questions: {questions}",
    ),
    "people merged": (MATCHING, "merged records into {subject}: {merged}"),
    "people parted": (MATCHING, "separated records from {subject}: {restored}"),
    "people told apart": (MATCHING, "said that {subject} is not young person {other}"),
    "people told apart no more": (
        MATCHING,
        "took back that {subject} is not young person {other}",
    ),
    "duplicates looked for": (MATCHING, "looked for duplicates, pairs found: {pairs}"),
    # Young people
    "person opened": (PEOPLE, "opened the record of {subject}"),
    "person added": (PEOPLE, "added {subject}"),
    "identity sealed": (PEOPLE, "sealed a former identity of {subject}"),
    "death recorded": (PEOPLE, "recorded that {subject} has died"),
    "evidence recorded": (PEOPLE, "recorded {subject}, young people: {people}"),
    "evidence withdrawn": (PEOPLE, "withdrew {subject}, young people: {people}"),
    # Caseloads and contacts
    "contact recorded": (CASELOADS, "recorded a contact with {subject}: {outcome}"),
    "contact corrected": (CASELOADS, "corrected {subject}"),
    "contact added to": (CASELOADS, "added to {subject}"),
    "contact withdrawn": (CASELOADS, "withdrew {subject}"),
    "group session recorded": (
        CASELOADS,
        "registered {subject}, young people: {people}",
    ),
    "group session withdrawn": (CASELOADS, "withdrew {subject}"),
    "follow-up set": (CASELOADS, "set the follow-up of {subject}"),
    "caseload handed over": (
        CASELOADS,
        "handed young people over as {subject}: {people}",
    ),
    "hand-over undone": (CASELOADS, "undid {subject}, young people: {people}"),
    "caseload covered": (
        CASELOADS,
        "arranged cover for {subject} by user {colleague}",
    ),
    "cover ended": (CASELOADS, "ended the cover for {subject}"),
    # Lists and corrections
    "list kept": (LISTS, "started {subject} of {institution}: {feed}"),
    "list sent": (LISTS, "sent {subject} as import {batch}: {outcomes}"),
    "list taken back": (LISTS, "took {subject} back"),
    "nothing has changed": (
        LISTS,
        "said that nothing has changed at {institution}, young people: {people}",
    ),
    "nothing has changed taken back": (
        LISTS,
        "took back that nothing has changed ({subject})",
    ),
    "leavers downloaded": (
        LISTS,
        "downloaded {subject} of {left}, as {form}, young people: {leavers}",
    ),
    "leaving notice told": (
        LISTS,
        "reported that somebody left {institution}, {subject}",
    ),
    "leaving notice taken back": (LISTS, "took {subject} of {institution} back"),
    "leaving notice settled": (LISTS, "settled {subject} of {institution}: {state}"),
    "correction told": (
        LISTS,
        "said for {institution} where young person {person} is, {subject}",
    ),
    "correction accepted": (LISTS, "accepted {subject} of {institution}"),
    "correction declined": (LISTS, "declined {subject} of {institution}"),
    "correction opened again": (LISTS, "opened {subject} of {institution} again"),
    # The return
    "return prepared": (
        RETURN,
        "took the snapshot of {period} as {subject}, records: {records}",
    ),
    "return frozen": (RETURN, "froze {subject}"),
    "return signed off": (
        RETURN,
        "signed off {subject} of {period}, with issues of priority 1: {must_fix}",
    ),
    "return sign-off withdrawn": (
        RETURN,
        "withdrew the sign-off of {subject} of {period}",
    ),
    "return downloaded": (RETURN, "downloaded the file of {subject} of {period}"),
    "return sent": (RETURN, "marked {subject} of {period} as sent"),
    "return answered": (RETURN, "kept DfE's answer to {subject} of {period}"),
    # Figures
    "published table loaded": (FIGURES, "loaded {subject}, rows: {rows}"),
    "report taken": (FIGURES, "downloaded the {subject} of {as_of}, as {kind}"),
    "list of a figure taken": (
        FIGURES,
        "downloaded the list behind the {subject} of {as_of}, young people: {people}",
    ),
    # Settings and oversight
    "setting changed": (SETTINGS, "changed the setting {subject} from {old} to {new}"),
    "feed downloaded": (SETTINGS, "downloaded what happened, lines: {lines}"),
    "demo begun": (SETTINGS, "emptied the database for a demonstration"),
}

KINDS = tuple(dict.fromkeys(kind for kind, _ in SENTENCES.values()))

#: Details that name something and count nothing: 1,204 lines, but import 1204.
NUMBERED = ("batch", "person", "other", "colleague", "left")

#: What each kind of subject is called; what follows is its number.
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
}


@dataclass(frozen=True, slots=True)
class Names:
    """What users are called, by address and by number; institutions by key."""

    by_email: Mapping[str, str]
    by_number: Mapping[int, str]
    institution: Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line: who did it, and what, in three parts so that the subject may link."""

    who: str
    before: str
    subject: str
    after: str

    def __str__(self) -> str:
        return f"{self.who} {self.before}{self.subject}{self.after}"


def actions_of(kind: str) -> tuple[str, ...]:
    """The actions of a kind, as the audit names them."""
    return tuple(name for name, (its, _) in SENTENCES.items() if its == kind)


def sentence(line: AuditLine, names: Names) -> Sentence:
    """What a line says. An action of an earlier version goes by its own name."""
    _, words = SENTENCES.get(line.action, ("", f"{line.action}: {{subject}}"))
    before, found, after = words.partition("{subject}")
    details: defaultdict[str, str] = defaultdict(lambda: "not recorded")
    for name, value in line.detail.items():
        details[name] = _said(name, value, line, names)
    return Sentence(
        who=names.by_email.get(line.by, line.by),
        before=before.format_map(details),
        subject=subject(line.subject, names) if found else "",
        after=after.format_map(details),
    )


def subject(text: str, names: Names) -> str:
    """A subject in words: "batch 4" is import 4, "user 2" the name of that user."""
    kind, _, number = text.rpartition(" ")
    said = f"{SUBJECTS[kind]} {number}" if kind in SUBJECTS else None
    if kind == "user" and number.isdigit():
        said = names.by_number.get(int(number), said)
    elif kind == "setting" and number in BY_NAME:
        said = f"“{BY_NAME[number].title}”"
    elif kind == "authority":
        known = AUTHORITIES.get(number)
        said = known.title if known is not None else f"authority {number}"
    elif kind == "leavers of":
        said = f"the leavers of {_institution(number, names)}"
    elif kind == "published":
        said = f"DfE's published table of {number}"
    return said if said is not None else _institution(text, names)


def subject_in(text: str) -> str | None:
    """The subject that somebody wrote as it is shown: "import 4" is batch 4."""
    kind, _, number = " ".join(text.lower().split()).rpartition(" ")
    called = {words: name for name, words in SUBJECTS.items()}
    name = called.get(kind) or (kind if kind in SUBJECTS else None)
    meant = incoming.number(number)
    return f"{name} {meant}" if name is not None and meant is not None else None


def _institution(key: str, names: Names) -> str:
    known = names.institution(key)
    return known if known is not None else key.removeprefix("name:")


def _said(name: str, value: Any, line: AuditLine, names: Names) -> str:
    said: str | None = None
    if name in ("role", "was") and value in ROLES:
        said = ROLES[value].title.lower()
    elif name == "feed" and value in FEEDS:
        title: str = FEEDS[value].title
        said = title[:1].lower() + title[1:]
    elif name == "institution" and isinstance(value, str):
        said = _institution(value, names)
    elif name == "period" and isinstance(value, str):
        said = Period.parse(value).label
    elif name in NUMBERED and isinstance(value, int):
        said = str(value)
    elif name in ("old", "new"):
        setting = BY_NAME.get(line.subject.removeprefix("setting "))
        said = setting.describe(value) if setting is not None else None
    return said if said is not None else _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return ", ".join(f"{many} {word}" for word, many in value.items()) or "nothing"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or "none"
    return str(value)
