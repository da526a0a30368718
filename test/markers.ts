import { createHash, randomInt } from "node:crypto";

/** A value that is nowhere else in the world, planted to see where it comes out. */
export interface Marker {
  /** What it is, for messages: the value itself is never printed. */
  name: string;
  /** As people and programs write it. */
  writings: readonly string[];
  /** Columns of the database in which it may stand as it is, each written `table.column`. */
  readable: readonly string[];
  /** Drawn by lot and known to its holder alone: its hash says nothing of it, and no page shows it but the one that hands it over. */
  secret: boolean;
}

/** Something that was written somewhere. */
export interface Piece {
  place: string;
  text: string | Buffer;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호";
const draw = (from: string, count: number) => Array.from({ length: count }, () => from[randomInt(from.length)]).join("");

/** Shorter ones are found by chance. */
const SHORTEST = 6;

/** The markers of one walk, each by its name. */
export class Markers {
  readonly all = new Map<string, Marker>();

  /** Remember a value that somebody else made, or that is written in several ways. */
  take(name: string, value: string | readonly string[], { readable = [], secret = false }: { readable?: readonly string[]; secret?: boolean } = {}): string {
    const writings = [value].flat();
    const [first = ""] = writings;
    if (first.length < SHORTEST) throw new Error(`${name} is too short to be told from chance`);
    if (this.all.has(name)) throw new Error(`${name} is there already`);
    this.all.set(name, { name, writings, readable, secret });
    return first;
  }

  word(name: string, readable: readonly string[] = []): string {
    return this.take(name, `mk${draw(LETTERS, 14)}`, { readable });
  }

  /** A secret that nobody has made yet. */
  secret(name: string): string {
    return this.take(name, `mk${draw(LETTERS, 40)}`, { secret: true });
  }

  sentence(name: string, readable: readonly string[] = []): string {
    return `Because ${this.word(name, readable)} was asked for`;
  }

  korean(name: string, readable: readonly string[] = []): string {
    return this.take(name, draw(SYLLABLES, 7), { readable });
  }

  /** Found by the part before the @, which is all that some systems repeat. */
  email(name: string, readable: readonly string[] = []): string {
    return `${this.word(name, readable)}@example.com`;
  }

  /** A Korean mobile number as people type it, found however it is written. Not every block of four digits is given out: these are. */
  phone(name: string, readable: readonly string[] = []): string {
    const [middle, last] = [randomInt(2_000, 5_000), String(randomInt(10_000)).padStart(4, "0")];
    return this.take(name, [`010-${middle}-${last}`, `010${middle}${last}`, `+8210${middle}${last}`, `10-${middle}-${last}`], { readable });
  }

  digits(name: string, count: number, readable: readonly string[] = []): string {
    return this.take(name, `${randomInt(1, 10)}${draw("0123456789", count - 1)}`, { readable });
  }

  value(name: string): string {
    const [first] = this.all.get(name)?.writings ?? [];
    if (first === undefined) throw new Error(`no marker ${name}`);
    return first;
  }
}

/** Bytes as one letter each, whatever they are, small. */
const flat = (text: string | Buffer) => Buffer.from(text as string).toString("latin1").toLowerCase();

/** What is left of base64 of some bytes wherever they begin in something longer. */
function base64Of(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    return whole.toString("base64").slice(before === 0 ? 0 : before + 1, Math.floor((whole.length * 8) / 6));
  });
}

const escaped = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Everything that a value is written as: plain, in addresses, JSON and HTML, in base64 and hex, as mails write it, and, if it can be guessed, as the hashes that whoever guesses can reckon. */
function formsOf(writing: string, secret: boolean): string[] {
  const bytes = Buffer.from(writing);
  const base64 = [...base64Of(bytes), ...base64Of(Buffer.from(encodeURIComponent(writing)))];
  const hashes = (secret ? [] : ["sha256", "sha1", "md5"]).map((kind) => createHash(kind).update(bytes).digest());
  const forms = [
    writing,
    encodeURIComponent(writing),
    encodeURIComponent(encodeURIComponent(writing)),
    new URLSearchParams({ v: writing }).toString().slice(2),
    JSON.stringify(writing).slice(1, -1),
    escaped(writing),
    writing.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#x27;"),
    bytes.toString("hex"),
    Buffer.from(writing, "utf16le").toString("latin1"),
    [...bytes].map((byte) => (byte > 0x7e ? `=${byte.toString(16)}` : String.fromCharCode(byte))).join(""),
    ...base64,
    ...base64.map((form) => form.replaceAll("+", "-").replaceAll("/", "_")),
    ...hashes.flatMap((hash) => [hash.toString("hex"), hash.toString("base64").replaceAll("=", ""), hash.toString("base64url")]),
  ];
  return [...new Set(forms.map(flat).filter((form) => form.length >= SHORTEST))];
}

/** A few digits stand in many a longer number and in fractions of seconds. */
function standsAlone(text: string, form: string): boolean {
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
    if (!/[0-9a-z.]/.test(text[at - 1] ?? " ") && !/[0-9a-z]/.test(text[at + form.length] ?? " ")) return true;
  }
  return false;
}

export interface Finding {
  marker: Marker;
  place: string;
}

/** Look for every marker, in every form, in all that was written. */
export function findMarkers(markers: Iterable<Marker>, pieces: readonly Piece[]): Finding[] {
  const wanted = [...markers].map((marker) => ({ marker, forms: [...new Set(marker.writings.flatMap((writing) => formsOf(writing, marker.secret)))] }));
  const found = new Map<string, Finding>();
  for (const { place, text } of pieces) {
    const where = flat(text);
    for (const { marker, forms } of wanted) {
      if (forms.some((form) => (/^\d{1,9}$/.test(form) ? standsAlone(where, form) : where.includes(form)))) found.set(`${marker.name} ${place}`, { marker, place });
    }
  }
  return [...found.values()];
}
