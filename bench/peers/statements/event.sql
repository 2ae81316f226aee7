INSERT INTO outbox_event (partner_id, id, transaction_id, kind, object_kind, object_id, payload, at)
VALUES ($1, gen_random_uuid(), pg_current_xact_id()::text::bigint, 'team.updated', 'TEAM', $2, '{}', now())
