SELECT id, name, role FROM colleague WHERE partner_id = $1 AND id = ANY($2)
