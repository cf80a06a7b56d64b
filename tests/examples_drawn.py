"""The examples that property tests draw, by the purpose of the run."""

from hypothesis import Phase, settings


def choose() -> None:
    """Sets up the profiles, and takes the one for every day.

    That one draws the same examples each time, so that no change is refused for a
    fault that was there before it. `make properties` looks for new ones. When mutants
    are run, a fault is to be noticed and not made small.
    """
    settings.register_profile("steady", derandomize=True)
    settings.register_profile("searching", derandomize=False)
    settings.register_profile(
        "noticing", derandomize=True, phases=(Phase.explicit, Phase.generate)
    )
    settings.load_profile("steady")
