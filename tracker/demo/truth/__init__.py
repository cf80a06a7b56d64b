"""What is true of the invented authority, and how well files were read."""
