"""What happened: the one form for a contact, what was learned and the next step."""
