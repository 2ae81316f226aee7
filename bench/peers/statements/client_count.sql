SELECT count(*)::int AS clients FROM (SELECT 1 FROM client WHERE partner_id = $1 LIMIT 10001) AS capped
