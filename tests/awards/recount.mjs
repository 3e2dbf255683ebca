// Reads one exported result a line ({name: text}) and writes what the page of proofs finds, a line
// each: {"fault", "sha256", "result"}. Argument: the folder of the scripts.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const [, , folder] = process.argv;
const load = createRequire(import.meta.url);
["sha256", "decimals", "exported", "sealed", "recount"].forEach((name) => load(`${folder}/${name}.js`));
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { fault, sha256, result } = recount(JSON.parse(line));
  process.stdout.write(`${JSON.stringify({ fault, sha256, result })}\n`);
}
