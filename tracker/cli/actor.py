"""The actor of a command: the account that runs it, and the person it acts for.

See decision 0150.
"""

import os
import pwd

import click

#: The parameter with the name of the person.
ACTS_FOR = "acts_for"
_LONGEST_NAME = 100


def user_name() -> str:
    """The account of the operating system that runs the command, for the audit.

    It is that of the process. An environment variable could give any name.
    """
    number = os.getuid()
    try:
        return f"os user {pwd.getpwuid(number).pw_name}"
    except KeyError:
        return f"os user number {number}"


def acts_for() -> str:
    """The person that the user of the machine acts for; "" if not given."""
    context = click.get_current_context(silent=True)
    return "" if context is None else str(context.params.get(ACTS_FOR) or "")


def _name(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
    """The name as it goes into the audit, where it can pass for nothing else."""
    name = " ".join((value or "").split())
    if value is not None and not name:
        raise click.BadParameter("Give the name of the person you act for.")
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise click.BadParameter(
            f"Give a name of at most {_LONGEST_NAME} characters, on one line."
        )
    if "os user" in name.casefold():
        raise click.BadParameter("Give the name of a person.")
    return name


OPTION = click.Option(
    ("--for", ACTS_FOR),
    metavar="NAME",
    envvar="TRACKER_FOR",
    callback=_name,
    help="The person you act for; the audit shows it beside your account. "
    "[env: TRACKER_FOR]",
)
