// Reads {"root", "cases": [{"file", "typed"}]} and writes what the page of receipts says in each, a
// list of lines a case. Argument: the folder of the scripts. The page is stood in for by as much of
// a document as the script asks for.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const [, , folder] = process.argv;
const source = (name) => readFileSync(`${folder}/${name}.js`, "utf8");
const asked = JSON.parse(readFileSync(0, "utf8"));

const heard = () => {
  const listeners = {};
  return {
    addEventListener: (name, listener) => {
      listeners[name] = listener;
    },
    tell: (name) => listeners[name](),
  };
};

const page = () => {
  const typed = { value: "", ...heard() };
  const input = { files: [], ...heard() };
  const said = {
    lines: [],
    replaceChildren(...rows) {
      this.lines = rows.map((row) => row.textContent);
    },
    set textContent(text) {
      this.lines = text ? [text] : [];
    },
  };
  const place = { hidden: true, querySelector: (name) => (name === "input" ? input : said) };
  const words = { root: asked.root };
  ["counted", "setAside", "takenBack", "unknown", "whole", "broken", "unreadable"].forEach((word) => {
    words[word] = word;
  });
  const part = { dataset: words, querySelector: () => place };
  const document = {
    querySelector: (name) => (name === "#ma" ? typed : part),
    createElement: () => ({}),
  };
  return { document, typed, input, said, place };
};

const told = [];
for (const { file, typed } of asked.cases) {
  const shown = page();
  const world = vm.createContext({ document: shown.document, TextEncoder, Uint8Array, DataView });
  vm.runInContext(source("sha256"), world);
  vm.runInContext(source("receipts"), world);
  shown.input.files = file === null ? [] : [{ text: async () => file }];
  await shown.input.tell("change");
  shown.typed.value = typed;
  shown.typed.tell("input");
  told.push({ hidden: shown.place.hidden, lines: shown.said.lines });
}
process.stdout.write(JSON.stringify(told));
