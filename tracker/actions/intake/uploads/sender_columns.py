"""The columns of a sender: looked at, explained once, remembered, forgotten.

The data team and the sender itself use the same functions; the last explanation counts.

See decision 0060.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tracker import feeds, store
from tracker.actions.act import Act
from tracker.actions.intake import way_in
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds import services
from tracker.feeds.described import description
from tracker.feeds.registry import FEEDS
from tracker.feeds.seen_headings import Seen
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.wording.quotations import clipped

LEFT_OUT = "Left out, because they are not needed: {}."


def headings(
    authority: str, feed: str, key: str | None, files: Sequence[Path]
) -> list[Seen]:
    """The headings of files, with the meanings recorded for their sender.

    Raises feeds.file_reading.Unreadable.
    """
    known = store.intake.sender_columns.aliases(authority, feed, key) if key else {}
    return feeds.confined.seen(files, feed, known)


def missing(feed: str, found: Sequence[Seen]) -> list[str]:
    """The titles of the needed columns that none of these headings gives."""
    if not found:
        return []
    return feeds.seen_headings.missing(
        [each.means for each in found if each.means], feed
    )


def unexplained(authority: str, feed: str, key: str, found: Sequence[Seen]) -> bool:
    """Whether a user has to explain the columns: a heading has no recorded meaning yet,
    or a needed column is missing.
    """
    known = store.intake.sender_columns.aliases(authority, feed, key)
    strange = feeds.seen_headings.strange(found, feed)
    return any(each not in known for each in strange) or bool(missing(feed, found))


def gives_day(feed: str, found: Sequence[Seen]) -> bool:
    """Whether a file gives its own day: it has no headings to explain, or one of them
    is the column for the day.
    """
    day = FEEDS[feed].day_column
    return not found or (day is not None and any(each.means == day for each in found))


def left_out(feed: str, found: Sequence[Seen]) -> list[str]:
    """A note on the headings of a file that are not read.

    There is none for a feed whose reading always makes that note itself.
    """
    if feed in FEEDS and FEEDS[feed].notes_unread:
        return []
    needless = [clipped(each.heading) for each in found if not each.means]
    return [LEFT_OUT.format(", ".join(needless))] if needless else []


def record_mapping(
    feed: str, key: str, means: Mapping[str, str], *, act: Act, whole: bool = False
) -> None:
    """Records what the headings and the words of a sender mean; an empty name leaves a
    column out, and the lines with a word. The mapping becomes its next version. With
    ``whole`` it is all of these and nothing that was recorded before.

    Raises Refusal if a needed column is missing, two headings mean one column, or an
    agreement does not cover one.
    """
    _check(feed, key, means, act)
    with store.database.base.transaction():
        columns, of = store.intake.sender_columns, (act.authority, feed, key)
        if whole:
            columns.forget(*of, with_versions=False)
        columns.remember(*of, means, by=act.by, at=act.at)
        columns.keep_version(*of, by=act.by, at=act.at)
        act.note(Action.COLUMN_MAPPING_RECORDED, key, feed=feed, columns=len(means))


def _check(feed: str, key: str, means: Mapping[str, str], act: Act) -> None:
    """Raises Refusal for a mapping that cannot be used."""
    seen = feeds.seen_headings
    titles = {each.name: each.title for each in seen.columns(feed)}
    for heading, name in means.items():
        if name and name not in {it.name for it in seen.options(feed, heading)}:
            what = "codes" if seen.is_word(feed, heading) else "columns"
            raise Refusal(f"Select one of our {what}, or leave it out.")
    feed_ = FEEDS[feed]
    of_columns = {
        heading: name
        for heading, name in means.items()
        if name and not seen.is_word(feed, heading)
    }
    used = list(of_columns.values())
    once = [name for name in used if name != feed_.further]
    twice = next((name for name in once if once.count(name) > 1), None)
    if twice is not None:
        both = [clipped(each) for each, name in of_columns.items() if name == twice]
        raise Refusal(
            f"{' and '.join(both[:2])} cannot both be {titles[twice]}: leave one out."
        )
    for heading, name in of_columns.items():
        if feed_.unshown(heading) and name != feed_.further:
            raise Refusal(
                f"{clipped(heading)} may not be shown, so it can only be "
                f"{titles[feed_.further]}, or left out."
            )
    if lacking := feeds.seen_headings.missing(used, feed):
        raise Refusal(
            f"Select which column is {', '.join(lacking)}: without it "
            "no young person can be found."
        )
    sender = InstitutionRef(name=key.removeprefix("name:"))
    if barred := way_in.not_covered(FEEDS[feed], sender, act).intersection(used):
        uncovered = ", ".join(titles[name] for name in titles if name in barred)
        raise Refusal(
            f"The agreement with this sender does not cover {uncovered}. Leave it out, "
            "or agree on it first."
        )


def use_again(feed: str, key: str, version: int, *, act: Act) -> bool:
    """Makes an earlier version of a sender's mapping the one that stands, as the next
    version. Returns whether there is such a version. Raises Refusal.
    """
    held = store.intake.sender_columns.versions(act.authority, feed, key)
    found = next((each for each in held if each.version == version), None)
    if found is not None:
        record_mapping(feed, key, found.means, act=act, whole=True)
    return found is not None


def offered(
    authority: str, feed: str, key: str, found: Sequence[Seen]
) -> tuple[str, dict[str, str]] | None:
    """The mapping of another sender who uses all of these headings: that sender and
    what each heading and word means there. None where this sender has a mapping of its
    own, and where no other has these headings.
    """
    columns = store.intake.sender_columns
    if columns.aliases(authority, feed, key):
        return None
    other = by_same_headings(authority, found, apart_from=key)
    if other is None or other[0] != feed:
        return None
    means = columns.aliases(authority, *other)
    return other[1], {each.heading: means.get(each.heading, "") for each in found}


def by_headings_of(authority: str, files: Sequence[Path]) -> tuple[str, str] | None:
    """The feed and the sender of an earlier list with the headings of these files, that
    no feed knows by itself; None without one. Raises feeds.file_reading.Unreadable.
    """
    # Any table has headings to the feed that accepts all.
    return by_same_headings(authority, feeds.confined.seen(files, services.feed.NAME))


def by_same_headings(
    authority: str, found: Sequence[Seen], *, apart_from: str = ""
) -> tuple[str, str] | None:
    """The feed and the sender whose mapping has every one of these headings that is no
    heading of ours; None without one.
    """
    own = [each.heading for each in found if not each.is_word]
    if not own:
        return None
    return store.intake.sender_columns.with_headings(
        authority, own, apart_from=apart_from
    )


def as_text(feed: str, key: str, called: str, *, authority: str) -> str:
    """A sender's mapping as a text (TOML), to be kept or given to another council. That
    of a service is a whole description, which a council's own folder takes as a feed.
    ``called`` is the name of the sender.
    """
    of_service = way_in.is_of_service(FEEDS[feed])
    about = (
        description.of_service(called)
        if of_service
        else description.of_feed(FEEDS[feed])
    )
    means = store.intake.sender_columns.aliases(authority, feed, key)
    return description.as_text(about, means, feeds.seen_headings.columns(feed))


def from_text(feed: str, key: str, text: str, *, act: Act) -> None:
    """Makes the mapping in a text the one of a sender, as the next version, if it is
    another than before. Raises Refusal, in one sentence, for a text that is none, and
    as ``record_mapping``.
    """
    columns = {each.name: each for each in feeds.seen_headings.columns(feed)}
    try:
        means = description.mapping_in(text, columns, several=FEEDS[feed].further)
    except ValueError as wrong:
        raise Refusal(str(wrong), "text") from wrong
    if means != store.intake.sender_columns.aliases(act.authority, feed, key):
        record_mapping(feed, key, means, act=act, whole=True)


def forget(feed: str, key: str, *, act: Act) -> None:
    """Deletes the meanings of a sender's headings; its next list raises a question."""
    with store.database.base.transaction():
        store.intake.sender_columns.forget(act.authority, feed, key)
        act.note(Action.COLUMN_MAPPING_REMOVED, key, feed=feed)
