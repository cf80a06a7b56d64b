"""The roles and their permissions, in the words that an auditor reads."""

from docs._ext import markdown
from tracker.access import ROLES, Permission


def permissions() -> str:
    """Every permission, and the roles that have it."""
    rows = (
        (
            markdown.plain(each),
            markdown.plain(each.means),
            ", ".join(
                markdown.plain(role.title)
                for role in ROLES.values()
                if each in role.permissions
            ),
        )
        for each in Permission
    )
    return markdown.table(("Permission", "What it allows", "Roles"), rows)


def roles() -> str:
    """Every role, with what it is for and its permissions."""
    parts = []
    for role in ROLES.values():
        own = [each for each in Permission if each in role.permissions]
        parts.append(
            f"### {markdown.plain(role.title)}\n\n"
            f"{markdown.plain(role.description)}\n\n"
            + "\n".join(f"* {markdown.plain(each)}" for each in own)
            + "\n"
        )
    return "\n".join(parts)
