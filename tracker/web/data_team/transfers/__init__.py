"""Young people who move from one authority to another."""
