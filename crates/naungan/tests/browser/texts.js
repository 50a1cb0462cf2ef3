// The texts of the pages, as crates/naungan/text/ has them: a story names what it reads by its key.

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

import { Fault } from "./fault.js";

const folder = path.resolve(import.meta.dirname, "../../text");

function read(lang) {
  const texts = new Map();
  for (const file of readdirSync(path.join(folder, lang))) {
    for (const line of readFileSync(path.join(folder, lang, file), "utf8").split("\n")) {
      const found = line.match(/^([a-z][a-z0-9_.]*) = (.*)$/);
      if (found) {
        texts.set(found[1], found[2]);
      }
    }
  }
  return texts;
}

const ALL = { id: read("id"), en: read("en") };

/** What a page says in a language, with its places filled. */
export function said(lang, key, places = {}) {
  const text = ALL[lang].get(key);
  if (text === undefined) {
    throw new Fault(`there is no text ${key}`);
  }
  // A place may have a word for one and a word for many: {count:month|months}.
  return text.replaceAll(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (_, name, one, many) => {
    if (!(name in places)) {
      throw new Fault(`the text ${key} has a place {${name}}`);
    }
    if (one !== undefined) {
      return String(places[name]) === "1" ? one : many;
    }
    return places[name];
  });
}
