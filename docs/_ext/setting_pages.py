"""The settings of an installation, and those that an authority chooses on a page."""

from docs._ext import markdown
from tracker.domain.environment import NAMED
from tracker.domain.settings import SETTINGS, Chosen
from tracker.packing.training import KEPT


def of_installation() -> str:
    """Every setting of the environment."""
    rows = (
        (markdown.code(each.name), each.meaning, "yes" if each.name in KEPT else "")
        for each in NAMED
    )
    return markdown.table(("Setting", "Meaning", "Holds in training"), rows)


def of_authority() -> str:
    """Every setting of an authority, with the value that holds until one is chosen."""
    parts = []
    for each in SETTINGS:
        value = getattr(Chosen(), each.name)
        signed = "Signed by those who decide about sharing.\n\n" if each.signed else ""
        parts.append(
            f"## {markdown.plain(each.title)}\n\n{markdown.plain(each.description)}\n\n"
            f"{signed}Until it is chosen: {markdown.plain(each.describe(value))}.\n"
        )
    return "\n".join(parts)
