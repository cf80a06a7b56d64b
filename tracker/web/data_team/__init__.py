"""Pages of those who take files in and make the return."""

from flask import Blueprint

bp = Blueprint("data_team", __name__)
