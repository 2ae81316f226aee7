SELECT id, name, country, status FROM client WHERE partner_id = $1 AND id = ANY($2)
