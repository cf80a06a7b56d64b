"""The youth support services agreement: its heading and its answers.

A school may pass on everything only where the pupil or parent has not refused. An
unknown answer restricts its row as a refusal does, because data that has been read and
stored cannot be taken back.

See decisions 0067 and 0078.
"""

import re
from collections.abc import Iterable, Mapping

from tracker.feeds.cells.row import unmarked
from tracker.feeds.census.columns import AGREEMENT
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.headings.matched_headings import heading_key
from tracker.wording.quotations import clipped

#: Answers as they are compared: without case, spaces and punctuation.
_AGREED = frozenset({"yes", "y"})
#: Unsought, and sought without a reply, as codes and in the words of COLLECT.
_UNSOUGHT = frozenset({"uns", "unsought", "unsoughtuns", "unsunsought"})
_NO_REPLY = frozenset({"snr", "soughtnoreply", "soughtnoreplysnr", "snrsoughtnoreply"})
_UNANSWERED = _UNSOUGHT | _NO_REPLY | {""}
_NO = frozenset({"no", "n"})
#: Other words in which schools write the same refusal: it stands as a No does.
_REFUSED = _NO | {
    *("0", "f", "false"),
    *("refused", "refuse", "refusal", "declined", "decline", "denied", "rejected"),
    *("optedout", "optout", "optsout", "objected", "objects", "objection"),
    *("withheld", "withhold", "withdrawn", "withdrew", "restricted"),
    *("notagreed", "disagreed", "disagree", "noagreement", "doesnotagree"),
    *("noconsent", "notconsented", "noconsentgiven", "consentrefused"),
    *("notgiven", "notallowed", "donotshare", "dontshare", "notshared"),
}

ACCEPTED = AGREEMENT.about

#: Headings that speak of the agreement and are not what was answered.
_BESIDE = frozenset({"yssadate", "youthsupportservicesagreementdate"})

_OWN = frozenset(
    map(heading_key, (AGREEMENT.title, AGREEMENT.name, *AGREEMENT.aliases))
)

#: What parts two answers of one pupil that differ, as XML may have them.
SEVERAL = " / "
#: What may stand round an answer: quotation marks, a full stop, hyphens, spaces.
_BESIDE_LETTERS = re.compile(r"[\W_]+")


def _bare(yssa: str) -> str:
    """The answer without signs that do not change it. Signs alone are no empty cell."""
    given = unmarked(yssa.strip())
    return _BESIDE_LETTERS.sub("", given).casefold() or given


def answer_of(yssa: str) -> bool | None:
    """Yes, No, or None for no answer and for one that is not understood.

    Of two answers a No counts.
    """
    if any(_bare(part) in _REFUSED for part in yssa.split(SEVERAL)):
        return False
    return True if unmarked(yssa.strip()).casefold() in _AGREED else None


def is_restricted(yssa: str) -> bool:
    """Whether an answer restricts its row: a refusal, and every unknown answer.

    Unsought and unanswered are no refusals. A Yes with other words is not reliable.
    """
    return answer_of(yssa) is not True and _bare(yssa) not in _UNANSWERED


def is_unsought(yssa: str) -> bool:
    """Whether the school has not sought an answer yet."""
    return _bare(yssa) in _UNSOUGHT


def has_no_reply(yssa: str) -> bool:
    """Whether the school sought an answer and had no reply."""
    return _bare(yssa) in _NO_REPLY


def is_understood(yssa: str) -> bool:
    """Whether it is one of the answers that are ``ACCEPTED``, or none."""
    return not is_restricted(yssa) or unmarked(yssa.strip()).casefold() in _NO


def is_agreement(heading: str) -> bool:
    """Whether a heading is that of the agreement, or of something that may be it."""
    return heading_key(heading) in _OWN or unknown_agreement(heading)


def unknown_agreement(heading: str) -> bool:
    """Whether a heading mentions the agreement and is not a known heading."""
    key = heading_key(heading)
    return (
        ("yssa" in key or "youthsupport" in key)
        and key not in _OWN
        and key not in _BESIDE
    )


def may_be_consent(heading: str) -> bool:
    """Whether a heading that is not that of the agreement may be some other consent."""
    key = heading_key(heading)
    return any(part in key for part in ("agree", "consent", "permission", "optout"))


def not_understood(file: str, heading: str) -> Unreadable:
    """The refusal of a file with an ``unknown_agreement``, to be raised."""
    return Unreadable(
        f"{file} has the heading {clipped(heading.strip())}, which is not known and "
        "may be the youth support services agreement; call that column "
        f"{AGREEMENT.title}, with {ACCEPTED} in it, and send the file again."
    )


def refuse(file: str, headings: Iterable[str], noun: str, *, instead: str = "") -> None:
    """Raises Unreadable for a list that has the agreement and no place for it.

    ``noun`` is what the list is. ``instead`` is what its sender may do rather than take
    the column out.
    """
    found = next((each for each in headings if is_agreement(each)), None)
    if found is not None:
        raise Unreadable(
            f"{file} has the youth support services agreement in the column "
            f"{clipped(found.strip())}, which {noun} has no place for; "
            f"{instead}take the column out for those who agreed and leave the others "
            "out."
        )


def check_headings(
    file: str, headings: Iterable[str], aliases: Mapping[str, str] | None = None
) -> None:
    """Raises Unreadable where the column of the agreement is not certain.

    ``aliases`` give the meaning of the sender's headings, as in ``Headings``: they may
    leave out any column but the agreement.
    """
    meant = {heading_key(each): name for each, name in (aliases or {}).items()}
    found = []
    for heading in headings:
        key = heading_key(heading)
        if meant.get(key) == AGREEMENT.name or key in _OWN:
            found.append(heading.strip())
        elif key not in meant and unknown_agreement(heading):
            raise not_understood(file, heading)
    if len(found) > 1:
        raise Unreadable(
            f"{file} has more than one column of the youth support services agreement "
            f"({clipped(', '.join(found))}); leave the one that counts and send the "
            "file again."
        )
    left_out = (
        found and meant.get(heading_key(found[0]), AGREEMENT.name) != AGREEMENT.name
    )
    if left_out:
        raise Unreadable(
            f"{file} has the youth support services agreement in {clipped(found[0])}, "
            "but the columns of this sender do not read it; say there that it is "
            f"{AGREEMENT.title}."
        )
