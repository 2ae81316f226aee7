SELECT client_id, kind, level, count, since, rule, amount_minor, currency
FROM signal WHERE partner_id = $1 AND client_id = ANY($2) AND level > 0 ORDER BY level DESC, since, kind
