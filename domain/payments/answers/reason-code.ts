/** What banks write in words, the narrower before the wider, with the code that says the same. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/사망|deceased/i, "MD07"],
  [/해지|해약|closed/i, "AC04"],
  [/정지|사고|압류|제한|blocked|frozen/i, "AC06"],
  [/중복|이중|duplicate/i, "AM05"],
  [/거절|거부|refused/i, "MS02"],
  [/예금주|성명|수취인명|명의|holder|\bname/i, "BE01"],
  [/없는|없음|번호|미등록|no such|unknown|invalid|wrong/i, "AC01"],
  [/불가|not allowed/i, "AG01"],
];
/** Codes without a number (ISO 20022, External Status Reason). Other words of four letters may be a name. */
const LETTERS = ["AGNT", "CNOR", "CURR", "CUST", "DNOR", "DUPL", "ERIN", "FOCR", "LEGL", "NARR", "NOAS", "NOCM", "NOOR", "SVNR", "TECH", "UPAY"];

/** A reason that is written in words, and in none that we know (ISO 20022: narrative). */
const IN_WORDS = "NARR";

/** The code for why a bank did not pay (ISO 20022, External Status Reason), of its code or its words. The words themselves are not kept: banks write holders' names and account numbers into them. */
export function reasonCode(said: string | null): string | null {
  const plain = (said ?? "").normalize("NFKC").trim();
  if (plain === "") return null;
  if (/^[A-Z]{2}\d{2}$/.test(plain) || LETTERS.includes(plain)) return plain;
  return WORDS.find(([words]) => words.test(plain))?.[1] ?? IN_WORDS;
}
