"""The audit in sentences: one for each action that the audit has a name for.

A sentence follows the name of the user who acted. ``{subject}`` is what the action was
done to, the other braces are details of the line. Users are the only people it names.
The sentences are in ``sentences.csv``, in the order of the actions.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tracker.access import ROLES
from tracker.domain.reference import tables
from tracker.domain.reference.academic_year import Period, say_date
from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.settings import BY_NAME
from tracker.feeds.registry import FEEDS
from tracker.store.accounts.audit import Action, AuditLine
from tracker.web.data_team.intake.line_outcomes import OUTCOMES
from tracker.web.front import incoming
from tracker.wording import places


def _sentence(row: dict[str, str]) -> tuple[Action, tuple[str, str]]:
    return Action(row["action"]), (row["kind"], row["sentence"])


#: Action: (kind, sentence).
SENTENCES: Mapping[Action, tuple[str, str]] = dict(
    tables.read(Path(__file__).with_name("sentences.csv"), _sentence)
)

KINDS = tuple(dict.fromkeys(kind for kind, _ in SENTENCES.values()))

#: Details that are the number of a record, not a count: 1,204 lines, but import 1204.
NUMBERED = ("batch", "person", "other", "colleague", "left")

#: A longer list of young people is shown as how many they are.
MOST_NUMBERS = 10

#: A date as the audit keeps it; the page shows it as it shows every date.
_ISO_DATE = re.compile(r"20\d\d-\d\d-\d\d")

#: The words for each kind of subject; its number follows.
SUBJECTS: Mapping[str, str] = {
    "person": "young person",
    "batch": "import",
    "run": "return",
    "user": "user",
    "kept form": "kept form",
    "agreement": "agreement",
    "disclosure": "disclosure",
    "gateway": "gateway",
    "provider": "identity provider",
    "row": "line",
    "entry": "entry",
    "contact": "contact",
    "session": "group session",
    "hand-over": "hand-over",
    "sending": "list",
    "notice": "leaving notice",
    "correction": "correction",
    "work item": "work item",
    "case": "case",
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
    details |= _of_looks(line)
    return Sentence(
        who=_who(line, names),
        before=before.format_map(details),
        subject=subject(line.subject, names) if found else "",
        after=after.format_map(details),
    )


def _of_looks(line: AuditLine) -> Mapping[str, str]:
    """How and why young people were shown; a line of an earlier version lacks it."""
    why, command = line.detail.get("why"), line.detail.get("command")
    where = f"by the command {command}" if command else f"on a page, {why}"
    return {"where": where, "why": f" ({why})" if why else ""}


def _who(line: AuditLine, names: Names) -> str:
    """The user; for a command, who the user of the machine acted for, and that user."""
    name = names.by_email.get(line.by, line.by)
    acts_for = line.detail.get("acts_for")
    return f"{acts_for} by {name}" if acts_for else name


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
    elif text.endswith("”"):
        words = text  # a report or a figure, by its title
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
    elif name == "people" and isinstance(value, list) and len(value) > MOST_NUMBERS:
        words = f"{len(value):,} of them"
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
