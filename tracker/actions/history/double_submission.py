"""A form that is sent twice, by two clicks or by going back, says one thing.

Without JavaScript nothing keeps a second click away. So whoever says the same of the
same person within a minute is answered with what the first click wrote.

See decision 0064.
"""

from datetime import timedelta

WITHIN = timedelta(minutes=1)
