"""Folders whose modules are loaded when they are first named.

A command needs few of the subjects, and loading all of them takes longer than most
commands take to run.
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType


def by_name(folder: str) -> Callable[[str], ModuleType]:
    """What Python calls for a name that ``folder`` does not have yet (PEP 562).

    The function returns the module of that name below ``folder``, and raises
    AttributeError where there is none.
    """

    def module(name: str) -> ModuleType:
        path = f"{folder}.{name}"
        try:
            return import_module(path)
        except ModuleNotFoundError as error:
            if error.name != path:
                raise
            raise AttributeError(
                f"module {folder!r} has no attribute {name!r}", name=name
            ) from None

    return module


def everything(folder: str) -> None:
    """Loads every module below ``folder``, for who looks for what they declare."""
    paths = import_module(folder).__path__
    for found in walk_packages(paths, f"{folder}."):
        import_module(found.name)
