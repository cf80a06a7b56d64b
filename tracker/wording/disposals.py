"""What a certificate of disposal promises, and what it does not."""

REMAINS = (
    "No page, query or file finds it any more. Unused parts of the database's files "
    "may hold it until they are written over, which an encrypted disk makes harmless. "
    "Backups hold it until they expire; after a restore it is disposed of again."
)
