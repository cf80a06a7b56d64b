"""Pages of advisers and their team leaders, who work with young people."""

from flask import Blueprint

bp = Blueprint("adviser", __name__)
