// The page of proofs: fetches the export, computes the result in this browser, and shows verdict,
// checks, differences and the sums of one work. Without it the page says how to use the scripts.
{
  const root = document.querySelector("[data-proof]");
  const part = (name) => root.querySelector(`[data-proof-${name}]`);
  const words = root.dataset;
  const run = part("run");
  const language = document.documentElement.lang;
  const whole = new Intl.NumberFormat(language);
  const point = new Intl.NumberFormat(language).formatToParts(0.5).find(({ type }) => type === "decimal").value;
  // A decimal text is shown digit by digit: no binary fraction is made of it.
  const shown = (value) => {
    const [before, after] = value.split(".");
    return whole.format(BigInt(before)) + (after ? `${point}${after}` : "");
  };
  const cell = (name, text, isNumber) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (isNumber) made.className = "number";
    return made;
  };
  const row = (cells) => {
    const made = document.createElement("tr");
    made.append(...cells);
    return made;
  };

  const showVerdict = (told, seconds) => {
    const isFine = !told.fault;
    part("verdict").dataset.state = isFine ? "fits" : "differs";
    part("said").textContent = isFine ? words.fits : words.differs;
    const took = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(seconds);
    part("how").textContent = isFine ? words.took.replace("{n}", took) : told.fault;
    part("digest").textContent = told.sha256 ?? "";
    for (const check of root.querySelectorAll("[data-check]")) {
      const number = told.done[check.dataset.check];
      check.dataset.state = number === undefined ? "waits" : "fits";
      if (number !== undefined) check.querySelector("span").textContent = whole.format(number);
    }
  };

  // Each announced prize beside what was computed: score, rank and prize.
  const showTable = (told) => {
    const computed = new Map(told.result.map((line) => [line.code, line]));
    for (const line of root.querySelectorAll("[data-line]")) {
      const own = computed.get(line.dataset.line);
      const final = own ? shown(own.final) : "–";
      const isSame =
        own !== undefined &&
        own.final === line.querySelector("[data-final]").dataset.final &&
        String(own.rank) === line.dataset.rank &&
        own.prize === line.dataset.prize;
      line.querySelector("[data-computed]").textContent = final;
      const mark = line.querySelector("[data-mark]");
      mark.textContent = isSame ? `✓ ${words.same}` : `✗ ${words.other}`;
      mark.dataset.state = isSame ? "fits" : "differs";
    }
  };

  const showExample = (told, code) => {
    const { text } = decimals;
    const { scheme, highest } = told;
    const line = told.lines.find((each) => each.code === code);
    const ordered = line.totals.map((total, i) => ({ total, i })).sort((a, b) => decimals.compare(a.total, b.total));
    const drops = scheme.drop_extremes_from && ordered.length >= Math.max(3, scheme.drop_extremes_from);
    const dropped = new Set(drops ? [ordered[0].i, ordered.at(-1).i] : []);
    const counted = line.totals.filter((_total, i) => !dropped.has(i)).map((total) => shown(text(total)));

    const criteria = scheme.criteria.map(({ name }) => cell("th", name, true));
    const head = [cell("th", words.sheet), ...criteria, cell("th", "Σ", true)];
    const body = line.sheets.map((points, i) => {
      const given = scheme.criteria.map(({ key }) => cell("td", key in points ? shown(points[key]) : "–", true));
      const letter = `${String.fromCharCode(65 + (i % 26))}${dropped.has(i) ? ` (${words.dropped})` : ""}`;
      return row([cell("td", letter), ...given, cell("td", shown(text(line.totals[i])), true)]);
    });
    part("sheets").replaceChildren(row(head), ...body);

    const council = shown(text(line.council));
    const vote = shown(text(line.vote_points));
    const final = shown(text(line.final));
    part("council").textContent = council;
    const isMean = scheme.aggregate !== "median";
    part("council-sum").textContent = isMean
      ? `(${counted.join(" + ")}) ÷ ${counted.length} = ${council}`
      : `${counted.join(" · ")} → ${council}`;
    part("vote").textContent = vote;
    const hasSum = line.votes !== null && highest > 0 && scheme.vote_formula !== "none";
    const most = shown(text(decimals.of(scheme.vote_max)));
    const votes = hasSum ? `${most} × ${whole.format(line.votes)} ÷ ${whole.format(highest)} = ` : "";
    part("vote-sum").textContent = `${votes}${vote}`;
    part("total").textContent = final;
    part("total-sum").textContent = `${council} + ${vote} = ${final}`;
    const rank = part("rank");
    const said = rank.dataset.words.replace("{n}", line.rank).replace("{all}", whole.format(told.lines.length));
    rank.textContent = line.prize ? `${said} · ${line.prize}` : said;
  };

  const showExamples = (told) => {
    const choice = part("code");
    choice.replaceChildren(...told.lines.map(({ code }) => new Option(code, code)));
    choice.onchange = () => showExample(told, choice.value);
    if (told.lines.length) showExample(told, told.lines[0].code);
    part("example").hidden = !told.lines.length;
  };

  const compute = async () => {
    run.disabled = true;
    part("said").textContent = words.runs;
    await new Promise((resolve) => setTimeout(resolve, 30)); // the words are drawn first
    const begun = performance.now();
    try {
      const answer = await fetch(words.proof);
      const told = recount(await answer.json());
      showVerdict(told, (performance.now() - begun) / 1000);
      showTable(told);
      showExamples(told);
    } catch {
      part("verdict").dataset.state = "differs";
      part("said").textContent = words.unread;
    }
    run.disabled = false;
    run.textContent = words.again;
  };

  run.addEventListener("click", compute);
  run.hidden = false;
}
