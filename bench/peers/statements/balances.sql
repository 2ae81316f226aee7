SELECT currency, sum(shown_balance_minor)::bigint AS minor, count(*)::int AS clients
FROM client WHERE partner_id = $1 AND figures_hidden = 0 GROUP BY currency ORDER BY currency
