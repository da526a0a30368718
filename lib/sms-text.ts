/** The basic character set of GSM 03.38 (3GPP TS 23.038 § 6.2.1), each character at its value. The escape at 0x1B belongs to no text. */
const BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u0000ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/** Its extension table (§ 6.2.1.1): characters that take two septets. */
const EXTENDED: Record<string, number> = { "\f": 0x0a, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2f, "[": 0x3c, "~": 0x3d, "]": 0x3e, "|": 0x40, "€": 0x65 };
const ESCAPE = 0x1b;

const septets = new Map<string, number[]>([
  ...Array.from(BASIC).flatMap((char, value): [string, number[]][] => (value === ESCAPE ? [] : [[char, [value]]])),
  ...Object.entries(EXTENDED).map(([char, value]): [string, number[]] => [char, [ESCAPE, value]]),
]);

/** Units in a message of one part, and in each part of a longer one, of which the concatenation header takes six octets. */
const SIZES = { gsm: { single: 160, part: 153 }, ucs2: { single: 70, part: 67 } } as const;

export interface SmsParts {
  /** One character outside GSM 03.38 puts the whole text into UCS-2. */
  encoding: "gsm" | "ucs2";
  /** Septets or 16-bit units of the whole text. */
  units: number;
  parts: string[];
}

/** Split a text into the parts that go over the air. A character of two units never stands astride two parts. */
export function splitSms(text: string): SmsParts {
  const chars = Array.from(text);
  const encoding = chars.every((char) => septets.has(char)) ? "gsm" : "ucs2";
  const size = (char: string) => (encoding === "gsm" ? (septets.get(char)?.length ?? 1) : char.length);
  const units = chars.reduce((sum, char) => sum + size(char), 0);
  if (units <= SIZES[encoding].single) return { encoding, units, parts: [text] };
  const parts: string[] = [];
  let part = "";
  let used = 0;
  for (const char of chars) {
    if (used + size(char) > SIZES[encoding].part) {
      parts.push(part);
      part = "";
      used = 0;
    }
    part += char;
    used += size(char);
  }
  return { encoding, units, parts: [...parts, part] };
}

/** Count the parts of a text, and what is left of its last one. */
export function countParts(text: string): { encoding: SmsParts["encoding"]; units: number; parts: number } {
  const { encoding, units, parts } = splitSms(text);
  return { encoding, units, parts: text === "" ? 0 : parts.length };
}

/** The octets of one part: one septet in each, as SMPP 3.4 carries them, or UTF-16 in network order. */
export function smsOctets(part: string, encoding: SmsParts["encoding"]): number[] {
  if (encoding === "gsm") return Array.from(part).flatMap((char) => septets.get(char) ?? []);
  return Array.from({ length: part.length }, (_, i) => part.charCodeAt(i)).flatMap((unit) => [unit >> 8, unit & 0xff]);
}

/** Domains that are written in letters other than Latin and that phones make links of. */
const WIDE_ZONES = "한국|닷컴|닷넷|삼성";
const LINK = new RegExp(`https?:\\S*|\\b[\\d]{1,3}(?:\\.\\d{1,3}){3}\\b|[\\p{L}\\p{N}_-]+(?:\\.[\\p{L}\\p{N}_-]+)*\\.(?:[a-z]{2,}|xn--[a-z0-9-]+|${WIDE_ZONES})(?![a-z0-9])`, "giu");

/** Find what a phone would make a link of: addresses with and without a scheme, bare domains, mailboxes, IP addresses; also where wide or unseen characters hide them. */
export function findLinks(text: string): string[] {
  const plain = text
    .normalize("NFKC")
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "")
    .replace(/[。｡]/g, ".");
  return plain.match(LINK) ?? [];
}
