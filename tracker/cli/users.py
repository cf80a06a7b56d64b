"""flask users: the first accounts, before anybody can sign in to make others."""

import click

from tracker.access import ROLES
from tracker.actions.refused import NotAccepted
from tracker.cli import answer
from tracker.cli.answer import command
from tracker.cli.options import authority_option


@click.group("users", cls=answer.Group)
def group() -> None:
    """Invite people to the pages."""


@command(group, "invite")
@click.argument("email")
@click.option("--name", required=True, help="What they are called.")
@click.option(
    "--role", required=True, type=click.Choice(sorted(ROLES)), help="What they may do."
)
@click.option(
    "--institution", help="Where a school or college user works: URN, LAESTAB or UKPRN."
)
@authority_option
def invite(
    email: str,
    name: str,
    role: str,
    institution: str | None,
    authority: str,
    as_json: bool,
) -> None:
    """Make an account and print the link that lets its holder choose a password.

    A second invitation to the same address gives a new link and ends the first.
    """
    from tracker.actions import users as actions
    from tracker.store import users

    known = users.by_email(email)
    try:
        if known is not None and known.authority == authority:
            made = actions.invite_again(known, by=answer.who(), at=answer.now())
        else:
            made = actions.invite(
                email=email,
                name=name,
                role=role,
                institution=_key(institution, authority),
                authority=authority,
                by=answer.who(),
                at=answer.now(),
            )
    except NotAccepted as refused:
        raise answer.CannotBeDone(str(refused)) from refused
    link = f"/invitation/{made.secret}"
    if as_json:
        answer.show({"user": made.user.id, "role": made.user.role, "link": link})
    else:
        click.echo(
            f"{made.user.name} is invited as {made.user.does.title.lower()}. The link "
            "works once, for three days, after the address of the pages:"
        )
        click.echo(link)


def _key(number: str | None, authority: str) -> str | None:
    """The institution that somebody works at. Raises answer.CannotBeDone."""
    from tracker.cli import loading
    from tracker.store import institutions

    ref = loading.reference(number, authority)
    if ref is None:
        return None
    found = institutions.directory().resolve(ref)
    if found is None:
        raise answer.CannotBeDone(f"{number} is not in the register.")
    return found.key
