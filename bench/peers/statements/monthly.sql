SELECT month, currency, sum(submitted_count)::int AS submitted_count, sum(submitted_minor)::bigint AS submitted_minor,
    sum(exported_count)::int AS exported_count, sum(exported_minor)::bigint AS exported_minor,
    sum(clients_behind)::int AS clients_behind
FROM month_total WHERE partner_id = $1 AND month BETWEEN $2 AND $3
GROUP BY month, currency HAVING sum(figures) <> 0 ORDER BY month, currency
