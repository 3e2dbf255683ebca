// An exported result as `verify_form.py`, `verify_order.py`, `verify_pairs.py` and `verify_votes.py`
// check it: files in their one form, the ledger as one chain, ballots and pairs under their roots.
// `files` is {name: text}. Each function throws a Fault at the first thing that does not fit.
globalThis.exported = (() => {
  class Fault extends Error {}
  const need = (holds, fault) => {
    if (!holds) throw new Fault(fault);
  };

  const encoder = new TextEncoder();
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const sha256Of = (text) => hex(sha256(encoder.encode(text)));

  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const sortedKeys = (value) => Object.keys(value).sort();

  // A value has one text: JSON with sorted keys and no spaces; its digest is the SHA-256 of that.
  const canonical = (value) => {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (!isObject(value)) return JSON.stringify(value);
    return `{${sortedKeys(value).map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  };
  const digestOf = (value) => sha256Of(canonical(value));

  const indented = (value, depth = 1) => {
    const isList = Array.isArray(value);
    if (!isList && !isObject(value)) return JSON.stringify(value);
    const keys = isList ? value : sortedKeys(value);
    if (!keys.length) return isList ? "[]" : "{}";
    const lines = isList
      ? value.map((each) => indented(each, depth + 1))
      : keys.map((key) => `${JSON.stringify(key)}: ${indented(value[key], depth + 1)}`);
    const [before, after] = isList ? "[]" : "{}";
    const space = `\n${" ".repeat(depth)}`;
    return `${before}${space}${lines.join(`,${space}`)}\n${" ".repeat(depth - 1)}${after}`;
  };

  // A leaf is H(0, text), a node is H(1, left, right); one that is left over goes up as it is.
  const merkleRoot = (leaves) => {
    let level = leaves.map((leaf) => sha256(Uint8Array.of(0, ...encoder.encode(leaf))));
    if (!level.length) return sha256Of("");
    while (level.length > 1) {
      const above = [];
      for (let i = 0; i < level.length; i += 2) {
        const pair = i + 1 < level.length;
        above.push(pair ? sha256(Uint8Array.of(1, ...level[i], ...level[i + 1])) : level[i]);
      }
      level = above;
    }
    return hex(level[0]);
  };

  // Shapes: a word says the kind, [shape] is a list, (…shapes) in `tuple` a list of these, `keyed` an
  // object with keys of any name.
  const KINDS = {
    text: (value) => typeof value === "string",
    whole: (value) => Number.isSafeInteger(value),
    flag: (value) => typeof value === "boolean",
    wholeOrNone: (value) => value === null || Number.isSafeInteger(value),
    any: () => true,
  };
  const tuple = (...shapes) => ({ shapes });
  const keyed = (shape) => ({ shape });
  const record = (shapes) => ({ record: shapes });
  const fits = (value, shape) => {
    if (typeof shape === "string") return KINDS[shape](value);
    if (Array.isArray(shape)) return Array.isArray(value) && value.every((each) => fits(each, shape[0]));
    if (shape.shapes) {
      const isSo = Array.isArray(value) && value.length === shape.shapes.length;
      return isSo && value.every((each, i) => fits(each, shape.shapes[i]));
    }
    if (!isObject(value)) return false;
    if (shape.shape) return Object.values(value).every((each) => fits(each, shape.shape));
    const names = sortedKeys(shape.record);
    const hasOnly = canonical(names) === canonical(sortedKeys(value));
    return hasOnly && names.every((name) => fits(value[name], shape.record[name]));
  };

  const SHEET = { round: "whole", assignment: "whole", judge: "whole", code: "text", points: keyed("text") };
  const WHOLE_SHEET = record({ ...SHEET, comment: "text", remark: "text", nonce: "text" });
  const SHEET_WITHOUT_WORDS = record({ ...SHEET, digest: "text" });
  const RANKING = { round: "whole", scheme: "any", places: [tuple("whole", "text", "text")] };
  const PROMOTED = { fields: keyed("whole"), promoted: [tuple("text", "flag", "flag", "text")] };
  const TIER = { key: "whole", name: "text", count: "whole", cap: "wholeOrNone", minimum: "text" };
  const ENTRY = { code: "text", field: "whole", votes: "wholeOrNone", result_code: "text", nonce: "text" };
  const VOTES = { rows: [tuple("text", "whole")], set_aside: "whole", root: "text" };
  const SHAPES = {
    "manifest.json": record({ files: keyed("text"), digest: "text" }),
    "heads.json": record({ length: "whole", head: "text", published: [tuple("whole", "text")] }),
    "comparisons.json": [
      record({
        number: "whole",
        ballots: [tuple("whole", [tuple("text", "text")], "text")],
        left_out: [tuple("whole", "text")],
        strengths: keyed("text"),
      }),
    ],
    "lotteries.json": [
      record({
        number: "whole",
        round: "whole",
        most_percent: "whole",
        chances: [tuple("whole", "text", "whole")],
        commitment: "text",
        source: "text",
        secret: "text",
        public_number: "text",
        plan: [tuple("whole", "text")],
      }),
    ],
    "pairs.json": [tuple("whole", ["text"])],
    "standing.json": record({
      tally: "text",
      votes: record(VOTES),
      tiers: [record(TIER)],
      entries: [record(ENTRY)],
    }),
  };
  const FILES = [
    ...Object.keys(SHAPES).filter((name) => name !== "manifest.json"),
    "ballots.jsonl",
    "ledger.jsonl",
    "rankings.json",
    "result.json",
    "sheets.json",
  ].sort();

  const valueOf = (files, name) => {
    const value = JSON.parse(files[name]);
    need(files[name] === `${indented(value)}\n`, `${name}: in another writing`);
    return value;
  };

  const linesOf = (text) => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

  // The values of the files that are no lines, each in its form.
  const read = (files) => {
    const values = {};
    for (const [name, shape] of Object.entries(SHAPES)) {
      values[name] = valueOf(files, name);
      need(fits(values[name], shape), `${name}: missing, added, or of another kind`);
    }
    const sheets = valueOf(files, "sheets.json");
    const areSheets = fits(sheets, ["any"]) && sheets.every((sheet) => fits(sheet, WHOLE_SHEET));
    const areWithout = fits(sheets, ["any"]) && sheets.every((sheet) => fits(sheet, SHEET_WITHOUT_WORDS));
    need(areSheets || areWithout, "sheets.json: missing, added, or of another kind");
    const rankings = valueOf(files, "rankings.json");
    need(Array.isArray(rankings) && rankings.length, "rankings.json: there is no ranking");
    rankings.forEach((ranking, i) => {
      const isLast = i === rankings.length - 1;
      const shape = record(isLast ? RANKING : { ...RANKING, ...PROMOTED });
      need(fits(ranking, shape), `rankings.json, ${i + 1}: missing, added, or of another kind`);
    });
    return { ...values, "sheets.json": sheets, "rankings.json": rankings };
  };

  // The manifest names every file of a result with its SHA-256, and no other.
  const checkFiles = (files, manifest) => {
    need(digestOf(manifest.files) === manifest.digest, "manifest.json: its list was changed");
    const named = canonical(sortedKeys(manifest.files));
    need(named === canonical(FILES), "manifest.json: names other files than belong to a result");
    need(canonical(sortedKeys(files)) === canonical([...FILES, "manifest.json"].sort()), "files: others than named");
    for (const name of FILES) {
      need(sha256Of(files[name]) === manifest.files[name], `${name}: was changed`);
    }
  };

  const inOrder = (what, values, keysOf) => {
    const less = (a, b) => {
      const at = a.findIndex((key, i) => key !== b[i]);
      return at >= 0 && a[at] < b[at];
    };
    const keys = values.map(keysOf);
    need(keys.every((key, i) => i === 0 || less(keys[i - 1], key)), `${what}: in another order`);
  };

  const checkOrder = (values, events) => {
    inOrder("sheets.json", values["sheets.json"], (sheet) => [sheet.round, sheet.code, sheet.judge]);
    inOrder("rankings.json", values["rankings.json"], (ranking) => [ranking.round]);
    inOrder("lotteries.json", values["lotteries.json"], (lottery) => [lottery.number]);
    inOrder("standing.json", values["standing.json"].entries, (entry) => [entry.code]);
    const given = values["comparisons.json"].map((comparison) => comparison.number);
    const closed = events.filter((event) => event.verb === "comparison.closed");
    const among = closed.map((event) => event.payload.comparison).filter((number) => given.includes(number));
    need(canonical(given) === canonical(among), "comparisons.json: in another order");
  };

  return {
    Fault,
    need,
    canonical,
    digestOf,
    sha256Of,
    merkleRoot,
    fits,
    tuple,
    record,
    linesOf,
    read,
    checkFiles,
    checkOrder,
  };
})();
