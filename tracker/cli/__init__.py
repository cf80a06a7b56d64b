"""The commands of the terminal; heavy libraries are loaded only when they are used."""

from flask import Flask

from tracker.cli import answer, release
from tracker.cli.accounts import users
from tracker.cli.demo import invent
from tracker.cli.figures import measures, positions, published
from tracker.cli.intake import files, matching
from tracker.cli.law import data_dictionary
from tracker.cli.leavers import destinations
from tracker.cli.nccis_return import returns
from tracker.cli.people import identity_choices, records
from tracker.cli.running import assets, database, serve, worker
from tracker.cli.work import items


def register(app: Flask) -> None:
    """Adds every command to `flask`."""
    app.cli = answer.Commands(app.name)
    app.cli.add_command(assets.group)
    app.cli.add_command(database.group)
    app.cli.add_command(data_dictionary.data_dictionary)
    app.cli.add_command(invent.demo)
    app.cli.add_command(identity_choices.group)
    app.cli.add_command(files.group)
    app.cli.add_command(matching.group)
    app.cli.add_command(records.group)
    app.cli.add_command(positions.group)
    app.cli.add_command(published.group)
    app.cli.add_command(release.version)
    app.cli.add_command(returns.group)
    app.cli.add_command(measures.measures)
    app.cli.add_command(destinations.destinations)
    app.cli.add_command(items.items)
    app.cli.add_command(serve.serve)
    app.cli.add_command(users.group)
    app.cli.add_command(worker.work)
