"""releases leave by the door: the disclosure of each release"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_KEY = "fk_releases_disclosure_id_disclosures"


def upgrade() -> None:
    op.add_column("releases", sa.Column("disclosure_id", sa.BigInteger()))
    op.create_foreign_key(_KEY, "releases", "disclosures", ["disclosure_id"], ["id"])


def downgrade() -> None:
    op.drop_constraint(_KEY, "releases", type_="foreignkey")
    op.drop_column("releases", "disclosure_id")
