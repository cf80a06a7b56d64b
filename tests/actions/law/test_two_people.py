"""Whether a decision is that of another person than the one who proposed it."""

from dataclasses import replace

import pytest

from tests.acts import act
from tracker.actions.law.two_people import actor, check_another
from tracker.refusal import Refusal

ROOT, OTHER = act("os user root"), act("os user alice")
PAGE = act("ann@example.org")


def named(who, name: str):
    return replace(who, acts_for=name)


@pytest.mark.law("D-16")
@pytest.mark.parametrize(
    ("proposer", "decider", "sentence"),
    [
        (PAGE, act("ben@example.org"), None),
        (PAGE, PAGE, "Yours."),
        (named(ROOT, "Ann"), named(ROOT, "Bob"), None),
        (named(ROOT, "Ann"), named(ROOT, "Ann"), "Yours."),
        (named(ROOT, "Ann"), named(ROOT, "ann"), "Yours."),
        (named(ROOT, "Ann Orr"), named(ROOT, "ANN  ORR."), "Yours."),
        (named(ROOT, "Zoë"), named(ROOT, "Zoe"), "Yours."),
        (named(ROOT, "Ann by Bob"), named(ROOT, "Bob"), None),
        (named(ROOT, "Ann"), ROOT, "Name the person who decides, with --for."),
        (ROOT, ROOT, "Yours. Name the person who decides, with --for."),
        (ROOT, named(ROOT, "Ann"), None),
        # Another account may have an Ann of its own.
        (named(ROOT, "Ann"), named(OTHER, "Ann"), None),
        (PAGE, named(ROOT, "Ann"), None),
        (PAGE, ROOT, "Name the person who decides, with --for."),
    ],
)
def test_who_decides(proposer, decider, sentence: str | None) -> None:
    if sentence is None:
        check_another(actor(proposer), decider, "Yours.")
        return
    with pytest.raises(Refusal) as refused:
        check_another(actor(proposer), decider, "Yours.")
    assert str(refused.value) == sentence
