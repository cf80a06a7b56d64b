"""The truth about the invented authority, and scores of how well files were read."""
