"""No part of the program prepares a penalty: those powers were never brought in."""

import re

import pytest

from tracker.domain.law.gateways import GATEWAYS
from tracker.store.accounts.audit import Action

#: The words of the powers to enforce participation, and of penalties in general.
PENALTY = re.compile(
    r"penalt|prosecut|attendance.?notice|parenting.?(order|contract)|fixed.?fine", re.I
)


@pytest.mark.law("L-18")
def test_no_page_command_act_or_gateway_is_for_a_penalty(pages) -> None:
    """Education and Skills Act 2008, sections 39 to 59, are not in force."""
    things = [
        *(f"{rule.endpoint} {rule.rule}" for rule in pages.url_map.iter_rules()),
        *commands(pages.cli),
        *(str(each) for each in Action),
        *(f"{each.title} {each.purpose}" for each in GATEWAYS.values()),
    ]
    assert len(things) > 400
    assert [each for each in things if PENALTY.search(each)] == []


def commands(group) -> list[str]:
    found = []
    for name, command in group.commands.items():
        found.append(f"{name} {command.help}")
        if hasattr(command, "commands"):
            found += commands(command)
    return found
