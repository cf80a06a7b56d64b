"""The move of a young person with an EHC plan from one phase of education to the next.

By a day the plan has to name the place: for a move after Year 11 it is 31 March before
the move (Special Educational Needs and Disability Regulations 2014, regulation 18).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PhaseTransfer:
    """``due`` is the day by which the plan has to name the next place, None where
    nothing is due any more.
    """

    due: date | None
