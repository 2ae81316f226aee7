SELECT attention_level AS level, count(*)::int AS clients FROM client WHERE partner_id = $1 GROUP BY attention_level
