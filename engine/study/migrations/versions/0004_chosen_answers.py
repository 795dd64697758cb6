"""Which answers were picked among four instead of worked out?"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempts", sa.Column("choice", sa.Boolean, nullable=False, server_default=sa.false()))
