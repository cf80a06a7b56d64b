"""Every feed: who sends it, what its silence means, its columns and their headings."""

from docs._ext import markdown
from tracker.feeds.declaration import Feed
from tracker.feeds.feed_columns import Column
from tracker.feeds.registry import FEEDS

_HEADINGS = ("Column", "Needed", "What stands in it", "Other headings that are read")


def feeds() -> str:
    """The page of all feeds."""
    return "\n".join(map(_section, FEEDS.values()))


def _section(feed: Feed) -> str:
    kinds = ", ".join(sorted(feed.sent_by)) or "none; the data team imports it"
    facts = (
        ("Name for commands", markdown.code(feed.name)),
        ("Sender", markdown.plain(feed.sender)),
        ("How often", markdown.plain(feed.frequency)),
        ("What a missing person means", markdown.plain(feed.silence)),
        ("Senders that may send it on their own pages", markdown.plain(kinds)),
        ("Trust in it", markdown.plain(feed.tier.title)),
    )
    return "\n".join(
        (
            f"## {markdown.plain(feed.title)}\n",
            markdown.table(("About it", "What is declared"), facts),
            markdown.table(_HEADINGS, (_row(each, feed) for each in feed.columns)),
        )
    )


def needed(column: Column, feed: Feed) -> str:
    """Whether a file has to have a column: ``yes``, one of several, or only wanted."""
    groups = [group for group in feed.signature.needs if column.name in group]
    titles = {each.name: each.title for each in feed.columns}
    kept = [[titles[name] for name in group if name in titles] for group in groups]
    if any(len(group) == 1 for group in kept):
        return "yes"
    if kept:
        shortest = sorted(kept, key=len)[0]
        return f"one of {', '.join(map(markdown.plain, shortest))}"
    if column.required:
        return "wanted" if feed.signature.needs else "yes"
    return ""


def _row(column: Column, feed: Feed) -> tuple[str, ...]:
    about = [markdown.plain(column.about)] if column.about else []
    if column.choices:
        about.append("One of: " + ", ".join(map(markdown.plain, column.choices)))
    return (
        markdown.code(column.title),
        needed(column, feed),
        ". ".join(about),
        markdown.codes(column.aliases),
    )
