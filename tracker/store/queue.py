"""The queue of long work, on the same PostgreSQL: procrastinate's tables."""


def put(task: int) -> None:
    """Queues a task in the transaction at hand, so that it stands or falls with it."""
