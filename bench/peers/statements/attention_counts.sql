SELECT attention_level AS level, sum(clients)::int AS clients FROM client_total WHERE partner_id = $1 GROUP BY attention_level
