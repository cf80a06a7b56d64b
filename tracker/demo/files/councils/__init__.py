"""The lists of councils: of neighbours, and of the teams of this one."""
