SELECT id, colleague_id, client_id, created_at FROM (
    SELECT assignment.id, assignment.colleague_id, assignment.client_id, assignment.created_at,
        row_number() OVER (PARTITION BY assignment.colleague_id ORDER BY client.name_key, client.id) AS place
    FROM assignment JOIN client ON client.partner_id = assignment.partner_id AND client.id = assignment.client_id
    WHERE assignment.partner_id = $1 AND assignment.colleague_id = ANY($2) AND assignment.status = 'ACTIVE'
        AND (assignment.ends_at IS NULL OR assignment.ends_at > now())
) AS numbered WHERE place <= $3 ORDER BY colleague_id, place
