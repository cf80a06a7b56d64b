"""The commands of the terminal; heavy libraries are loaded only when they are used."""

from flask import Flask

from tracker.cli import answer, release
from tracker.cli.accounts import audit_commands, users
from tracker.cli.demo import invent
from tracker.cli.figures import measures, positions, published
from tracker.cli.intake import files, matching
from tracker.cli.law import (
    agreements,
    cases,
    clauses,
    copies,
    disclosures,
    disposal_commands,
    documents,
    information_requests,
    legal_holds,
    looked,
    released_tables,
    restrictions,
    third_parties,
    transfers,
)
from tracker.cli.leavers import destinations
from tracker.cli.nccis_return import moving_in, returns
from tracker.cli.people import identity_choices, records
from tracker.cli.running import (
    assets,
    backups,
    database,
    doctor,
    keys,
    own_folder,
    serve,
    setting_up,
    worker,
)
from tracker.cli.work import items
from tracker.cli.year import guarantee, ledger_commands, survey


def register(app: Flask) -> None:
    """Adds every command to `flask`."""
    app.cli = answer.COMMANDS
