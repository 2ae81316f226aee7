SELECT currency, sum(shown_balance_minor)::bigint AS minor, sum(clients)::int AS clients
FROM client_total WHERE partner_id = $1 AND figures_hidden = 0 GROUP BY currency HAVING sum(clients) <> 0 ORDER BY currency
