// What of an exported result stands under the ledger: its chain and published heads, ballots, pairs
// of codes and lotteries, as `verify_bundle.py`, `verify_votes.py`, `verify_pairs.py` and
// `verify_lottery.py` check them (a lottery is not drawn again here).
globalThis.sealed = (() => {
  const { need, canonical, digestOf, sha256Of, merkleRoot, fits, tuple, record, linesOf } = exported;

  const LATER_GATES = ["ratification.closed", "results.announced"];
  const LINE = { number: "whole", verb: "text", payload: "any", at: "text", previous: "text", digest: "text" };
  const DIGEST = /^(\{"at":"[^"\\]*"),"digest":"([0-9a-f]{64})"(,.*)$/s;

  const withVerb = (events, verb) => events.filter((event) => event.verb === verb);
  const lastLine = (events, verb, marks = {}) => {
    const fitting = withVerb(events, verb).filter((event) =>
      Object.entries(marks).every(([key, value]) => event.payload[key] === value),
    );
    need(fitting.length, `ledger: no line ${verb}`);
    return fitting.at(-1).payload;
  };

  // Every line carries its number, the digest of the line before, and one over all that it says.
  const checkLedger = (files, heads) => {
    let previous = "";
    const digestAt = new Map([[0, ""]]);
    const lines = linesOf(files["ledger.jsonl"]);
    need(files["ledger.jsonl"] === `${lines.join("\n")}\n`, "ledger.jsonl: in another writing");
    const events = lines.map((text, i) => {
      const what = `ledger line ${i + 1}`;
      const event = JSON.parse(text);
      const isSo = fits(event, record(LINE)) || fits(event, record({ ...LINE, who: "text" }));
      need(isSo, `${what}: missing, added, or of another kind`);
      need(event.number === i + 1, `${what}: a line is missing, or out of order`);
      need(event.previous === previous, `${what}: does not follow the line before`);
      const parts = DIGEST.exec(text);
      const covers = parts !== null && sha256Of(parts[1] + parts[3]) === event.digest;
      need(covers && parts[2] === event.digest, `${what}: was changed`);
      previous = event.digest;
      digestAt.set(event.number, previous);
      return event;
    });
    const isWhole = heads.length === events.length && heads.head === previous;
    need(isWhole, "ledger: lines at the end are missing, or were added");
    checkHeads(heads.published, digestAt, events);
    return events;
  };

  // The chain passes through every head that was published at a gate of the contest.
  const checkHeads = (published, digestAt, events) => {
    let last = 0;
    for (const [number, digest] of published) {
      need(digestAt.get(number) === digest, `ledger: does not pass through the head published at ${number}`);
      need(last <= number, `heads: ${number} is out of order`);
      last = number;
    }
    for (const event of withVerb(events, "standing.computed")) {
      const until = published.filter(([number]) => number < event.number);
      need(digestOf(until) === event.payload.heads, "heads: not the published");
      const gates = events.filter((line) => LATER_GATES.includes(line.verb)).map((line) => line.number);
      const later = published.slice(until.length).map(([number]) => number);
      need(canonical(later) === canonical(gates), "heads: not those published later");
    }
  };

  // A receipt stands once, with the lines that noted it and its end; each line's root is over its own.
  const checkNoted = (files, events) => {
    const noted = withVerb(events, "ballots.noted");
    const leaves = new Map(noted.map((event) => [event.number, []]));
    const counted = [];
    let last = "";
    const lines = linesOf(files["ballots.jsonl"]);
    need(files["ballots.jsonl"] === lines.map((line) => `${line}\n`).join(""), "ballots.jsonl: in another writing");
    for (const line of lines) {
      const ballot = JSON.parse(line);
      need(fits(ballot, tuple("text", "text", "whole", "whole", "flag")), "ballots.jsonl: of another kind");
      need(line === canonical(ballot), "ballots.jsonl: in another writing");
      const [receipt, seal, number, ended, counts] = ballot;
      need(last < receipt, `ballot ${receipt}: stands twice, or out of order`);
      need(receipt.length === 64 && seal.length === 64, `ballot ${receipt}: is no digest`);
      last = receipt;
      need(leaves.has(number) && (ended === 0 || leaves.has(ended)), `ballot ${receipt}: in no line`);
      leaves.get(number).push(digestOf([receipt, seal]));
      if (ended !== 0) leaves.get(ended).push(digestOf(["ended", receipt]));
      need(!(ended && counts), `ballot ${receipt}: was taken back`);
      if (counts) counted.push(receipt);
    }
    for (const event of noted) {
      const root = merkleRoot(leaves.get(event.number).sort());
      need(root === event.payload.root, `ballots of ledger line ${event.number}: one is changed or missing`);
    }
    return counted;
  };

  // The votes are those of the close; each entry's result code leads to its count.
  const checkVotes = (files, standing, events) => {
    const receipts = checkNoted(files, events);
    const { tally, votes, entries } = standing;
    if (!tally) {
      need(canonical(votes) === canonical({ rows: [], set_aside: 0, root: "" }), "standing: votes of no count");
      need(entries.every((entry) => entry.votes === 0), "standing: votes where none were counted");
      return receipts.length;
    }
    const closed = withVerb(events, "tally.closed");
    need(closed.at(-1)?.payload.digest === tally, "standing: the votes are not those that were counted");
    need(digestOf(votes) === tally, "standing: the counted votes were changed");
    const counted = new Map(votes.rows);
    for (const entry of entries) {
      const given = counted.get(entry.result_code) ?? null;
      need(entry.votes === given, `standing: votes of ${entry.code} are not those that were counted`);
    }
    need(merkleRoot(receipts) === votes.root, "ballots: not those that were counted");
    const sum = [...counted.values()].reduce((all, each) => all + each, 0);
    need(receipts.length >= sum, "ballots: fewer than the votes");
    return receipts.length;
  };

  // Whose result code is whose was bound before the first ballot, as many as were sealed until then.
  const checkPairs = (bound, entries, events) => {
    const roots = withVerb(events, "pairs.bound");
    const numbers = roots.map((event) => event.number);
    need(canonical(numbers) === canonical(bound.map(([number]) => number)), "pairs: not those of the roots");
    const isSealing = ({ verb, payload }) => verb === "entry.sealed" && ("codes" in payload || "pair" in payload);
    const sealings = events.filter(isSealing);
    const lineOf = new Map();
    bound.forEach(([number, added], i) => {
      const fault = `pairs of ledger line ${number}: one is changed, missing or added`;
      const isNew = added.every((pair, at) => !lineOf.has(pair) && (at === 0 || added[at - 1] < pair));
      need(isNew, fault);
      added.forEach((pair) => lineOf.set(pair, number));
      const told = { count: lineOf.size, root: merkleRoot([...lineOf.keys()].sort()) };
      need(canonical(told) === canonical(roots[i].payload), fault);
      const until = sealings.filter((event) => event.number < number);
      need(until.length === lineOf.size, `ledger line ${number}: other pairs than sealed`);
    });
    for (const event of sealings) if ("pair" in event.payload) lineOf.set(event.payload.pair, event.number);
    const firstBallots = withVerb(events, "ballots.noted")[0]?.number ?? Infinity;
    const end = withVerb(events, "tally.closed")[0]?.number ?? Infinity;
    const first = [...lineOf.values()].reduce((least, each) => Math.min(least, each), Infinity);
    const isBefore = firstBallots === Infinity || first < firstBallots;
    need(isBefore, "pairs: bound only after the first ballot");
    for (const { code, result_code: resultCode, nonce, votes } of entries) {
      const number = lineOf.get(digestOf([code, resultCode, nonce]));
      need(number !== undefined, `standing: the codes of ${code} are exchanged`);
      need(!(number > end && votes), `standing: ${code} was bound too late`);
    }
  };

  // A lottery is the one that the ledger says, before the draw and after it.
  const checkLotteries = (lotteries, events) => {
    const drawn = withVerb(events, "lottery.drawn").map((event) => event.payload.lottery);
    const numbers = lotteries.map((lottery) => lottery.number);
    need(drawn.every((number) => numbers.includes(number)), "lottery: one was drawn, and is not here");
    for (const lottery of lotteries) {
      const fault = `lottery ${lottery.number}: is not what the ledger says`;
      const { commitment, most_percent: most, source, round, secret, public_number: number } = lottery;
      need(digestOf(secret) === commitment, fault);
      const before = { commitment, most_percent: most, source, round, chances: digestOf(lottery.chances) };
      const after = { secret, public_number: number, plan: digestOf(lottery.plan) };
      for (const [verb, told] of [["lottery.committed", before], ["lottery.drawn", after]]) {
        const said = lastLine(events, verb, { lottery: lottery.number });
        need(Object.entries(told).every(([key, value]) => said[key] === value), fault);
      }
    }
  };

  return { withVerb, lastLine, checkLedger, checkVotes, checkPairs, checkLotteries };
})();
