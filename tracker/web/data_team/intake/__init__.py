"""Received files, their lines and their senders."""
