"""A form that is sent twice, by a double click or by going back, is recorded once.

Without JavaScript nothing prevents a second click. So if a user sends the same
statements about the same young person within a minute, the answer is the entry that the
first click made.
See decision 0064.
"""

from datetime import timedelta

WITHIN = timedelta(minutes=1)
