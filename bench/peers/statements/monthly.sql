SELECT month_figure.month, month_figure.currency, sum(submitted_count)::int AS submitted_count,
    sum(submitted_minor)::bigint AS submitted_minor, sum(exported_count)::int AS exported_count,
    sum(exported_minor)::bigint AS exported_minor,
    sum((exported_count < submitted_count)::int)::int AS clients_behind
FROM month_figure JOIN client ON client.partner_id = month_figure.partner_id AND client.id = month_figure.client_id
WHERE month_figure.partner_id = $1 AND month_figure.month BETWEEN $2 AND $3 AND client.figures_hidden = 0
GROUP BY month_figure.month, month_figure.currency ORDER BY month_figure.month, month_figure.currency
