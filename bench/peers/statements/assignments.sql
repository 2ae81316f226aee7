SELECT id, client_id, colleague_id FROM assignment
WHERE partner_id = $1 AND client_id = ANY($2) AND status = 'ACTIVE' AND (ends_at IS NULL OR ends_at > now()) ORDER BY id
