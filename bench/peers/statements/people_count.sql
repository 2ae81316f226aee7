SELECT count(*)::int AS people FROM (SELECT 1 FROM colleague WHERE partner_id = $1 LIMIT 10001) AS capped
