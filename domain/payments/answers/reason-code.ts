/** What banks write in words, the narrower before the wider, with the code that says the same. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/중복|이중\s*(이체|지급|출금|입금|송금|처리|접수|의뢰)|(기|이미)\s*(처리|접수|지급|이체)|duplicate|sent twice|already (paid|processed|received|executed)/i, "AM05"],
  [/사망|deceased/i, "MD07"],
  [/해지|해약|closed/i, "AC04"],
  [/정지|사고|압류|제한|blocked|frozen/i, "AC06"],
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

/** Codes by which a bank says that it had got the same before: the payment, its message, its instruction or one of its names (ISO 20022, External Status Reason and Return Reason). */
const SENT_TWICE = ["AM05", "DUPL", "DU01", "DU02", "DU03", "DU04", "DU05"];

/** Whether a bank refuses, or gives back, what it had got before. What it did with the first is said elsewhere. */
export function isSentTwice(said: string | null): boolean {
  const code = reasonCode(said);
  return code !== null && SENT_TWICE.includes(code);
}
