"""The tables of the store."""

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "outbox_event",
    "partner",
    "audit_detail",
    "audit_entry",
    "client",
    "colleague",
    "idempotency",
    "integration",
    "mail",
    "team",
    "assignment",
    "client_word",
    "handover",
    "invite",
    "invoice",
    "month_figure",
    "signal",
    "subscription",
    "team_client",
    "team_member",
    "assignment_source",
)


def upgrade() -> None:
    op.create_table(
        "outbox_event",
        sa.Column(
            "position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("transaction_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_outbox_event")),
    )
    op.create_index("ix_outbox_event_order", "outbox_event", ["transaction_id", "position"], unique=False)
    op.create_index(
        "ix_outbox_event_partner", "outbox_event", ["partner_id", "transaction_id", "position"], unique=False
    )

    op.create_table(
        "partner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("legal_name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("registration_number", sa.String(length=40), nullable=False),
        sa.Column("vat_number", sa.String(length=40), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("street", sa.String(length=200), nullable=True),
        sa.Column("postal_code", sa.String(length=20), nullable=True),
        sa.Column("city", sa.String(length=100), nullable=True),
        sa.Column("cut_off_day", sa.Integer(), server_default="10", nullable=False),
        sa.Column("bookkeepers_may_invite", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("country", "registration_number", name=op.f("uq_partner_country_registration_number")),
    )
    op.create_table(
        "audit_detail",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_audit_detail_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "entry_id", name=op.f("pk_audit_detail")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor_kind", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("detail_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_audit_entry_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "position", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_actor", "audit_entry", ["partner_id", "actor_id", "position"], unique=False)
    op.create_index("ix_audit_entry_client", "audit_entry", ["partner_id", "client_id", "position"], unique=False)
    op.create_index("ix_audit_entry_object", "audit_entry", ["partner_id", "object_id", "position"], unique=False)
    op.create_index("uq_audit_entry_id", "audit_entry", ["partner_id", "id"], unique=True)

    op.create_table(
        "client",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("legal_name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("registration_number", sa.String(length=40), nullable=False),
        sa.Column("vat_number", sa.String(length=40), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("company_size", sa.String(length=40), nullable=False),
        sa.Column("industry", sa.String(length=100), nullable=True),
        sa.Column("admin_name", sa.String(length=200), nullable=True),
        sa.Column("admin_email", sa.String(length=254), nullable=True),
        sa.Column("admin_phone", sa.String(length=40), nullable=True),
        sa.Column("account_number", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("access_status", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("grants", sa.Integer(), server_default="0", nullable=False),
        sa.Column("poa_granted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("poa_changed_at", Moment(), nullable=True),
        sa.Column("onboarding_status", sa.String(length=40), nullable=False),
        sa.Column("onboarding_note", sa.String(length=500), nullable=True),
        sa.Column("waiting_on", sa.String(length=40), nullable=True),
        sa.Column("waiting_since", Moment(), nullable=True),
        sa.Column("balance_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("low_balance_minor", sa.BigInteger(), nullable=True),
        sa.Column("daily_spend_minor", sa.BigInteger(), nullable=True),
        sa.Column("balance_at", Moment(), nullable=True),
        sa.Column(
            "figures_hidden",
            sa.SmallInteger(),
            sa.Computed("CASE WHEN access_status = 'ACTIVE' AND poa_granted THEN 0 ELSE 1 END", persisted=True),
            nullable=True,
        ),
        sa.Column(
            "shown_balance_minor",
            sa.BigInteger(),
            sa.Computed(
                "CASE WHEN access_status = 'ACTIVE' AND poa_granted THEN balance_minor ELSE 0 END", persisted=True
            ),
            nullable=True,
        ),
        sa.Column(
            "shown_balance_rank",
            sa.BigInteger(),
            sa.Computed(
                "CASE WHEN access_status = 'ACTIVE' AND poa_granted THEN -balance_minor ELSE 0 END", persisted=True
            ),
            nullable=True,
        ),
        sa.Column("attention_level", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("signal_count", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("attention_since", Moment(), nullable=True),
        sa.Column("attention_order", sa.BigInteger(), nullable=False),
        sa.Column("facts_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_client_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "id", name=op.f("pk_client")),
    )
    op.create_index("ix_client_attention", "client", ["partner_id", "attention_order", "name_key", "id"], unique=False)
    op.create_index(
        "ix_client_attention_level", "client", ["partner_id", "attention_level", "name_key", "id"], unique=False
    )
    op.create_index(
        "ix_client_balance_low",
        "client",
        ["partner_id", "figures_hidden", "currency", "shown_balance_minor", "name_key", "id"],
        unique=False,
    )
    op.create_index("ix_client_level", "client", ["partner_id", "level", "name_key", "id"], unique=False)
    op.create_index("ix_client_name", "client", ["partner_id", "name_key", "id"], unique=False)
    op.create_index(
        "ix_client_onboarding", "client", ["partner_id", "onboarding_status", "waiting_since", "id"], unique=False
    )
    op.create_index("ix_client_status", "client", ["partner_id", "status", "name_key", "id"], unique=False)
    op.create_index(
        "uq_client_company",
        "client",
        ["partner_id", "country", "registration_number"],
        unique=True,
        sqlite_where=sa.text("access_status <> 'DISCONNECTED'"),
        postgresql_where=sa.text("access_status <> 'DISCONNECTED'"),
    )

    op.create_table(
        "colleague",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("job_title", sa.String(length=100), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=True),
        sa.Column("invited_at", Moment(), nullable=True),
        sa.Column("activated_at", Moment(), nullable=True),
        sa.Column("deactivated_at", Moment(), nullable=True),
        sa.Column("last_seen_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_colleague_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "id", name=op.f("pk_colleague")),
    )
    op.create_index("ix_colleague_name", "colleague", ["partner_id", "name_key", "id"], unique=False)
    op.create_index("uq_colleague_person", "colleague", ["partner_id", "issuer", "subject"], unique=True)
    op.create_index("ix_colleague_subject", "colleague", ["issuer", "subject"], unique=False)
    op.create_index(
        "ix_colleague_unbound_email",
        "colleague",
        ["email"],
        unique=False,
        sqlite_where=sa.text("subject IS NULL"),
        postgresql_where=sa.text("subject IS NULL"),
    )
    op.create_index("uq_colleague_email", "colleague", ["partner_id", "email"], unique=True)

    op.create_table(
        "idempotency",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("principal", sa.String(length=600), nullable=False),
        sa.Column("mutation", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("input_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("outcome", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_idempotency_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "principal", "mutation", "key", name=op.f("pk_idempotency")),
    )
    op.create_index("ix_idempotency_created", "idempotency", ["created_at"], unique=False)

    op.create_table(
        "integration",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("client_id", sa.String(length=200), nullable=False),
        sa.Column("scopes", sa.String(length=1000), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_integration_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "id", name=op.f("pk_integration")),
    )
    op.create_index("uq_integration_client_id", "integration", ["issuer", "client_id"], unique=True)

    op.create_table(
        "mail",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("to_name", sa.String(length=200), nullable=False),
        sa.Column("to_email", sa.String(length=254), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_mail_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "id", name=op.f("pk_mail")),
    )
    op.create_index("ix_mail_status", "mail", ["status", "created_at"], unique=False)

    op.create_table(
        "team",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("description", sa.String(length=1000), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_team_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "id", name=op.f("pk_team")),
    )
    op.create_index("uq_team_name", "team", ["partner_id", "name_key"], unique=True)

    op.create_table(
        "assignment",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("colleague_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partner_id", "client_id"],
            ["client.partner_id", "client.id"],
            name=op.f("fk_assignment_partner_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id", "colleague_id"],
            ["colleague.partner_id", "colleague.id"],
            name=op.f("fk_assignment_partner_id_colleague_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_assignment_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "id", name=op.f("pk_assignment")),
    )
    op.create_index(
        "ix_assignment_client", "assignment", ["partner_id", "client_id", "status", "colleague_id"], unique=False
    )
    op.create_index("ix_assignment_page", "assignment", ["partner_id", "status", "id"], unique=False)
    op.create_index(
        "uq_assignment_live",
        "assignment",
        ["partner_id", "colleague_id", "client_id"],
        unique=True,
        sqlite_where=sa.text("status = 'ACTIVE'"),
        postgresql_where=sa.text("status = 'ACTIVE'"),
    )

    op.create_table(
        "client_word",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id", "client_id"],
            ["client.partner_id", "client.id"],
            name=op.f("fk_client_word_partner_id_client_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_client_word_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "word", "client_id", name=op.f("pk_client_word")),
    )
    op.create_index("ix_client_word_client", "client_word", ["partner_id", "client_id"], unique=False)

    op.create_table(
        "handover",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("colleague_id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partner_id", "client_id"],
            ["client.partner_id", "client.id"],
            name=op.f("fk_handover_partner_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id", "colleague_id"],
            ["colleague.partner_id", "colleague.id"],
            name=op.f("fk_handover_partner_id_colleague_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_handover_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "id", name=op.f("pk_handover")),
    )
    op.create_index("uq_handover_token", "handover", ["token_hash"], unique=True)

    op.create_table(
        "invite",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("message", sa.String(length=2000), nullable=True),
        sa.Column("company_name", sa.String(length=200), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("registration_number", sa.String(length=40), nullable=True),
        sa.Column("company_size", sa.String(length=40), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("colleague_id", sa.Uuid(), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("send_count", sa.Integer(), server_default="1", nullable=False),
        sa.Column("opened_at", Moment(), nullable=True),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("decline_reason", sa.String(length=500), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id", "client_id"], ["client.partner_id", "client.id"], name=op.f("fk_invite_partner_id_client_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id", "colleague_id"],
            ["colleague.partner_id", "colleague.id"],
            name=op.f("fk_invite_partner_id_colleague_id"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id", "invited_by"],
            ["colleague.partner_id", "colleague.id"],
            name=op.f("fk_invite_partner_id_invited_by"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_invite_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "id", name=op.f("pk_invite")),
    )
    op.create_index("ix_invite_client", "invite", ["partner_id", "client_id"], unique=False)
    op.create_index("ix_invite_colleague", "invite", ["partner_id", "colleague_id"], unique=False)
    op.create_index("ix_invite_inviter", "invite", ["partner_id", "invited_by", "id"], unique=False)
    op.create_index("ix_invite_kind", "invite", ["partner_id", "kind", "status", "id"], unique=False)
    op.create_index(
        "uq_invite_open_company",
        "invite",
        ["partner_id", "country", "registration_number"],
        unique=True,
        sqlite_where=sa.text("kind = 'CLIENT' AND status = 'SENT'"),
        postgresql_where=sa.text("kind = 'CLIENT' AND status = 'SENT'"),
    )
    op.create_index("uq_invite_token", "invite", ["token_hash"], unique=True)

    op.create_table(
        "invoice",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("pdf_url", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["partner_id", "client_id"],
            ["client.partner_id", "client.id"],
            name=op.f("fk_invoice_partner_id_client_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_invoice_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "id", name=op.f("pk_invoice")),
    )
    op.create_index("ix_invoice_client", "invoice", ["partner_id", "client_id", "issued_on", "id"], unique=False)

    op.create_table(
        "month_figure",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("submitted_count", sa.Integer(), nullable=False),
        sa.Column("submitted_minor", sa.BigInteger(), nullable=False),
        sa.Column("exported_count", sa.Integer(), nullable=False),
        sa.Column("exported_minor", sa.BigInteger(), nullable=False),
        sa.Column("ready_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("missing_receipts", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id", "client_id"],
            ["client.partner_id", "client.id"],
            name=op.f("fk_month_figure_partner_id_client_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_month_figure_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "client_id", "month", name=op.f("pk_month_figure")),
    )
    op.create_index(
        "ix_month_figure_behind",
        "month_figure",
        ["partner_id", "month", "client_id"],
        unique=False,
        sqlite_where=sa.text("exported_count < submitted_count"),
        postgresql_where=sa.text("exported_count < submitted_count"),
    )
    op.create_index("ix_month_figure_month", "month_figure", ["partner_id", "month", "client_id"], unique=False)

    op.create_table(
        "signal",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("level", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("count_rank", sa.Integer(), sa.Computed("-count", persisted=True), nullable=True),
        sa.Column("amount_rank", sa.BigInteger(), sa.Computed("-amount_minor", persisted=True), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("rule", sa.String(length=300), server_default="", nullable=False),
        sa.Column("threshold", sa.String(length=100), server_default="", nullable=False),
        sa.Column("facts_at", Moment(), nullable=True),
        sa.Column("snoozed_until", Moment(), nullable=True),
        sa.Column("snoozed_by", sa.Uuid(), nullable=True),
        sa.Column("snooze_reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["partner_id", "client_id"], ["client.partner_id", "client.id"], name=op.f("fk_signal_partner_id_client_id")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_signal_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "client_id", "kind", name=op.f("pk_signal")),
    )
    op.create_index(
        "ix_signal_live",
        "signal",
        ["partner_id", "kind", "client_id"],
        unique=False,
        sqlite_where=sa.text("level > 0"),
        postgresql_where=sa.text("level > 0"),
    )
    op.create_index("ix_signal_since", "signal", ["partner_id", "kind", "since", "name_key", "client_id"], unique=False)

    op.create_table(
        "subscription",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("billing_period", sa.String(length=40), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("renews_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partner_id", "client_id"],
            ["client.partner_id", "client.id"],
            name=op.f("fk_subscription_partner_id_client_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_subscription_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "client_id", name=op.f("pk_subscription")),
    )
    op.create_table(
        "team_client",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id", "client_id"],
            ["client.partner_id", "client.id"],
            name=op.f("fk_team_client_partner_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id", "team_id"],
            ["team.partner_id", "team.id"],
            name=op.f("fk_team_client_partner_id_team_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_team_client_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "team_id", "client_id", name=op.f("pk_team_client")),
    )
    op.create_index("ix_team_client_client", "team_client", ["partner_id", "client_id", "team_id"], unique=False)

    op.create_table(
        "team_member",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("colleague_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id", "colleague_id"],
            ["colleague.partner_id", "colleague.id"],
            name=op.f("fk_team_member_partner_id_colleague_id"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id", "team_id"],
            ["team.partner_id", "team.id"],
            name=op.f("fk_team_member_partner_id_team_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_team_member_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "team_id", "colleague_id", name=op.f("pk_team_member")),
    )
    op.create_index("ix_team_member_colleague", "team_member", ["partner_id", "colleague_id", "team_id"], unique=False)

    op.create_table(
        "assignment_source",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partner_id", "assignment_id"],
            ["assignment.partner_id", "assignment.id"],
            name=op.f("fk_assignment_source_partner_id_assignment_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_assignment_source_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "id", name=op.f("pk_assignment_source")),
    )
    op.create_index(
        "ix_assignment_source_assignment", "assignment_source", ["partner_id", "assignment_id"], unique=False
    )
    op.create_index(
        "ix_assignment_source_team",
        "assignment_source",
        ["partner_id", "team_id"],
        unique=False,
        sqlite_where=sa.text("status = 'ACTIVE'"),
        postgresql_where=sa.text("status = 'ACTIVE'"),
    )

    op.create_index(
        "ix_client_balance_high",
        "client",
        ["partner_id", "figures_hidden", "currency", "shown_balance_rank", "name_key", "id"],
    )
    op.create_index("ix_signal_count", "signal", ["partner_id", "kind", "count_rank", "name_key", "client_id"])
    op.create_index(
        "ix_signal_amount",
        "signal",
        ["partner_id", "kind", "currency", "amount_rank", "name_key", "client_id"],
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
