"""A device in words that its user recognises: "Firefox on Windows"."""

from pathlib import Path

from tracker.domain.reference import tables


def _row(line: dict[str, str]) -> tuple[str, str, str]:
    return line["kind"], line["contains"], line["name"]


#: In this order: a browser also names those that it resembles.
_KNOWN = tables.read(Path(__file__).with_name("devices.csv"), _row)


def device_of(user_agent: str) -> str:
    """The browser and its system, from what the browser sends about itself.

    Only names of the list come out: nothing that a browser sends is stored or shown.
    """
    browser, system = (
        next((n for k, part, n in _KNOWN if k == kind and part in user_agent), "")
        for kind in ("browser", "system")
    )
    return " on ".join(filter(None, (browser, system))) or "Unknown browser"
