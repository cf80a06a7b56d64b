"""Pages of the data team, which imports files and makes the return."""

from flask import Blueprint

bp = Blueprint("data_team", __name__)
