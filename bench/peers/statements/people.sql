SELECT id, name, role, status FROM colleague WHERE partner_id = $1 ORDER BY name_key, id LIMIT $2
