SELECT client_id, month, currency, submitted_count, submitted_minor, exported_count, exported_minor
FROM month_figure WHERE partner_id = $1 AND client_id = ANY($2) AND month BETWEEN $3 AND $4 ORDER BY month
