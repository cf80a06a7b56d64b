"""A table from before tables had kinds is kept, as the scorecard."""

import json

from sqlalchemy import text

from tracker import store
from tracker.domain.figures.published_tables import SCORECARD
from tracker.extensions import db


def test_a_table_loaded_before_is_the_scorecard_of_its_year(inside) -> None:
    from alembic import command

    db.session.remove()
    command.downgrade(store.tables.configuration(), "0012")
    figures = {"counts": {}, "percents": {"neet": 3.8}, "changes": {}}
    db.session.execute(
        text(
            "INSERT INTO published_tables (year, file, digest, rows, loaded_at,"
            " loaded_by) VALUES (2025, 'a.csv', 'd', 1, now(), 'x')"
        )
    )
    db.session.execute(
        text(
            "INSERT INTO published_figures (year, area, level, name, told)"
            " VALUES (2025, '359', 'Local authority', 'Wigan', :told)"
        ),
        {"told": json.dumps({**figures, "quintiles": {}, "symbols": {}})},
    )
    db.session.commit()
    db.session.remove()
    command.upgrade(store.tables.configuration(), "head")
    ((kind, row),) = store.figures.published.of_years([2025])
    assert (kind, row.area, row.percents) == (SCORECARD.name, "359", {"neet": 3.8})
    assert store.figures.published.size(2025, SCORECARD.name) == (1, 1)
