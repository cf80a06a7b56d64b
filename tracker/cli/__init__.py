"""Doors for people with a terminal; heavy libraries wait until they are used."""

from flask import Flask

from tracker.cli import (
    answer,
    assets,
    database,
    demo,
    destinations,
    identity,
    imports,
    matching,
    measures,
    people,
    positions,
    published,
    release,
    returns,
    serving,
    users,
    working,
)


def register(app: Flask) -> None:
    """Adds every command to `flask`."""
    app.cli = answer.Commands(app.name)
    app.cli.add_command(assets.group)
    app.cli.add_command(database.group)
    app.cli.add_command(demo.demo)
    app.cli.add_command(identity.group)
    app.cli.add_command(imports.group)
    app.cli.add_command(matching.group)
    app.cli.add_command(people.group)
    app.cli.add_command(positions.group)
    app.cli.add_command(published.group)
    app.cli.add_command(release.version)
    app.cli.add_command(returns.group)
    app.cli.add_command(measures.measures)
    app.cli.add_command(destinations.destinations)
    app.cli.add_command(serving.serve)
    app.cli.add_command(users.group)
    app.cli.add_command(working.work)
