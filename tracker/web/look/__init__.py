"""The look of every page, as far as it needs Python: council, menu counts, tables."""
