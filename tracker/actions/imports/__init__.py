"""receive -> match -> resolve -> preview -> apply -> withdraw: each its own action."""

from tracker.actions.imports.answers import NO_ANSWERS, Answers, WrongAnswer
from tracker.actions.imports.applying import (
    Effect,
    NotApplicable,
    UnlikeLastTime,
    apply,
    preview,
    withdraw,
)
from tracker.actions.imports.interpreting import Meanings
from tracker.actions.imports.matching import match
from tracker.actions.imports.open_questions import Question, Unanswered
from tracker.actions.imports.receiving import AlreadyLoaded, receive
from tracker.actions.imports.resolving import (
    NotResolvable,
    reopen,
    resolve,
    said_of_sharing,
    sharing,
)

__all__ = [
    "NO_ANSWERS",
    "AlreadyLoaded",
    "Answers",
    "Effect",
    "Meanings",
    "NotApplicable",
    "NotResolvable",
    "Question",
    "Unanswered",
    "UnlikeLastTime",
    "WrongAnswer",
    "apply",
    "match",
    "preview",
    "receive",
    "reopen",
    "resolve",
    "said_of_sharing",
    "sharing",
    "withdraw",
]
