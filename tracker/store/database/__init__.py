"""What every table shares: columns, transactions, bulk writing, errors, search keys,
and the rights of each role.
"""

from tracker.store.database import (
    base,
    bulk_rows,
    cached,
    copies,
    embedded,
    errors,
    installation,
    list_values,
    rights,
    roles,
    row_rules,
    sealed_columns,
    search_keys,
    server_facts,
    shown,
)
