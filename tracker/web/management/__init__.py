"""Pages of those who answer for the figures."""

from flask import Blueprint

bp = Blueprint("management", __name__)
