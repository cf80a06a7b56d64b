"""Pages of those who work with young people."""

from flask import Blueprint

bp = Blueprint("adviser", __name__)
