"""Many users invited from one list: read line by line, previewed, invited together.

A list with one wrong line invites no one: otherwise it would be unclear which of its
lines are done. Accounts that exist already stay as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tracker import feeds, store
from tracker.access import ROLES, authority_scope
from tracker.actions.accounts import users
from tracker.actions.accounts.links import Invited
from tracker.actions.accounts.review import one_person
from tracker.actions.act import Act
from tracker.domain.reference.institution import Institution
from tracker.feeds.headings.matched_headings import heading_key
from tracker.refusal import Refusal
from tracker.store.accounts.users import User, state_of

MOST = 500
LONGEST_NAME = 100
COLUMNS = ("email", "name", "role", "institution")
EXAMPLE = "Email,Name,Role,Institution"
_NAMES = {
    **{each: each for each in COLUMNS},
    **dict.fromkeys(("emailaddress", "mail", "emailadress"), "email"),
    **dict.fromkeys(("fullname", "user"), "name"),
    **dict.fromkeys(("school", "college", "schoolorcollege", "urn"), "institution"),
}
#: The headings that each column may have; the first is ours.
HEADINGS = {
    name: (name.capitalize(), *(other for other, of in _NAMES.items() if of == name))
    for name in COLUMNS
}
#: A line of the list: its number, and its cells by our columns.
Row = tuple[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: what it asks for, the account there is, or its fault.

    ``warning`` names the accounts that count as the same person's, "" without any.
    """

    number: int
    email: str
    name: str
    role: str
    institution: Institution | None = None
    known: User | None = None
    problem: str = ""
    warning: str = ""

    @property
    def outcome(self) -> str:
        """What became of the line, or will, in words."""
        if self.problem:
            return self.problem
        if self.known is None:
            return "will be invited"
        return f"has an account already: {state_of(self.known)}"

    @property
    def role_title(self) -> str:
        return ROLES[self.role].title if self.role in ROLES else self.role


def rows_of_text(text: str) -> list[Row]:
    """The rows of a pasted list. Raises Refusal."""
    return rows_of_table(feeds.confined.pasted(text))


def rows_of_table(table: Sequence[Sequence[str]]) -> list[Row]:
    """The rows of a table whose first line are the headings. Raises Refusal."""
    heads = [_NAMES.get(heading_key(cell)) for cell in table[0]]
    if missing := [each for each in COLUMNS[:3] if each not in heads]:
        raise Refusal(
            f"The first line must be the headings, with {', '.join(missing)}. "
            f"For example: {EXAMPLE}",
            "pasted",
        )
    rows: list[Row] = [
        (number, {n: c.strip() for n, c in zip(heads, cells, strict=False) if n})
        for number, cells in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise Refusal("There is nothing below the headings.", "pasted")
    if len(rows) > MOST:
        raise Refusal(f"Enter {MOST} lines or fewer.", "pasted")
    return rows


def read(rows: Iterable[Row], *, authority: str) -> list[Line]:
    """The lines, each with the account that it would make, or its fault."""
    taken: dict[str, int] = {}
    everybody = store.accounts.users.everybody(within=authority_scope(authority))
    accounts = one_person.Accounts(everybody)
    lines = []
    for number, cells in rows:
        email, name = cells.get("email", ""), " ".join(cells.get("name", "").split())
        role = _role(cells.get("role", ""))
        line = Line(number, email, name, role)
        try:
            checked = _checked(line, cells.get("institution", ""), taken, authority)
            lines.append(
                replace(checked, warning=_warning(checked, accounts, authority))
            )
        except Refusal as refused:
            lines.append(Line(number, email, name, role, problem=str(refused)))
        taken.setdefault(email.lower(), number)
    return lines


def _warning(line: Line, accounts: one_person.Accounts, authority: str) -> str:
    """The accounts, and the earlier lines, that count as the same person's."""
    if line.known is not None:
        return one_person.warning_about(line.known, accounts.others(line.known))
    # An account that is not made yet; its number is that of no other.
    user = User(
        id=-line.number,
        authority=authority,
        email=line.email,
        name=line.name,
        other_people=[],
    )
    others = accounts.others(user)
    accounts.add(user)
    return one_person.warning_about(user, others)


def _role(text: str) -> str:
    """The role by its name or title in any case; the text itself if there is none."""
    wanted = text.casefold().replace(" ", "-")
    return wanted if wanted in ROLES else text


def _checked(
    line: Line, institution: str, taken: Mapping[str, int], authority: str
) -> Line:
    """Raises Refusal with the fault and the value that has it."""
    if not users.is_address(line.email):
        raise Refusal(f"“{line.email}” is not a full email address.")
    if (earlier := taken.get(line.email.lower())) is not None:
        raise Refusal(f"{line.email} is already in line {earlier}.")
    if not line.name or len(line.name) > LONGEST_NAME:
        raise Refusal(
            f"“{line.name[:40]}” is not a name of 1 to {LONGEST_NAME} characters."
        )
    if line.role not in ROLES:
        titles = ", ".join(role.title for role in ROLES.values())
        raise Refusal(f"“{line.role}” is not a role; those are {titles}.")
    role = ROLES[line.role]
    where = _institution(institution) if institution else None
    if role.of_institution and where is None:
        raise Refusal(f"A {role.title.lower()} needs a school or college.")
    if not role.of_institution and where is not None:
        raise Refusal(f"A {role.title.lower()} has no school or college.")
    # An address has one account in the whole installation.
    shown = store.database.shown
    with shown.showing(shown.SIGN_IN, authority):
        known = store.accounts.users.by_email(line.email)
    if known is not None and known.authority != authority:
        raise Refusal(f"{line.email} cannot be invited. Use another address.")
    return Line(line.number, line.email, line.name, line.role, where, known)


def _institution(text: str) -> Institution:
    """The institution with a URN, UKPRN or name. Raises Refusal."""
    directory = store.institutions.register.directory()
    for kind in ("urn", "ukprn"):
        if text.isdigit() and (found := directory.by_key(f"{kind}:{text}")) is not None:
            return found
    matches = store.institutions.institution_names.find(text, limit=5)
    plain = store.database.search_keys.plain
    exact = [
        each.institution
        for each in matches
        if text in (each.institution.urn, each.institution.ukprn)
        or plain(each.institution.name) == plain(text)
    ]
    if len(exact) == 1:
        return exact[0]
    if len(matches) == 1:
        return matches[0].institution
    if matches:
        raise Refusal(f"“{text}” may be several schools or colleges. Give its URN.")
    raise Refusal(f"“{text}” is no school or college in the register.")


def invite(lines: Sequence[Line], *, act: Act) -> list[Invited]:
    """Invites everybody in the list without an account, or no one. Raises Refusal."""
    if wrong := [each.number for each in lines if each.problem]:
        which = ", ".join(map(str, wrong[:10]))
        raise Refusal(f"No one was invited. Correct line {which} first.", "pasted")
    with store.database.base.transaction():
        return [
            users.invite(
                email=line.email,
                name=line.name,
                role=line.role,
                institution=line.institution.key if line.institution else None,
                act=act,
            )
            for line in lines
            if line.known is None
        ]


def as_table(lines: Iterable[Line]) -> list[tuple[str | date | None, ...]]:
    """The outcome as rows under headings; it holds no link."""
    rows: list[tuple[str | date | None, ...]] = [
        ("Line", "Email", "Name", "Role", "Institution", "Outcome", "Invited on")
    ]
    for each in lines:
        where = each.institution.name if each.institution else ""
        on = each.known.invited_at.date() if each.known else None
        rows.append(
            (
                *(str(each.number), each.email, each.name, each.role_title, where),
                *(each.outcome, on),
            )
        )
    return rows


def rows_of_file(given: Path | tuple[str, bytes]) -> list[Row]:
    """The rows of a CSV file or a workbook: one on this machine, or the name and bytes
    of one that was sent. Raises Refusal.
    """
    needs = tuple((name,) for name in COLUMNS[:3])
    rows: list[Row] = list(
        feeds.confined.named(given, "a list of users", HEADINGS, needs, MOST)
    )
    if len(rows) > MOST:
        raise Refusal(f"Enter {MOST} lines or fewer.", "pasted")
    if not rows:
        raise Refusal("There is nothing below the headings.", "pasted")
    return rows


def text_of(rows: Sequence[Row]) -> str:
    """The rows as a list that can be pasted, each on the line that it had."""
    return feeds.recognition.short_lists.as_text(rows, HEADINGS)
