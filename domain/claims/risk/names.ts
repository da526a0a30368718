import type { NameVerdict } from "@/db/values/claim-risk";
import { spellingsOf, splitKorean, surnamesSpelt } from "./surnames";

type Name = { script: "korean"; whole: string; surname: string; given: string } | { script: "latin"; tokens: string[] };

/** Take a name apart as people and banks write it. Null for scripts that are not compared, such as Chinese characters: what cannot be told is no reason. */
function readName(raw: string): Name | null {
  const plain = raw.normalize("NFKC").replace(/\([^)]*\)/g, " ").normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase();
  const korean = plain.replace(/[\s.·,-]/g, "").replace(/(님|씨|귀하)$/, "");
  if (/^[가-힣]{2,}$/.test(korean)) return { script: "korean", whole: korean, ...splitKorean(korean) };
  const tokens = plain.replaceAll("'", "").split(/[^\p{L}]+/u).filter(Boolean);
  return tokens.length > 0 && tokens.every((token) => /^[a-zß-öø-ÿœæłđı]+$/.test(token)) ? { script: "latin", tokens } : null;
}

const INITIALS = ["k", "k", "n", "t", "t", "r", "m", "p", "p", "s", "s", "", "c", "c", "c", "k", "t", "p", "h"];
const FINALS = ["k", "k", "k", "n", "n", "n", "t", "r", "k", "m", "r", "r", "r", "p", "r", "m", "p", "p", "t", "t", "nk", "t", "t", "k", "t", "p", "t"];
const once = (consonants: string) => consonants.replace(/(.)\1+/g, "$1");

/** The consonants of Hangul by sound. Vowels are left out: 정 is jung, jeong, chung and joung, and all of them are right. */
function koreanSounds(syllables: string): string {
  return once(
    Array.from(syllables.normalize("NFD"), (jamo) => {
      const code = jamo.charCodeAt(0);
      return code < 0x1161 ? (INITIALS[code - 0x1100] ?? "") : code >= 0x11a8 ? (FINALS[code - 0x11a8] ?? "") : "";
    }).join(""),
  );
}

/** The same of Latin letters. */
function latinSounds(letters: string): string {
  return once(
    letters
      .replace(/h(?![aeiouyw])/g, "")
      .replace(/ch/g, "c").replace(/sh/g, "s").replace(/ng/g, "nk").replace(/[jz]/g, "c")
      .replace(/[gq]/g, "k").replace(/d/g, "t").replace(/[bfv]/g, "p").replace(/l/g, "r").replace(/x/g, "s")
      .replace(/[^kntrmpshc]/g, ""),
  );
}

const letters = (tokens: readonly string[]) => Array.from(tokens.join("")).sort().join("");

function compareLatin(a: readonly string[], b: readonly string[]): NameVerdict {
  if (letters(a) === letters(b)) return "same";
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  if (few.length >= 2 && few.every((token) => many.includes(token))) return "same";
  return few.some((token) => token.length > 1 && many.includes(token)) ? "household" : "other";
}

function compareScripts(korean: Extract<Name, { script: "korean" }>, tokens: readonly string[]): NameVerdict {
  const given = koreanSounds(korean.given);
  let household = false;
  for (const surname of spellingsOf(korean.surname)) {
    const whole = tokens.join("");
    // The surname stands first or last; written in one word, it is where the word begins or ends.
    const rests = tokens.length > 1 ? [tokens[0] === surname && tokens.slice(1).join(""), tokens.at(-1) === surname && tokens.slice(0, -1).join("")] : [whole.startsWith(surname) && whole.slice(surname.length), whole.endsWith(surname) && whole.slice(0, -surname.length)];
    for (const rest of rests) {
      if (!rest) continue;
      if (latinSounds(rest) === given) return "same";
      household = true;
    }
  }
  if (spellingsOf(korean.surname).length === 0) return "unknown";
  return household ? "household" : "other";
}

/**
 * Compare the name on an account with the one in the record: in Korean or Latin letters, in any order and spacing. The same surname is a `household`; so is any other common part of a Latin
 * name. Sounds are compared generously, because a wrong alarm is worse here than a missed one.
 */
export function compareNames(holder: string, record: string): NameVerdict {
  const [a, b] = [readName(holder), readName(record)];
  if (!a || !b) return "unknown";
  if (a.script === "korean" && b.script === "korean") return a.whole === b.whole ? "same" : a.surname === b.surname ? "household" : "other";
  if (a.script === "latin" && b.script === "latin") return compareLatin(a.tokens, b.tokens);
  return a.script === "korean" ? compareScripts(a, b.script === "latin" ? b.tokens : []) : compareScripts(b as Extract<Name, { script: "korean" }>, a.tokens);
}

/** The surname by which people at one address are a family; in Hangul where it can be. Null where it cannot be told. */
export function surnameOf(raw: string): string | null {
  const name = readName(raw);
  if (!name) return null;
  if (name.script === "korean") return name.surname;
  const [first = "", last = ""] = [name.tokens[0], name.tokens.at(-1)];
  return surnamesSpelt(last)[0] ?? surnamesSpelt(first)[0] ?? last;
}
