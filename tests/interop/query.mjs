// Runs one SQL statement in ClickHouse (chdb) and prints its rows as JSON lines. The working folder is where files are looked for.
import { query } from "chdb";

const sql = process.argv[2];
if (sql === undefined) {
  console.error("Usage: node query.mjs SQL");
  process.exit(2);
}

try {
  process.stdout.write(query(sql, "JSONEachRow"));
} catch (error) {
  console.error(String(error.message ?? error).split("\n")[0]);
  process.exit(1);
}
