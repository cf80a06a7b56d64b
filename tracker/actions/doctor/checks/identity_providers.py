"""The identity providers by which users sign in."""

from collections.abc import Iterator

from tracker import sign_on
from tracker.actions.doctor.examination import Installation, check
from tracker.config import SettingMissing
from tracker.sign_on.refusals import NotSignedOn


@check("Single sign-on")
def reached(here: Installation) -> Iterator[str]:
    try:
        providers = sign_on.configuration.providers(here.settings)
    except SettingMissing as wrong:
        yield wrong.message
        return
    # Its libraries are slow to load, and only a council with a provider needs them.
    from tracker.sign_on.connection import Connection

    for provider in providers:
        connection = Connection(provider)
        try:
            connection.metadata(at=here.at)
            connection.keys(None, at=here.at)
        except NotSignedOn as refused:
            yield (
                f"{provider.title} cannot sign users in ({refused.reason}). "
                "“Single sign-on” in the Help has what to look at."
            )
