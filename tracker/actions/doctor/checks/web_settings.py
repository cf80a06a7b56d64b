"""How the pages are reached, and who they are from."""

from collections.abc import Iterator

from tracker import secret_keys
from tracker.actions.doctor.examination import Installation, check
from tracker.domain import environment


@check("Encrypted connections")
def encrypted(here: Installation) -> Iterator[str]:
    if here.settings.plain_http:
        yield (
            "TRACKER_PLAIN_HTTP is yes: passwords and pages cross the network without "
            "encryption. Leave it out, and put a proxy that speaks TLS before Tracker."
        )
    elif not here.settings.proxies:
        yield (
            "TRACKER_PROXIES is not set, and Tracker speaks no TLS itself: browsers "
            "would not keep a sign-in. Put a proxy before it, as “A "
            "proxy before the pages” in the Help shows, and set TRACKER_PROXIES to 1."
        )


@check("Secret key")
def key(here: Installation) -> Iterator[str]:
    if not here.is_demo:
        weakness = secret_keys.weakness(here.settings.secret_key)
        if weakness is not None:
            yield weakness


@check("Authority", in_training=False)
def authority(here: Installation) -> Iterator[str]:
    if here.is_demo:
        yield (
            f"{here.settings.var} holds the invented people of a demo. Set TRACKER_VAR "
            "to another folder for a council's own."
        )
    if here.settings.authority is None and not here.is_demo:
        yield "Set TRACKER_AUTHORITY to the council's three-digit code."
    if not here.settings.database_id and not here.is_demo:
        yield (
            "Set TRACKER_DATABASE_ID to the three digits of this CCIS database; the "
            "return's identifiers begin with them."
        )


@check("Letters", in_training=False)
def letters(here: Installation) -> Iterator[str]:
    if here.settings.mail is None:
        yield (
            "No mail server is set, so invitations and forgotten passwords need the "
            "command line. Set TRACKER_SMTP, TRACKER_MAIL_FROM and TRACKER_ADDRESS."
        )
    elif not here.settings.address.startswith("https://"):
        yield (
            "The links in letters begin with an address without TLS. Set "
            "TRACKER_ADDRESS to the https:// address of the pages."
        )


@check("Names of settings")
def names(here: Installation) -> Iterator[str]:
    """A misspelt setting has no effect, and its author believes that it has."""
    for name in environment.unknown(here.environment):
        yield (
            f"{name} is no setting of this version and has no effect. Correct its "
            "name, or leave it out."
        )
