// The result of a contest computed again from its published export, by the rules of
// `verify_bundle.py`: points, extremes, share of the vote, ties, prizes. Above each part stands its
// rule. `recount(files)`, of {name: text}, never throws: see its end for what it gives.
globalThis.recount = (() => {
  const { Fault, need, canonical, digestOf, sha256Of } = exported;
  const { withVerb, lastLine } = sealed;
  const { of, add, divide, multiply, compare, rounded, sum, text, zero, isZero } = decimals;

  const TIE_RULES = ["council", "first_criterion", "votes", "pairs"];
  const RESULT_KEYS = ["rank", "code", "council", "votes", "vote_points", "final", "prize"];
  const SHEET_KEYS = ["code", "points", "comment", "remark", "nonce"];
  const inTurn = (...keys) => (a, b) => {
    const key = keys.find((each) => a[each] !== b[each]);
    if (key === undefined) return 0;
    return a[key] < b[key] ? -1 : 1;
  };
  const isLess = (a, b) => compare(a, b) < 0;

  // A sheet is the one whose digest was written when its judge handed it in; one a judge and entry.
  const checkSheets = (sheets, events) => {
    const told = withVerb(events, "sheet.locked").map(({ payload }) => [payload.assignment, payload.digest]);
    const locked = new Map(told);
    const counted = new Set();
    const ofRound = new Map();
    for (const sheet of sheets) {
      const written = sheet.digest ?? digestOf(SHEET_KEYS.map((key) => sheet[key]));
      need(written === locked.get(sheet.assignment), `sheet of ${sheet.code}: is not the locked one`);
      const marks = [sheet.assignment, canonical([sheet.round, sheet.code, sheet.judge])];
      need(!marks.some((mark) => counted.has(mark)), `sheet of ${sheet.code}: counted twice`);
      marks.forEach((mark) => counted.add(mark));
      const { code, judge, points } = sheet;
      ofRound.set(sheet.round, [...(ofRound.get(sheet.round) ?? []), { code, judge, points }]);
    }
    return ofRound;
  };

  // The sum of the points; where a criterion was left out, the same share of what all can give.
  const totalOf = (points, scheme) => {
    const most = new Map(scheme.criteria.map((row) => [row.key, of(row.max)]));
    const given = sum(Object.values(points).map(of));
    const ofAll = sum([...most.values()]);
    const ofGiven = sum(Object.keys(points).map((key) => most.get(key)));
    if (isZero(ofGiven) || compare(ofGiven, ofAll) === 0) return given;
    return rounded(divide(multiply(given, ofAll), ofGiven), 2, scheme.rounding);
  };

  // Without the highest and the lowest total where there are enough; then their mean or median.
  const councilScore = (totals, scheme) => {
    let counted = [...totals].sort(compare);
    const dropsFrom = scheme.drop_extremes_from;
    if (dropsFrom && counted.length >= Math.max(3, dropsFrom)) counted = counted.slice(1, -1);
    const half = Math.floor(counted.length / 2);
    const isEven = counted.length % 2 === 0;
    const middle = isEven ? counted.slice(half - 1, half + 1) : [counted[half]];
    const among = scheme.aggregate === "median" ? middle : counted;
    const score = divide(sum(among), of(among.length));
    return rounded(score, scheme.council_decimals, scheme.rounding);
  };

  // The mean of one criterion over the judges who gave points for it, to four decimals.
  const meanOf = (key, sheets, scheme) => {
    const given = sheets.filter((points) => key in points).map((points) => of(points[key]));
    if (!given.length) return null;
    return rounded(divide(sum(given), of(given.length)), 4, scheme.rounding);
  };

  const scoresOf = (sheets, scheme) => {
    const totals = sheets.map((points) => totalOf(points, scheme));
    const means = scheme.criteria.map(({ key }) => meanOf(key, sheets, scheme));
    return { council: councilScore(totals, scheme), means, totals, sheets };
  };

  // The higher score stands first; equal scores share a rank, and the next rank counts all of them.
  const placesOf = (scores) => {
    const pairs = [...scores].sort(([a], [b]) => (a < b ? -1 : 1));
    pairs.sort(([, a], [, b]) => compare(b.council, a.council));
    const places = [];
    pairs.forEach(([code, { council }], i) => {
      const before = places.at(-1);
      const isShared = before && compare(scores.get(before[1]).council, council) === 0;
      places.push([isShared ? before[0] : i + 1, code, text(council)]);
    });
    return places;
  };

  const checkRanking = (ranking, events, sheets) => {
    const { scheme, round } = ranking;
    const ordered = [...sheets].sort(inTurn("code", "judge"));
    ranking.digest = digestOf({ scheme, sheets: ordered });
    const isFrozen = ranking.digest === lastLine(events, "ranking.frozen", { round }).digest;
    need(isFrozen, `ranking ${round}: scheme and sheets are not those that were frozen`);
    const ofCode = new Map();
    for (const { code, points } of ordered) ofCode.set(code, [...(ofCode.get(code) ?? []), points]);
    const scores = new Map([...ofCode].map(([code, points]) => [code, scoresOf(points, scheme)]));
    const follow = canonical(placesOf(scores)) === canonical(ranking.places);
    need(follow, `ranking ${round}: the places do not follow from the sheets`);
    return scores;
  };

  // From a round the best of each field go on, with all who share the last of these ranks.
  const codesByRule = ({ scheme, places, fields }, scores) => {
    const ofField = new Map();
    for (const [rank, code] of places) {
      const { means, council } = scores.get(code);
      const isBelow = scheme.promotes_from !== null && isLess(council, of(scheme.promotes_from));
      const hasZero = scheme.promotes_without_zero && means.some((mean) => mean && isZero(mean));
      const field = fields[code];
      if (!isBelow && !hasZero) ofField.set(field, [...(ofField.get(field) ?? []), [rank, code]]);
    }
    const going = new Set();
    for (const among of ofField.values()) {
      const number = Math.min(scheme.promotes_per_field || among.length, among.length);
      const lastRank = among[number - 1][0];
      among.filter(([rank]) => rank <= lastRank).forEach(([, code]) => going.add(code));
    }
    return going;
  };

  // The council decides about every entry; against the rule not without a reason.
  const checkPromotion = (ranking, events, scores) => {
    const frozen = lastLine(events, "entries.promoted", { round: ranking.round }).digest;
    need(digestOf(ranking.promoted) === frozen, "promotion: is not what was decided");
    const byRule = codesByRule(ranking, scores);
    const codes = new Set(ranking.promoted.map(([code]) => code));
    need(sameKeys(codes, scores), "promotion: not the entries of the round before");
    for (const [code, isByRule, goesOn, reason] of ranking.promoted) {
      need(isByRule === byRule.has(code), `promotion of ${code}: is not what the rule says`);
      need(isByRule === goesOn || reason, `promotion of ${code}: against the rule without a reason`);
    }
    return new Set(ranking.promoted.filter((row) => row[2]).map(([code]) => code));
  };

  const sameKeys = (one, other) => one.size === other.size && [...one.keys()].every((key) => other.has(key));

  const checkRankings = (rankings, events, sheets) => {
    const numbers = rankings.map((ranking) => ranking.round);
    const frozen = new Set(withVerb(events, "ranking.frozen").map((event) => event.payload.round));
    const areAll = canonical(numbers) === canonical([...frozen].sort((a, b) => a - b));
    need(areAll && sameKeys(new Set(numbers), sheets), "rankings: a round is missing, or out of order");
    let scores = checkRanking(rankings[0], events, sheets.get(numbers[0]));
    rankings.slice(1).forEach((ranking, i) => {
      const before = rankings[i];
      need(sameKeys(new Set(Object.keys(before.fields)), scores), "fields: something is missing, or was added");
      const wentOn = checkPromotion(before, events, scores);
      scores = checkRanking(ranking, events, sheets.get(ranking.round));
      const areOn = [...scores.keys()].every((code) => wentOn.has(code));
      need(areOn, `ranking ${ranking.round}: an entry that did not go on`);
    });
    return scores;
  };

  // Strengths of Bradley and Terry (1952) by Hunter's iteration (2004), half a win each way added.
  const strengthsOf = (codes, choices) => {
    const wins = new Map();
    const key = (one, other) => canonical([one, other]);
    choices.forEach(([one, other]) => wins.set(key(one, other), (wins.get(key(one, other)) ?? 0) + 1));
    const won = (one, other) => wins.get(key(one, other)) ?? 0;
    const near = of("0.0000000000000000000001");
    let strength = new Map(codes.map((code) => [code, divide(of(1), of(codes.length))]));
    for (let step = 0; step < (codes.length > 1 ? 20_000 : 0); step += 1) {
      const before = strength;
      const shares = codes.map((code) => {
        let share = zero;
        let met = zero;
        for (const other of codes.filter((each) => each !== code)) {
          const times = of(won(code, other) + won(other, code) + 1);
          share = add(share, add(of(won(code, other)), of("0.5")));
          met = add(met, divide(times, add(before.get(code), before.get(other))));
        }
        return divide(share, met);
      });
      const whole = sum(shares);
      strength = new Map(codes.map((code, i) => [code, divide(shares[i], whole)]));
      const isNear = (code) => {
        const moved = decimals.subtract(strength.get(code), before.get(code));
        const size = moved.units < 0n ? { ...moved, units: -moved.units } : moved;
        return isLess(size, multiply(strength.get(code), near));
      };
      if (codes.every(isNear)) break;
    }
    return new Map([...strength].map(([code, value]) => [code, decimals.fitted(value, 9)]));
  };

  // Each judge who was asked chooses once; who is in conflict with an entry does not count about it.
  const checkComparisons = (comparisons, events) =>
    comparisons.map(({ number, ...comparison }) => {
      const { ballots, strengths: given, left_out: leftOut } = comparison;
      const choices = [];
      for (const [judge, pairs, nonce] of ballots) {
        const answered = lastLine(events, "comparison.answered", { comparison: number, judge }).digest;
        need(digestOf([pairs, nonce]) === answered, `comparison ${number}: not the choices of judge ${judge}`);
        const isOut = (code) => leftOut.some(([who, what]) => who === judge && what === code);
        choices.push(...pairs.filter((pair) => pair.every((code) => code in given && !isOut(code))));
      }
      const digest = lastLine(events, "comparison.closed", { comparison: number }).digest;
      need(digestOf(comparison) === digest, `comparison ${number}: is not the one that was closed`);
      const strengths = strengthsOf(Object.keys(given).sort(), choices);
      const written = Object.fromEntries([...strengths].map(([code, value]) => [code, decimals.written(value)]));
      const follow = canonical(written) === canonical(given);
      need(follow, `comparison ${number}: strengths do not follow from the choices`);
      return { digest, strengths };
    });

  // Vote points = share × votes ÷ highest number of votes; who was kept out gets the others' mean.
  const giveVotePoints = (entries, scheme) => {
    const voted = entries.filter((entry) => entry.votes !== null);
    const highest = voted.reduce((most, { votes }) => Math.max(most, votes), 0);
    const hasVote = scheme.vote_formula !== "none" && highest > 0;
    const points = (votes) => {
      if (!hasVote) return zero;
      const share = divide(multiply(of(scheme.vote_max), of(votes)), of(highest));
      return rounded(share, scheme.decimals, scheme.rounding);
    };
    voted.forEach((entry) => (entry.vote_points = points(entry.votes)));
    const isNothing = scheme.without_vote === "nothing" || !voted.length;
    const mean = () => divide(sum(voted.map((entry) => entry.vote_points)), of(voted.length));
    const without = isNothing ? zero : rounded(mean(), scheme.decimals, scheme.rounding);
    entries.filter((entry) => entry.votes === null).forEach((entry) => (entry.vote_points = without));
    return highest;
  };

  // Below a pass mark, of the whole or of one criterion, an entry wins nothing.
  const hasPassed = ({ council, means }, scheme) => {
    if (isLess(council, of(scheme.pass_mark))) return false;
    return scheme.criteria.every((criterion, i) => {
      if (means[i] === null) return true;
      const isDisqualified = isZero(means[i]) && criterion.zero_disqualifies;
      return !isDisqualified && !isLess(means[i], of(criterion.pass_mark));
    });
  };

  const byRules = (rules) => (a, b) => {
    for (const rule of rules) {
      const place = compare(b[rule] ?? zero, a[rule] ?? zero);
      if (place) return place;
    }
    return 0;
  };

  // The higher final score stands first, then the tie rules in their order; the rest share a rank.
  const finalLines = (entries, scheme, comparisons) => {
    const highest = giveVotePoints(entries, scheme);
    for (const entry of entries) {
      const own = { council: entry.council, first_criterion: entry.means[0] ?? zero, pairs: zero };
      entry.final = add(entry.council, entry.vote_points);
      entry.passed = hasPassed(entry, scheme);
      entry.has = { ...own, final: entry.final, votes: of(entry.votes ?? 0) };
    }
    const rules = ["final", ...scheme.tie_rules.filter((rule) => TIE_RULES.includes(rule))];
    if (rules.includes("pairs")) giveStrengths(entries, rules.slice(0, rules.indexOf("pairs")), comparisons);
    const order = byRules(rules);
    const lines = [...entries].sort(inTurn("code")).sort((a, b) => order(a.has, b.has));
    lines.forEach((line, i) => {
      const before = lines[i - 1];
      line.rank = before && order(before.has, line.has) === 0 ? before.rank : i + 1;
    });
    return { lines, highest };
  };

  // A comparison separates entries equal by every rule before it, where it covers all of them.
  const giveStrengths = (entries, rules, comparisons) => {
    const order = byRules(rules);
    for (const entry of entries) {
      const tied = entries.filter((other) => order(entry.has, other.has) === 0);
      for (const { strengths } of comparisons) {
        const coversAll = tied.every(({ code }) => strengths.has(code));
        if (coversAll) entry.has = { ...entry.has, pairs: strengths.get(entry.code) };
      }
    }
  };

  // From the highest score down; who shares a rank wins together or goes on to the next tier.
  const prizesOf = (lines, tiers) => {
    const prizes = new Map();
    for (const tier of tiers) {
      const waiting = lines.filter((line) => line.passed && !prizes.has(line.code));
      const taken = new Map();
      let winners = 0;
      for (const rank of [...new Set(waiting.map((line) => line.rank))]) {
        const group = waiting.filter((line) => line.rank === rank);
        if (winners + group.length > tier.count || isLess(group[0].final, of(tier.minimum))) break;
        const would = new Map(taken);
        group.forEach(({ field }) => would.set(field, (would.get(field) ?? 0) + 1));
        if (tier.cap !== null && Math.max(...would.values()) > tier.cap) continue;
        would.forEach((number, field) => taken.set(field, number));
        group.forEach((line) => prizes.set(line.code, tier.key));
        winners += group.length;
      }
    }
    return prizes;
  };

  const checkStanding = (values, events, scores) => {
    const { standing, rankings } = values;
    const comparisons = checkComparisons(values.comparisons, events);
    const { scheme, digest: ranking } = rankings.at(-1);
    const entries = standing.entries.map(({ code, field, votes }) => {
      need(scores.has(code), `standing: ${code} is in no ranking`);
      return { ...scores.get(code), code, field, votes };
    });
    const { lines, highest } = finalLines(entries, scheme, comparisons);
    const prizes = prizesOf(lines, standing.tiers);
    const formula = { scheme, ranking, tally: standing.tally };
    if (comparisons.length) formula.comparisons = comparisons.map(({ digest }) => digest).sort();
    const tiers = standing.tiers.map(({ key, name, count, cap, minimum }) => [key, name, count, cap, minimum]);
    const frozen = lines.map((line) => {
      const numbers = [line.code, line.field, text(line.final), line.rank];
      return [...numbers, prizes.get(line.code) ?? null];
    });
    const isFrozen = digestOf({ formula, tiers, lines: frozen }) === lastLine(events, "standing.computed").digest;
    need(isFrozen, "standing: ranks or prizes do not follow from sheets and votes");
    for (const { round, fields } of rankings.slice(0, -1)) {
      lines.forEach(({ code, field }) => need(fields[code] === field, `ranking ${round}: field of ${code}`));
    }
    const names = new Map(standing.tiers.map(({ key, name }) => [key, name]));
    const named = lines.map((line) => ({ ...line, prize: names.get(prizes.get(line.code)) ?? "" }));
    return { lines: named, highest, scheme };
  };

  const resultOf = (lines) =>
    lines.map((line) => {
      const plain = { council: text(line.council), vote_points: text(line.vote_points), final: text(line.final) };
      const told = { ...line, ...plain };
      return Object.fromEntries(RESULT_KEYS.map((key) => [key, told[key]]));
    });

  const published = (files) => {
    try {
      return exported.linesOf(files["result.json"] ?? "").map((line) => JSON.parse(line));
    } catch {
      return [];
    }
  };

  const computed = (files, done) => {
    const values = exported.read(files);
    exported.checkFiles(files, values["manifest.json"]);
    const events = sealed.checkLedger(files, values["heads.json"]);
    exported.checkOrder(values, events);
    done.ledger = events.length;
    done.heads = values["heads.json"].published.length;
    const sheets = checkSheets(values["sheets.json"], events);
    done.sheets = values["sheets.json"].length;
    const parts = { standing: values["standing.json"], rankings: values["rankings.json"] };
    sealed.checkLotteries(values["lotteries.json"], events);
    sealed.checkPairs(values["pairs.json"], parts.standing.entries, events);
    done.ballots = sealed.checkVotes(files, parts.standing, events);
    const scores = checkRankings(parts.rankings, events, sheets);
    const comparisons = values["comparisons.json"];
    const { lines, highest, scheme } = checkStanding({ ...parts, comparisons }, events, scores);
    done.entries = lines.length;
    done.prizes = lines.filter((line) => line.prize).length;
    const result = resultOf(lines);
    return { lines, highest, scheme, result };
  };

  // {fault: the first thing that does not fit, or "", done: {what was found in order: its number},
  //  result: as computed here, published: as the file says, lines: with each sum, differences}
  const answer = (files) => {
    const done = {};
    const told = { fault: "", done, result: [], published: published(files), lines: [], differences: [] };
    try {
      Object.assign(told, computed(files, done));
      const written = told.result.map((line) => `${canonical(line)}\n`).join("");
      told.sha256 = sha256Of(written);
      told.differences = told.result.filter((line, i) => canonical(line) !== canonical(told.published[i] ?? null));
      need(written === files["result.json"], "result.json: does not follow");
      done.result = true;
    } catch (error) {
      told.fault = error instanceof Fault ? error.message : `cannot be read: ${error.message}`;
    }
    return told;
  };
  answer.rules = { scoresOf, placesOf, codesByRule, finalLines, prizesOf, strengthsOf };
  return answer;
})();
