// The statements that all peers send, prepared once per connection.
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'

const FOLDER = new URL('../statements/', import.meta.url)
const TIMESTAMPTZ = 1184

const statements = Object.fromEntries(
  readdirSync(FOLDER).map((file) => [file.replace('.sql', ''), readFileSync(new URL(file, FOLDER), 'utf8')])
)

// As the answers write moments; a Date would have to be formatted again.
pg.types.setTypeParser(TIMESTAMPTZ, (text) => `${text.slice(0, 10)}T${text.slice(11, -3)}Z`)

const pool = new pg.Pool({ max: 10, min: 10 })

const prepared = (name, values) => ({ name, text: statements[name], values })

export const read = async (name, ...values) => (await pool.query(prepared(name, values))).rows

export async function transaction(work) {
  const connection = await pool.connect()
  try {
    await connection.query('BEGIN')
    const result = await work(async (name, ...values) => (await connection.query(prepared(name, values))).rows)
    await connection.query('COMMIT')
    return result
  } catch (problem) {
    await connection.query('ROLLBACK')
    throw problem
  } finally {
    connection.release()
  }
}
