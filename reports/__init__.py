"""What is published: each report is a declaration that an analyst can add to."""
