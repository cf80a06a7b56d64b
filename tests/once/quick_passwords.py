"""Passwords of the tests are hashed at a fraction of the cost that the program sets.

A test makes a user in a few milliseconds so. The tests of security take that cost.
"""

from argon2 import PasswordHasher

from tracker.actions.accounts import passwords

hasher_of_the_program = passwords.hasher


def use() -> None:
    """Hashes the passwords of this process at that fraction."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords.hasher = lambda: quick
