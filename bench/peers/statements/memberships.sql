SELECT colleague.partner_id, partner.name, colleague.role FROM colleague JOIN partner ON partner.id = colleague.partner_id
WHERE colleague.email = $1 AND colleague.status = 'ACTIVE' ORDER BY colleague.partner_id
