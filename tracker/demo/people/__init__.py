"""The invented people: young people, families and staff; and their institutions."""
