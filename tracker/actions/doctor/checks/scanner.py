"""The virus scanner, where the council has one."""

from collections.abc import Iterator

from tracker.actions.doctor.examination import Installation, check


@check("Virus scanner")
def answers(here: Installation) -> Iterator[str]:
    scanner = here.settings.virus_scanner
    if scanner is not None and not scanner.answers():
        yield (
            f"The virus scanner at {scanner}, which TRACKER_CLAMAV names, does not "
            "answer, so no file can be received. Start ClamAV, and let Tracker's "
            "account reach its socket."
        )
