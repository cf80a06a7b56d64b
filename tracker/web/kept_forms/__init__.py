"""Nothing typed is lost when a session ends: the warning, and the forms kept."""

from flask import Blueprint

bp = Blueprint("kept_forms", __name__)
