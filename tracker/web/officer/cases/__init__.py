"""Cases: the list, opening one, and one case with the forms of its steps."""
