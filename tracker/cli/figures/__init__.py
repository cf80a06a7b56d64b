"""Commands about figures and positions."""
