"""The bare extension objects of the application. Imports no module of ours."""

from typing import TYPE_CHECKING

from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Every constraint has a name, so that a test and an error can quote it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


#: The engine that connects as the owner of the tables, for upgrades only.
OWNER = "owner"
db = SQLAlchemy(model_class=Base)
# Flask-SQLAlchemy derives a class from ours at run time; type checkers cannot see it.
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model
login = LoginManager()
csrf = CSRFProtect()
