"""The lists that a school or college sends: columns, lines, receipts."""
