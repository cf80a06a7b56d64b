"""Memory: a table and the questions one may ask of it, one noun a module."""
