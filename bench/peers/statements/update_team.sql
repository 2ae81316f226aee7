UPDATE team SET description = $3, version = version + 1 WHERE partner_id = $1 AND id = $2 RETURNING id, name, description
