"""Pages of administrators, who look after users and settings."""

from flask import Blueprint

bp = Blueprint("admin", __name__)
