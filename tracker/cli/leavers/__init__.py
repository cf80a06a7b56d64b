"""Commands about leavers."""
