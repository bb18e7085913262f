// Prints the text of a PDF as pdf.js extracts it, a form feed after each page:
// node pdf-words.mjs FOLDER FILE.pdf, with pdfjs-dist installed in FOLDER.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const resolve = createRequire(pathToFileURL(`${folder}/`)).resolve;
const { getDocument } = await import(pathToFileURL(resolve("pdfjs-dist/legacy/build/pdf.mjs")));
const pdf = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: 0 }).promise;
for (let number = 1; number <= pdf.numPages; number++) {
  const { items } = await (await pdf.getPage(number)).getTextContent();
  const text = items.map((item) => (item.str ?? "") + (item.hasEOL ? "\n" : "")).join("");
  process.stdout.write(`${text}\f`);
}
