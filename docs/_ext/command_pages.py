"""Every command of the terminal, with its arguments and options."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from docs._ext import markdown
from tracker.app import create_app
from tracker.config import Settings


@dataclass(frozen=True, slots=True)
class Entry:
    """A command or a group of commands, with the words that are typed for it."""

    words: str
    command: click.Command
    parents: tuple[click.Command, ...]


def entries() -> list[Entry]:
    """Every command and group that is not hidden, in the order of the alphabet."""
    app = create_app(
        Settings(
            database_url=None,
            var=Path("var"),
            authority=None,
            database_id="",
            supplier="",
            secret_key=None,
        )
    )
    return list(_within(app.cli, "flask", ()))


def _within(
    group: click.Group, words: str, parents: tuple[click.Command, ...]
) -> Iterator[Entry]:
    for name, command in sorted(group.commands.items()):
        if command.hidden:
            continue
        entry = Entry(f"{words} {name}", command, parents)
        yield entry
        if isinstance(command, click.Group):
            yield from _within(command, entry.words, (*parents, command))


def commands() -> str:
    """The page of all commands."""
    return "\n".join(map(_section, entries()))


def _section(entry: Entry) -> str:
    depth = "##" if not entry.parents else "###"
    parts = [f"{depth} {entry.words}", ""]
    help_ = (entry.command.help or "").strip()
    parts += [markdown.paragraphs(help_), ""]
    if not isinstance(entry.command, click.Group):
        parts += ["```text", usage(entry), "```", ""]
        if rows := list(_options(entry)):
            parts.append(markdown.table(("Argument or option", "What it does"), rows))
    return "\n".join(parts)


def usage(entry: Entry) -> str:
    """The line with which the command explains its own use."""
    context = click.Context(entry.command, info_name=entry.words)
    return " ".join([entry.words, *entry.command.collect_usage_pieces(context)])


def _options(entry: Entry) -> Iterator[tuple[str, str]]:
    context = click.Context(entry.command, info_name=entry.words)
    for each in entry.command.get_params(context):
        if isinstance(each, click.Option):
            if (record := each.get_help_record(context)) is not None:
                yield markdown.code(record[0]), markdown.plain(record[1])
        else:
            yield markdown.code(each.make_metavar(context)), _argument(each)


def _argument(each: click.Parameter) -> str:
    many = "one or more" if each.nargs == -1 else ""
    needed = "needed" if each.required else "may be left out"
    return ", ".join(filter(None, (needed, many)))
