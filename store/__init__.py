"""The client accounts store: tables, connections, migrations, the outbox and the audit trail."""
