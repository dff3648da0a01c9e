// The licences of the packages that a bundle was made of.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const PACKAGE = /^((?:node_modules\/(?:@[^/]+\/)?[^/]+\/)*?node_modules\/(?:@[^/]+\/)?[^/]+)\/(?!node_modules)/;

/** @param inputs paths of the files that were bundled, relative to home */
export async function licensesOf(inputs, home) {
  const folders = new Set(inputs.map((input) => PACKAGE.exec(input)?.[1]).filter((it) => it !== undefined));
  const texts = await Promise.all([...folders].sort().map((folder) => licenseOf(path.join(home, folder))));
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

async function licenseOf(folder) {
  const { name, version, license, licenses, author } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((it) => /^(licen[cs]e|copying)/i.test(it));
  const by = typeof author === "string" ? author : (author?.name ?? "its authors");
  const text = file === undefined ? `Copyright ${by}\n` : await readFile(path.join(folder, file), "utf8");
  return `${name} ${version}, licence ${license ?? licenses?.[0]?.type}\n\n${text.trim()}\n`;
}
