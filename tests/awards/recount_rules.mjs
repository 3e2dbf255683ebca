// Reads {"numbers": […], "contests": […]} and writes what the page of proofs makes of them, for
// comparison with Python. Argument: the folder of the scripts.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [, , folder] = process.argv;
const load = createRequire(import.meta.url);
["sha256", "decimals", "exported", "sealed", "recount"].forEach((name) => load(`${folder}/${name}.js`));
const { add, subtract, multiply, divide, rounded, fitted, text, written, of } = decimals;
const { scoresOf, finalLines, prizesOf, strengthsOf } = recount.rules;

const numbers = ([a, b, places, mode]) => {
  const [left, right] = [of(a), of(b)];
  const share = divide(left, right);
  const results = [add(left, right), subtract(left, right), multiply(left, right), share];
  return [...results.map(text), written(fitted(share, 9)), text(rounded(share, places, mode))];
};

const contest = ({ scheme, sheets, entries, tiers, choices }) => {
  const scored = entries.map((entry) => ({ ...scoresOf(sheets[entry.code], scheme), ...entry }));
  const strengths = strengthsOf(Object.keys(sheets).sort(), choices);
  const { lines } = finalLines(scored, scheme, [{ strengths }]);
  const prizes = prizesOf(lines, tiers);
  return lines.map((line) => {
    const points = [line.council, line.vote_points, line.final].map(text);
    return [line.code, line.rank, ...points, line.passed, prizes.get(line.code) ?? null];
  });
};

const asked = JSON.parse(readFileSync(0, "utf8"));
const told = { numbers: asked.numbers.map(numbers), contests: asked.contests.map(contest) };
process.stdout.write(JSON.stringify(told));
