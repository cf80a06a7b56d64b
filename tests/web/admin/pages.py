"""What each of these pages asks for: one that is missing here has been forgotten."""

from tracker.access import Permission

PAGES: dict[str, Permission | str] = {}
