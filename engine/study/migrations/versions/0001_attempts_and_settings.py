"""The log of attempts, and the settings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("learner", sa.String, nullable=False, server_default="local"),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("seed", sa.BigInteger),
        sa.Column("level", sa.Integer),
        sa.Column("givens", sa.JSON, nullable=False),
        sa.Column("reply", sa.String, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("tag", sa.String),
        sa.Column("seconds", sa.Float),
        sa.Column("quiz", sa.String),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("attempts_quiz", "attempts", ["quiz"])
    op.create_table(
        "settings",
        sa.Column("learner", sa.String, primary_key=True, server_default="local"),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
