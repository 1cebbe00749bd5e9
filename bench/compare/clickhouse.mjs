// Runs the statement given on stdin in ClickHouse, embedded. Its text comes from ClickHousePeer.cs.
import { readFileSync } from "node:fs";
import { query } from "chdb";

if (process.argv[2] === "--version") {
  const { version } = JSON.parse(readFileSync(new URL("./package.json", import.meta.resolve("chdb"))));
  console.log(`${query("SELECT version()", "TSV").trim()} (chdb ${version})`);
} else {
  process.stdout.write(query(readFileSync(0, "utf8"), "CSV"));
}
