"""The audit: whether new lines are sealed, and where the heads of the seals are."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, timedelta
from pathlib import Path

from tracker import store
from tracker.actions.doctor.checks import database
from tracker.actions.doctor.examination import Installation, check

#: The worker seals each minute, and takes the heads outside. Within an hour it was only
#: restarted, or was busy.
_UNSEALED = timedelta(hours=1)


@check("Seals of the audit", needs_database=True)
def unsealed(here: Installation) -> Iterator[str]:
    if not store.tables.is_current():
        return
    since = store.accounts.audit_integrity.audit_waiting.unsealed_since()
    if since is not None and here.at - since > _UNSEALED:
        yield (
            "Lines of the audit have waited for their seal since "
            f"{since.astimezone(UTC):%d %b %Y %H:%M} UTC, and could be changed without "
            "a trace. See that the worker runs; flask audit seal seals them now, or "
            "gives the reason why not."
        )


@check("Heads that are not outside", needs_database=True)
def waiting(here: Installation) -> Iterator[str]:
    """Only the log has the reason each minute, and the audit stays sound meanwhile."""
    if not store.tables.is_current():
        return
    places = [("filed", str(here.settings.audit_heads_file))]
    if here.settings.audit_heads_address:
        places.append(("posted", "the address of TRACKER_AUDIT_HEADS"))
    for place, name in places:
        since = store.accounts.audit_seals.not_outside_since(place)
        if since is not None and here.at - since > _UNSEALED:
            yield (
                "Heads of the audit have waited since "
                f"{since.astimezone(UTC):%d %b %Y %H:%M} UTC and are not at {name} "
                "yet. See that it can be reached, written to and has room."
            )


@check("Heads of the audit", needs_database=True, in_training=False)
def heads(here: Installation) -> Iterator[str]:
    """One stolen, broken or restored disk must not take the lines and their proof."""
    address = here.settings.audit_heads_address or ""
    if address.startswith("https://"):
        return
    data, file = _data(here), here.settings.audit_heads_file
    if data is not None and _disk(data) == _disk(file):
        yield (
            f"The heads of the audit in {file} are on the same disk as the database, "
            "so one hand can change both. Set TRACKER_AUDIT_HEADS to a file on another "
            "disk, or to an https:// address."
        )


def _data(here: Installation) -> Path | None:
    """The folder of the database's data, None where it is not known or elsewhere."""
    url = here.settings.database_url
    if url is None:
        return here.settings.var / "postgres"
    if not database.is_on_this_machine(url):
        return None
    return store.database.server_facts.data_folder()


def _disk(path: Path) -> int | None:
    """The number of the disk on which something is, or would be made."""
    for each in (path, *path.parents):
        with suppress(OSError):  # it is not there yet, or not for us to see
            return each.stat().st_dev
    return None
