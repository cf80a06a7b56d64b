"""The risk of NEET on pages: who is on the list, and what a threshold costs."""
