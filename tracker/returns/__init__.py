"""What goes to the Department for Education."""
