"""What every table shares: columns, transactions, bulk writing, errors, search keys."""

from tracker.store.database import (
    base,
    cached,
    embedded,
    errors,
    installation,
    sealed_columns,
    search_keys,
    server_facts,
)
