-- What PostGraphile serves: the tables' rows as views, with the keys and relations that it is told of.
DROP SCHEMA IF EXISTS peer CASCADE;
CREATE SCHEMA peer;

CREATE VIEW peer.partner AS SELECT id, name FROM partner;
COMMENT ON VIEW peer.partner IS E'@primaryKey id';

CREATE VIEW peer.client AS
    SELECT partner_id, id, name, country, status, currency, access_status, level, poa_granted, onboarding_status,
        onboarding_status = 'VERIFIED' AS is_complete, waiting_on, balance_minor, low_balance_minor, attention_level,
        signal_count, attention_since, attention_order, name_key
    FROM client;
COMMENT ON VIEW peer.client IS
    E'@primaryKey partner_id,id\n@foreignKey (partner_id) references peer.partner (id)|@foreignFieldName clients';

CREATE VIEW peer.signal AS
    SELECT partner_id, client_id, kind, level, count, since, rule, amount_minor, currency FROM signal WHERE level > 0;
COMMENT ON VIEW peer.signal IS
    E'@primaryKey partner_id,client_id,kind\n@foreignKey (partner_id, client_id) references peer.client (partner_id, id)|@foreignFieldName signals';

CREATE VIEW peer.colleague AS SELECT partner_id, id, name, name_key, role, status, email FROM colleague;
COMMENT ON VIEW peer.colleague IS
    E'@primaryKey partner_id,id\n@foreignKey (partner_id) references peer.partner (id)|@foreignFieldName colleagues';

CREATE VIEW peer.assignment AS
    SELECT assignment.partner_id, assignment.id, assignment.client_id, assignment.colleague_id, assignment.created_at,
        client.name_key
    FROM assignment JOIN client ON client.partner_id = assignment.partner_id AND client.id = assignment.client_id
    WHERE assignment.status = 'ACTIVE' AND (assignment.ends_at IS NULL OR assignment.ends_at > now());
COMMENT ON VIEW peer.assignment IS
    E'@primaryKey partner_id,id\n@foreignKey (partner_id, client_id) references peer.client (partner_id, id)|@foreignFieldName assignments\n@foreignKey (partner_id, colleague_id) references peer.colleague (partner_id, id)|@foreignFieldName assignments';

CREATE VIEW peer.month AS
    SELECT partner_id, client_id, month, currency, exported_count < submitted_count AS is_behind, submitted_count,
        submitted_minor, exported_count, exported_minor
    FROM month_figure WHERE month BETWEEN '{first_month}' AND '{last_month}';
COMMENT ON VIEW peer.month IS
    E'@primaryKey partner_id,client_id,month\n@foreignKey (partner_id, client_id) references peer.client (partner_id, id)|@foreignFieldName months';

CREATE VIEW peer.balance AS
    SELECT partner_id, currency, sum(shown_balance_minor)::bigint AS minor, sum(clients)::int AS clients
    FROM client_total WHERE figures_hidden = 0 GROUP BY partner_id, currency HAVING sum(clients) <> 0;
COMMENT ON VIEW peer.balance IS
    E'@primaryKey partner_id,currency\n@foreignKey (partner_id) references peer.partner (id)|@foreignFieldName balances';

CREATE VIEW peer.attention_count AS
    SELECT partner_id, attention_level AS level, sum(clients)::int AS clients
    FROM client_total GROUP BY partner_id, attention_level;
COMMENT ON VIEW peer.attention_count IS
    E'@primaryKey partner_id,level\n@foreignKey (partner_id) references peer.partner (id)|@foreignFieldName attentionCounts';

CREATE VIEW peer.month_total AS
    SELECT partner_id, month, currency, sum(submitted_count)::int AS submitted_count,
        sum(submitted_minor)::bigint AS submitted_minor, sum(exported_count)::int AS exported_count,
        sum(exported_minor)::bigint AS exported_minor, sum(clients_behind)::int AS clients_behind
    FROM month_total WHERE month BETWEEN '{first_month}' AND '{last_month}'
    GROUP BY partner_id, month, currency HAVING sum(figures) <> 0;
COMMENT ON VIEW peer.month_total IS
    E'@primaryKey partner_id,month,currency\n@foreignKey (partner_id) references peer.partner (id)|@foreignFieldName monthlyOverview';

CREATE VIEW peer.membership AS
    SELECT colleague.partner_id, colleague.id, partner.name AS partner_name, colleague.role, colleague.email
    FROM colleague JOIN partner ON partner.id = colleague.partner_id WHERE colleague.status = 'ACTIVE';
COMMENT ON VIEW peer.membership IS E'@primaryKey partner_id,id';

CREATE TYPE peer.changed_team AS (id uuid, name text, description text);
CREATE FUNCTION peer.update_team(partner_id uuid, team_id uuid, description text) RETURNS peer.changed_team
LANGUAGE sql VOLATILE AS $$
    INSERT INTO outbox_event (partner_id, id, transaction_id, kind, object_kind, object_id, payload, at)
    VALUES ($1, gen_random_uuid(), pg_current_xact_id()::text::bigint, 'team.updated', 'TEAM', $2, '{}', now());
    UPDATE team SET description = $3, version = version + 1 WHERE partner_id = $1 AND id = $2
    RETURNING id, name::text, team.description::text
$$;
