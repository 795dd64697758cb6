"""The log of reviews, what is remembered of each item, the study days, and what is suspended."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("attempts_problem", "attempts", ["kind", "level", "seed"])
    op.create_table(
        "reviews",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("learner", sa.String, nullable=False, server_default="local"),
        sa.Column("item", sa.String, nullable=False),
        sa.Column("rating", sa.Integer),
        sa.Column("retention", sa.Float, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("voids", sa.String, unique=True),
    )
    op.create_index("reviews_item", "reviews", ["item"])
    op.create_index("reviews_day", "reviews", ["day"])
    op.create_table(
        "memories",
        sa.Column("learner", sa.String, primary_key=True, server_default="local"),
        sa.Column("item", sa.String, primary_key=True),
        sa.Column("stability", sa.Float),
        sa.Column("difficulty", sa.Float),
        sa.Column("state", sa.Integer, nullable=False),
        sa.Column("step", sa.Integer),
        sa.Column("due", sa.DateTime(timezone=True)),
        sa.Column("last", sa.DateTime(timezone=True)),
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("lapses", sa.Integer, nullable=False),
    )
    op.create_table(
        "days",
        sa.Column("learner", sa.String, primary_key=True, server_default="local"),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("reviews", sa.Integer, nullable=False),
    )
    op.create_table(
        "suspended",
        sa.Column("learner", sa.String, primary_key=True, server_default="local"),
        sa.Column("item", sa.String, primary_key=True),
    )
