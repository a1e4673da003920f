// A reader of a database file: answers each line of its standard input, a statement as JSON, with its rows; ends with its input.
import {createInterface} from 'node:readline'
import {DuckDBInstance} from '@duckdb/node-api'

const [file, mode] = process.argv.slice(2)
const tell = answer => process.stdout.write(`${JSON.stringify(answer)}\n`)

try {
  const instance = await DuckDBInstance.create(file, {access_mode: mode})
  const connection = await instance.connect()
  tell({rows: []})
  for await (const line of createInterface({input: process.stdin})) {
    try {
      const rows = (await connection.runAndReadAll(JSON.parse(line))).getRows()
      tell({rows: rows.map(row => row.map(value => (value === null ? null : String(value))))})
    } catch (error) {
      tell({rows: [], error: error.message})
    }
  }
  connection.closeSync()
  instance.closeSync()
} catch (error) {
  tell({rows: [], error: error.message})
}
