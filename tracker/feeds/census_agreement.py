"""The youth support services agreement: which heading it is and what is said under it.

A school may pass on everything only where nobody has refused. Whatever is not
understood is taken for a refusal, because what has once been stored is known.
"""

from collections.abc import Iterable, Mapping

from tracker.feeds.census_columns import RESTRICTION
from tracker.feeds.feed import Unreadable, clipped
from tracker.feeds.headings import heading_key
from tracker.feeds.row import unmarked

_AGREED = frozenset({"YES", "Y"})
#: Unsought, and sought without a reply. A school that says nothing has not asked.
_UNANSWERED = frozenset({"UNS", "SNR", ""})
_REFUSED = frozenset({"NO", "N"})

ACCEPTED = "Yes, No, UNS (unsought) or SNR (sought, no reply)"

#: Headings that speak of the agreement and are not what was answered.
_BESIDE = frozenset({"yssadate", "youthsupportservicesagreementdate"})

_COLUMN = RESTRICTION[0]
_OWN = frozenset(
    heading_key(heading) for heading in (_COLUMN.title, _COLUMN.name, *_COLUMN.aliases)
)


def _said(yssa: str) -> str:
    return unmarked(yssa.strip()).upper()


def is_agreed(yssa: str) -> bool:
    """Whether somebody said yes, in so many words."""
    return _said(yssa) in _AGREED


def is_restricted(yssa: str) -> bool:
    """Unsought and unanswered are no refusals; everything unknown is one."""
    said = _said(yssa)
    return said not in _AGREED and said not in _UNANSWERED


def is_understood(yssa: str) -> bool:
    """Whether it is one of the answers that are ``ACCEPTED``, or none."""
    return not is_restricted(yssa) or _said(yssa) in _REFUSED


def unknown_agreement(heading: str) -> bool:
    """Whether a heading speaks of the agreement and nobody knows what it means."""
    key = heading_key(heading)
    return (
        ("yssa" in key or "youthsupport" in key)
        and key not in _OWN
        and key not in _BESIDE
    )


def not_understood(file: str, heading: str) -> Unreadable:
    """What is said of a file with an ``unknown_agreement``, to be raised."""
    return Unreadable(
        f"{file} has the heading {clipped(heading.strip())}, which is not known and "
        "may be the youth support services agreement; call that column "
        f"{_COLUMN.title}, with {ACCEPTED} in it, and send the file again."
    )


def check_headings(
    file: str, headings: Iterable[str], aliases: Mapping[str, str] | None = None
) -> None:
    """Raises Unreadable where it cannot be told which column is the agreement.

    ``aliases`` are what the sender's headings mean, as in ``Headings``: another column
    than the agreement may be left out by them, the agreement itself may not.
    """
    meant = {heading_key(each): name for each, name in (aliases or {}).items()}
    found = []
    for heading in headings:
        key = heading_key(heading)
        if meant.get(key) == _COLUMN.name or key in _OWN:
            found.append(heading.strip())
        elif key not in meant and unknown_agreement(heading):
            raise not_understood(file, heading)
    if len(found) > 1:
        raise Unreadable(
            f"{file} has more than one column of the youth support services agreement "
            f"({clipped(', '.join(found))}); leave the one that counts and send the "
            "file again."
        )
    left_out = found and meant.get(heading_key(found[0]), _COLUMN.name) != _COLUMN.name
    if left_out:
        raise Unreadable(
            f"{file} has the youth support services agreement in {clipped(found[0])}, "
            "but the columns of this sender do not read it; say there that it is "
            f"{_COLUMN.title}."
        )
