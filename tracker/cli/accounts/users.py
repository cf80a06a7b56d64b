"""flask users: invites users, also the first ones, before any user can sign in."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.access import ROLES
from tracker.cli import answer, options
from tracker.wording.places import ANY_NUMBER

if TYPE_CHECKING:
    from tracker.actions.accounts.links import Invited
    from tracker.store.accounts.users import User


@answer.COMMANDS.group("users", cls=answer.Group)
def group() -> None:
    """Invite people to the pages."""


@answer.command(group, "invite")
@click.argument("email")
@click.option("--name", required=True, help="The user's name.")
@click.option(
    "--role", required=True, type=click.Choice(sorted(ROLES)), help="The user's role."
)
@click.option(
    "--institution", help=f"Where a school or college user works: {ANY_NUMBER}."
)
@options.authority_option
def invite(
    email: str, name: str, role: str, institution: str | None, authority: str
) -> None:
    """Make an account and print its link.

    By the link its holder chooses a password. A second invitation to the same address
    gives a new link and ends the first.
    """
    from tracker import actions, store

    known = store.accounts.users.by_email(email)
    if known is not None and known.authority == authority:
        made = actions.accounts.users.invite_again(known, act=answer.act(authority))
    else:
        made = actions.accounts.users.invite(
            email=email,
            name=name,
            role=role,
            institution=_key(institution, authority),
            act=answer.act(authority),
        )
    _give(
        made,
        f"{made.user.name} is invited as {made.user.does.title.lower()}. The link "
        "works once, for three days, after the address of the pages:",
        actions.accounts.review.one_person.warning(made.user),
    )


@answer.command(group, "another-person")
@click.argument("email")
@click.argument("other")
@options.authority_option
def another_person(email: str, other: str, authority: str) -> None:
    """Record that two accounts of one name are of two people."""
    from tracker import actions
    from tracker.access import authority_scope

    user, number = _known(email, authority), _known(other, authority).id
    actions.accounts.review.one_person.distinguish(
        user, number, within=authority_scope(authority), act=answer.act(authority)
    )
    answer.give(
        {"user": user.id, "other": number},
        f"{email} and {other} are two people of the same name.",
    )


@answer.command(group, "link")
@click.argument("email")
@options.authority_option
def link(email: str, authority: str) -> None:
    """Print a new link to set a password, and end earlier ones.

    No page shows a link. Give it only to its user, because it signs its holder in as
    that user. The audit records who made it.
    """
    from tracker import actions

    known = _known(email, authority)
    made = actions.accounts.users.invite_again(known, act=answer.act(authority))
    _give(
        made,
        f"For {made.user.name}. The link works once, for three days, after the "
        "address of the pages:",
    )


@answer.command(group, "reset-factors")
@click.argument("email")
@options.authority_option
def reset_factors(email: str, authority: str) -> None:
    """Print a link for a user who has lost every second factor.

    With it they choose a new password and set up a new second factor; the old ones end
    then. Make sure first that it is really the user who asks. The audit records who
    made the link, and the user is informed by mail where there is a mail server.
    """
    from tracker import actions

    known = _known(email, authority)
    made = actions.accounts.factors.reset.begin(known, act=answer.act(authority))
    _give(
        made,
        f"For {made.user.name}. The link works once, for three days, after the "
        "address of the pages, and ends their second factors:",
    )


@answer.command(group, "unlock")
@click.argument("email")
@options.authority_option
def unlock(email: str, authority: str) -> None:
    """Forget the failed sign-ins that slow an account down.

    No failure ever shuts a user out; the next attempts only become slower for a while.
    """
    from tracker import actions

    known = _known(email, authority)
    actions.accounts.attempts.unlock(known, act=answer.act(authority))
    answer.give({"user": known.id}, f"Nothing slows down {known.name} any more.")


def _known(email: str, authority: str) -> "User":
    """The open account with an address. Raises answer.CannotBeDone."""
    from tracker import store

    known = store.accounts.users.by_email(email)
    if known is None or known.authority != authority:
        raise answer.CannotBeDone(f"There is no account {email}.")
    if known.closed_at is not None:
        raise answer.CannotBeDone(
            f"The account {email} is closed. An administrator can open it again on "
            "its page."
        )
    return known


@answer.command(group, "invite-list")
@click.argument("file", type=options.TABLE)
@click.option(
    "--apply", "apply_", is_flag=True, help="Invite them, if no line is wrong."
)
@options.authority_option
def invite_list(file: Path, apply_: bool, authority: str) -> int:
    """Invite the users of a list (CSV or XLSX).

    Its columns are email, name, role and, for schools and colleges, institution.
    Without --apply it only shows what would happen. A list with a wrong line invites
    no one. Links go by mail; without a mail server they are printed.
    """
    from tracker import actions

    options.refuse_device(file)
    lists = actions.accounts.invitation_lists
    rows = lists.rows_of_file(file)
    lines = lists.read(rows, authority=authority)
    links: list[tuple[str, str]] = []
    if apply_:
        invited = lists.invite(lines, act=answer.act(authority))
        links = [(made.user.email, path) for made in invited if (path := _sent(made))]
        lines = lists.read(rows, authority=authority)
    headings, *shown = lists.as_table(lines)
    wrong = sum(bool(each.problem) for each in lines)
    answer.give(
        {
            "lines": [
                {
                    **answer.fields(each, "number", "email", "name", "role"),
                    **answer.fields(each, "outcome", "warning"),
                }
                for each in lines
            ],
            "wrong": wrong,
            "links": dict(links),
        },
        answer.table([str(each) for each in headings], shown),
        [f"Line {each.number}: {each.warning}" for each in lines if each.warning],
        [f"{wrong} wrong. No one is invited until no line is."] if wrong else [],
        [f"{email}  {path}" for email, path in links],
    )
    return answer.DONE_WITH_ISSUES if wrong else answer.DONE


def _sent(made: "Invited") -> str:
    """Sends a link by mail; without that, returns its path, to be printed."""
    from tracker import actions

    here = answer.settings()
    went = actions.accounts.invitation_links.deliver(
        made,
        var=here.var,
        server=here.mail,
        address=here.address,
        organisation=here.organisation,
    )
    if went.by_mail:
        return ""
    actions.accounts.invitation_links.delete_link(here.var, made.user)
    return actions.accounts.invitation_links.path_of(made.secret)


def _give(made: "Invited", sentence: str, warning: str = "") -> None:
    """Prints a link, and removes the file of an earlier link, which has ended."""
    from tracker import actions

    actions.accounts.invitation_links.delete_link(answer.settings().var, made.user)
    path = actions.accounts.invitation_links.path_of(made.secret)
    answer.give(
        {
            "user": made.user.id,
            "role": made.user.role,
            "link": path,
            "warning": warning,
        },
        *(sentence, path, [warning] if warning else []),
    )


def _key(number: str | None, authority: str) -> str | None:
    """The key of a user's institution, or None. Raises answer.CannotBeDone."""
    from tracker import actions, store

    ref = actions.intake.load.reference(number, authority)
    if ref is None:
        return None
    found = store.institutions.register.directory().resolve(ref)
    return answer.found(found, f"{number} is not in the register.").key
