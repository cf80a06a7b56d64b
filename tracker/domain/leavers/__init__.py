"""Who left an institution and where they are now, as it may see them."""

from tracker.domain.leavers import (
    destinations,
    leaver,
    own_statement,
    reported_activities,
    sustained,
)
