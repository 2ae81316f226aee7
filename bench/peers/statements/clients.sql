SELECT id, name, status, currency, access_status, level, poa_granted, onboarding_status, waiting_on, balance_minor,
    low_balance_minor, attention_level, signal_count, attention_since
FROM client WHERE partner_id = $1 ORDER BY attention_order, name_key, id LIMIT $2
