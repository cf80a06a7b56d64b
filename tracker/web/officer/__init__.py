"""Pages of information officers, asset owners and guardians."""

from flask import Blueprint

bp = Blueprint("officer", __name__)
