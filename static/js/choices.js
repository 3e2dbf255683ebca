// The choices behind the ballots against the export, by the rules of `verify_choices.py`: seals, count,
// the rule of the ballots, what stood aside. `choices(files, text)` gives the first thing that does
// not fit, or nothing. Only an inspector has such a file; it is read in this browser alone.
globalThis.choices = (() => {
  const { Fault, need, digestOf } = exported;
  const LOOKS = ["ballots.quarantined", "ballots.restored"];
  const linesOf = (text) => text.split("\n").filter((line) => line).map((line) => JSON.parse(line));
  const sorted = (rows) => rows.every((row) => Array.isArray(row) && row.length === 5);

  // The seal of a choice is H(result code, nonce), and there is one choice a ballot.
  const standingOf = (ballots, chosen) => {
    need(ballots.length === chosen.length, "a ballot or a choice is missing");
    need(sorted(ballots) && sorted(chosen), "a ballot or a choice cannot be read");
    return chosen.filter(([named, code, nonce, isAside], i) => {
      const [receipt, seal, , ended, counts] = ballots[i];
      need(named === receipt && digestOf([code, nonce]) === seal, `ballot ${receipt}: another choice than was noted`);
      need([true, false, 0, 1].includes(isAside), `ballot ${receipt}: is aside or is not`);
      need(!(counts && isAside), `ballot ${receipt}: is set aside`);
      return !ended;
    });
  };

  const checkCount = (votes, standing) => {
    const found = new Map();
    for (const [, code, , isAside] of standing) {
      const key = JSON.stringify([code, Boolean(isAside)]);
      found.set(key, (found.get(key) ?? 0) + 1);
    }
    const number = (code, isAside) => found.get(JSON.stringify([code, isAside])) ?? 0;
    let aside = 0;
    for (const [code, told] of votes.rows) {
      need(told === number(code, false), `${code}: ${told} told, ${number(code, false)} chosen`);
      aside += number(code, true);
    }
    need(aside === votes.set_aside, `${votes.set_aside} told set aside, ${aside} chosen so`);
  };

  // Nobody votes twice for a work, nor oftener than the scheme says; with fewer than it wants, none
  // counts. Works that have left are not held against it.
  const checkRule = (rankings, entries, standing) => {
    const fields = new Map(entries.map((row) => [row.result_code, row.field]));
    const { rule, number } = rankings.at(-1).scheme.ballots ?? { rule: "works", number: null };
    const chosen = new Map();
    const counting = new Set();
    for (const [, code, , isAside, voter] of standing) {
      chosen.set(voter, [...(chosen.get(voter) ?? []), code]);
      if (!isAside) counting.add(voter);
    }
    for (const [voter, codes] of chosen) {
      need(codes.length === new Set(codes).size, `voter ${voter}: voted twice for a work`);
      const present = codes.filter((code) => fields.has(code)).map((code) => fields.get(code));
      if (rule === "fields") {
        need(present.length === new Set(present).size, `voter ${voter}: voted twice in a field`);
      } else if (number) {
        need(present.length <= number, `voter ${voter}: chose too many works`);
      }
      const isFew = rule === "picks" && counting.has(voter) && codes.length < number;
      need(!isFew, `voter ${voter}: counts, and chose too few works`);
    }
  };

  const checkAside = (events, chosen) => {
    const last = events.filter(({ verb }) => LOOKS.includes(verb)).at(-1);
    const aside = chosen.filter(([, , , isAside]) => isAside).map(([receipt, , nonce]) => [receipt, nonce]);
    const found = aside.length ? digestOf(aside) : "";
    need(found === (last?.payload.aside ?? ""), "others were set aside than the ledger knows");
  };

  return (files, text) => {
    try {
      const chosen = linesOf(text);
      const told = JSON.parse(files["standing.json"]);
      const standing = standingOf(linesOf(files["ballots.jsonl"]), chosen);
      checkCount(told.votes, standing);
      checkRule(JSON.parse(files["rankings.json"]), told.entries, standing);
      checkAside(linesOf(files["ledger.jsonl"]), chosen);
      return "";
    } catch (error) {
      return error instanceof Fault ? error.message : `cannot be read: ${error.message}`;
    }
  };
})();

// On the page of proofs: a file is chosen, and compared with the export of this result.
{
  const place = globalThis.document?.querySelector("[data-choices]");
  if (place) {
    const input = place.querySelector("input");
    const said = place.querySelector("output");
    input.addEventListener("change", async () => {
      if (!input.files[0]) return;
      try {
        const text = await input.files[0].text();
        const answer = await fetch(place.dataset.choices);
        const fault = choices(await answer.json(), text);
        said.textContent = fault ? `${place.dataset.differs} ${fault}` : place.dataset.fits;
      } catch {
        said.textContent = place.dataset.unread;
      }
    });
    place.hidden = false;
  }
}
