"""Commands about young people."""
