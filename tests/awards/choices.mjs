// Reads {"files", "choices"} a line and writes what the page of proofs says of the choices, a JSON
// text a line. Argument: the folder of the scripts.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const [, , folder] = process.argv;
const load = createRequire(import.meta.url);
["sha256", "decimals", "exported", "choices"].forEach((name) => load(`${folder}/${name}.js`));
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const asked = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(choices(asked.files, asked.choices))}\n`);
}
