"""Whether each account is still needed, and whose it is.

In the yearly review each account is confirmed in September, or closed.
"""

from tracker.actions.accounts.review import (
    confirming,
    one_person,
    review_dates,
    review_letters,
)
