"""What every page's look needs of Python: the council, the menu's counts, tables."""
