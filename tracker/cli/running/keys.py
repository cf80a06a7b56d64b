"""flask keys: the keys of what is kept encrypted."""

from typing import TYPE_CHECKING

from tracker.cli import answer, options, terminal

if TYPE_CHECKING:
    from tracker.actions.worker.sealed_things import Place


@answer.COMMANDS.group("keys", cls=answer.Group)
def group() -> None:
    """The keys that encrypt waiting files and sealed values."""


def _place() -> "Place":
    from tracker.actions.worker.sealed_things import Place

    here = answer.settings()
    return Place(here.keys, here.var)


@answer.command(group, "list")
def show() -> int:
    """Show each key, its age, and what is under it."""
    from tracker import actions

    place = _place()
    keys = place.keys.all()
    held = actions.worker.keys.counts(place)
    missing = held.keys() - {key.name for key in keys}
    answer.give(
        {
            "file": str(place.keys.file),
            "keys": [
                {
                    "key": key.name,
                    "recipient": key.public,
                    "since": key.since,
                    "things": held.get(key.name, {}),
                }
                for key in keys
            ],
            "missing": {name: held[name] for name in sorted(missing)},
        },
        answer.table(
            ("key", "recipient", "since", "things under it"),
            [
                (
                    key.name,
                    key.public,
                    key.since or terminal.NOT_HELD,
                    sum(held.get(key.name, {}).values()),
                )
                for key in keys
            ],
        ),
        *(
            f"The key {name} is missing: {sum(held[name].values()):,} things do not "
            "open without it."
            for name in sorted(missing)
        ),
        f"The keys are in {place.keys.file}. No backup holds them: keep a copy of this "
        "file elsewhere.",
    )
    return answer.DONE_WITH_ISSUES if missing else answer.DONE


@answer.command(group, "rotate")
@options.authority_option
def rotate(authority: str) -> int:
    """Make a new key, and encrypt everything again with it.

    If it is stopped, run it again: it carries on. The older keys stay until flask keys
    retire removes them.
    """
    from tracker import actions

    # One key encrypts what every authority has.
    answer.show_rows_of(None)
    made = actions.worker.keys.rotate(
        _place(),
        act=answer.act(authority),
        say=answer.progress() or (lambda line: None),
    )
    answer.give(
        {
            "key": made.key.name,
            "new": made.is_new,
            "things": made.counts,
            "problems": made.problems,
        },
        f"The key {made.key.name} is new."
        if made.is_new
        else f"Carried on with the key {made.key.name}.",
        f"{sum(made.counts.values()):,} things are encrypted again.",
        made.problems,
        "Copy the file of keys to its second place, then run flask keys retire.",
    )
    return answer.DONE_WITH_ISSUES if made.problems else answer.DONE


@answer.command(group, "retire")
@options.authority_option
def retire(authority: str) -> None:
    """Remove the older keys for ever, if nothing is under them any more.

    A backup made before the rotation needs them: keep a copy as long as the backup.
    """
    from tracker import actions

    answer.show_rows_of(None)
    gone = actions.worker.keys.retire(_place(), act=answer.act(authority))
    answer.give(
        {"retired": [key.name for key in gone]},
        f"Removed: {', '.join(key.name for key in gone)}."
        if gone
        else "There is only one key, so none was removed.",
    )
