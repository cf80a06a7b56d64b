"""The examples that property tests draw, by the purpose of the run."""

from hypothesis import HealthCheck, Phase, settings

#: A slow draw is a slow machine, or its first draw of letters, and no fault.
_ANY_MACHINE = (HealthCheck.too_slow,)


def choose() -> None:
    """Sets up the profiles, and takes the one for every day.

    That one draws the same examples each time, so that no change is refused for a
    fault that was there before it. `make properties` looks for new ones. When mutants
    are run, a fault is to be noticed and not made small.
    """
    steady = settings(derandomize=True, suppress_health_check=_ANY_MACHINE)
    settings.register_profile("steady", steady)
    settings.register_profile("searching", steady, derandomize=False)
    settings.register_profile(
        "noticing", steady, phases=(Phase.explicit, Phase.generate)
    )
    settings.register_profile("quick", steady, max_examples=few(100))
    settings.load_profile("quick" if _fewer else "steady")


_fewer: list[bool] = []


def draw_fewer() -> None:
    """Has a quick run draw a tenth of the examples, the first ones of the others."""
    _fewer.append(True)
    choose()


def few(examples: int) -> int:
    """So many examples; in a quick run a tenth of them."""
    return examples // 10 if _fewer else examples
