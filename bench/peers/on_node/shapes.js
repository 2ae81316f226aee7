// Rows as the schema shows them; what a loader needs stays on the object as `row`.
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'
const LEVELS = ['NONE', 'INFO', 'WARNING', 'CRITICAL']
const NO_DECIMALS = new Set(['ISK', 'JPY', 'KRW', 'CLP', 'VND'])
const MENU = ['BOOKKEEPING', 'PENDING_CLIENTS', 'ACADEMY', 'PRICING_CALCULATOR', 'PARTNERSHIP', 'PEOPLE', 'COMPANY', 'RESOURCES']
const DASH = 45

export function publicId(kind, uuid) {
  let text = `${kind}_`
  let value = 0
  let bits = 2
  for (let place = 0; place < 36; place++) {
    const code = uuid.charCodeAt(place)
    if (code === DASH) continue
    value = (value << 4) | (code < 58 ? code - 48 : code - 87)
    bits += 4
    while (bits >= 5) {
      bits -= 5
      text += LETTERS[(value >> bits) & 31]
    }
    value &= 31
  }
  return text
}

export function storedId(id) {
  let hex = ''
  let value = 0
  let bits = -2
  for (const letter of id.slice(id.indexOf('_') + 1)) {
    value = ((value << 5) | LETTERS.indexOf(letter)) & 1023
    bits += 5
    while (bits >= 4) {
      bits -= 4
      hex += ((value >> bits) & 15).toString(16)
    }
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

// `minor` is a bigint's text, as the driver gives it.
export function money(minor, currencyCode) {
  if (minor === null) return null
  if (NO_DECIMALS.has(currencyCode)) return { amount: minor, currencyCode }
  const sign = minor[0] === '-' ? '-' : ''
  const digits = (sign ? minor.slice(1) : minor).padStart(3, '0')
  return { amount: `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`, currencyCode }
}

const expenses = (count, minor, currency) => ({ count, amount: money(minor, currency) })

export const client = (row) => ({
  row,
  id: publicId('client', row.id),
  name: row.name,
  country: row.country,
  currency: row.currency,
  status: row.status,
  access: { status: row.access_status, level: row.level, powerOfAttorney: { isGranted: row.poa_granted } },
  onboarding: {
    status: row.onboarding_status,
    isComplete: row.onboarding_status === 'VERIFIED',
    waitingOn: row.waiting_on
  },
  wallet: {
    balance: money(row.balance_minor, row.currency),
    lowBalanceThreshold: money(row.low_balance_minor, row.currency)
  },
  attention: {
    row,
    level: LEVELS[row.attention_level],
    signalCount: row.signal_count,
    since: row.attention_since
  }
})

export const shortClient = (row) => ({
  row,
  id: publicId('client', row.id),
  name: row.name,
  country: row.country,
  status: row.status
})

export const signal = (row) => ({
  kind: row.kind,
  level: LEVELS[row.level],
  count: row.count,
  since: row.since,
  rule: row.rule,
  amount: row.amount_minor === '0' ? null : money(row.amount_minor, row.currency)
})

export const month = (row) => ({
  month: row.month,
  isBehind: row.exported_count < row.submitted_count,
  submitted: expenses(row.submitted_count, row.submitted_minor, row.currency),
  exported: expenses(row.exported_count, row.exported_minor, row.currency)
})

export const assignment = (row) => ({ row, id: publicId('assignment', row.id), createdAt: row.created_at })

export const colleague = (row) => ({
  row,
  id: publicId('colleague', row.id),
  name: row.name,
  role: row.role,
  status: row.status
})

export const balance = (row) => ({ total: money(row.minor, row.currency), clientCount: row.clients })

export function attentionCounts(rows) {
  const found = new Map(rows.map((row) => [row.level, row.clients]))
  return [3, 2, 1, 0].map((level) => ({ level: LEVELS[level], clientCount: found.get(level) ?? 0 }))
}

export function monthTotals(span, rows) {
  return span.map((name) => {
    const own = rows.filter((row) => row.month === name)
    return {
      month: name,
      behindClientCount: own.reduce((sum, row) => sum + row.clients_behind, 0),
      totals: own.map((row) => ({
        currency: row.currency,
        behindClientCount: row.clients_behind,
        submitted: expenses(row.submitted_count, row.submitted_minor, row.currency),
        exported: expenses(row.exported_count, row.exported_minor, row.currency)
      }))
    }
  })
}

// The months up to and including `last` (`YYYY-MM`), oldest first.
export function span(count, last) {
  const end = Number(last.slice(0, 4)) * 12 + Number(last.slice(5)) - 1
  return Array.from({ length: count }, (_, place) => {
    const at = end - count + 1 + place
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
  })
}

export const viewer = (me, firms, email) => ({
  kind: 'COLLEAGUE',
  role: me.role,
  menu: MENU,
  person: { email },
  colleague: colleague(me),
  memberships: firms.map((row) => ({
    partnerId: publicId('partner', row.partner_id),
    partnerName: row.name,
    role: row.role
  }))
})
