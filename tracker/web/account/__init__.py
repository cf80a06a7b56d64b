"""Signing in and out, invitations, and the user's own account."""

from flask import Blueprint

bp = Blueprint("account", __name__)
