"""Plans agreed with young people: recorded, carried out, ended and printed."""

from tracker.actions.casework.plans import agreeing, plan_outcomes, printing
