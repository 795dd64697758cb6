"""What was spoken into the microphone in an interview, as it was recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recordings",
        sa.Column("interview", sa.String, primary_key=True),
        sa.Column("turn", sa.Integer, primary_key=True),
        sa.Column("learner", sa.String, nullable=False, server_default="local"),
        sa.Column("sound", sa.LargeBinary, nullable=False),
    )
