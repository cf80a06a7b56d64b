"""Pages of schools and colleges: their leavers and their lists."""

from flask import Blueprint

bp = Blueprint("school", __name__)
