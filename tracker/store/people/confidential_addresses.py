"""What else was kept with an address before it became confidential.

See decision 0183.
"""

from collections.abc import Collection, Mapping

from psycopg.types.json import Jsonb

from tracker.store.database import base


def hide(records: Collection[int], returned: Mapping[str, str | None]) -> None:
    """Takes the address of these records out of the records of returns and the notices.

    ``returned`` are the columns of the return that stand in its place. The files of the
    returns stay as they were sent; they are encrypted.
    """
    if records:
        numbers = list(records)
        base.run(
            "UPDATE return_records SET record = record || %s WHERE person_id = ANY(%s)",
            [Jsonb(dict(returned)), numbers],
        )
        base.run(
            "UPDATE notices SET postcode = NULL WHERE person_id = ANY(%s)", [numbers]
        )
