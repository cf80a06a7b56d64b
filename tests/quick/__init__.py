"""What needs no database: style, imports, types, and the tests that start nothing."""
