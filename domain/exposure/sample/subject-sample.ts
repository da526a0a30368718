import { csvLine, loneDefects, sampleDefects, type LoneDefect, type SampleCells } from "./sample-defects";
import { sampleAddress } from "./sample-addresses";
import { foreigners, foreignPhone, koreanFamilies, koreanGiven } from "./sample-names";
import { seededChance, type Chance } from "./seeded-chance";

export interface SampleOptions {
  /** Rows of the file, third parties included. */
  people: number;
  /** The same seed makes the same bytes. */
  seed: number;
  /** Share of rows that are defective, 0 to 1. */
  defects: number;
}

export interface SampleRow {
  /** As they were before anything was spoiled. */
  cells: SampleCells;
  /** The record without its line end; it may span lines where its defect is a line break. */
  text: string;
  defect: LoneDefect | null;
}

const columns = ["ref", "kind", "named_by", "email", "phone", "locale", "country", "time_zone", "confirmed", "possible", "cleared", "counts", "hints", "postal_name", "postal_code", "postal_address"] as const satisfies (keyof SampleCells)[];
export const sampleHeader = columns.join(",");

const domains = ["example.com", "example.com", "example.org", "example.net"] as const;
/** How many of the latest account holders a third party may have been named by. */
const NEIGHBOURS = 50;

/** The people the demo and its tests know by name: the same in every sample, and never defective. */
const known: SampleCells[] = [
  {
    ...{ ref: "A-000001", kind: "account-holder", named_by: "", email: "minji.kim@example.com", phone: "010-2345-6734", locale: "ko", country: "KR", time_zone: "Asia/Seoul" },
    ...{ confirmed: "names;email-addresses;phone-numbers;physical-addresses;access-codes;purchases", possible: "", cleared: "" },
    ...{ counts: "physical-addresses=3;access-codes=1;purchases=5", hints: "names=김••;phone-numbers=010-••••-••34" },
    ...{ postal_name: "김민지", postal_code: "04101", postal_address: "서울특별시 마포구 하늘로 12|103동 1204호" },
  },
  {
    ...{ ref: "A-000002", kind: "account-holder", named_by: "", email: "john.smith@example.com", phone: "(415) 555-2671", locale: "en", country: "US", time_zone: "America/New_York" },
    ...{ confirmed: "names;email-addresses;phone-numbers;physical-addresses", possible: "purchases", cleared: "" },
    ...{ counts: "physical-addresses=1", hints: "names=J•••;phone-numbers=(•••) •••-••71" },
    ...{ postal_name: "John Smith", postal_code: "94107", postal_address: "12 Cloud Street|San Francisco CA" },
  },
  {
    ...{ ref: "R-000003", kind: "third-party", named_by: "A-000001", email: "", phone: "010-8765-4321", locale: "ko", country: "KR", time_zone: "Asia/Seoul" },
    ...{ confirmed: "names;phone-numbers;physical-addresses;access-codes", possible: "", cleared: "" },
    ...{ counts: "physical-addresses=1;access-codes=1", hints: "names=이••;phone-numbers=010-••••-••21" },
    ...{ postal_name: "이하늘", postal_code: "48058", postal_address: "부산광역시 해운대구 바다로 7|1502호" },
  },
];

/**
 * Make the population of the reference case, row by row and with nothing held but the latest account holders: four in five are account holders, the others
 * people whom these have in their delivery lists. Exactly `round(people × defects)` rows are defective, spread at random, each with one defect, and the
 * kinds of defect take turns so that all come up.
 */
export function* sampleRows({ people, seed, defects }: SampleOptions): Generator<SampleRow> {
  const chance = seededChance(seed);
  // A sequence of its own: who the people are does not hang on where they live.
  const places = seededChance(seed + 1);
  const accounts: SampleCells[] = [];
  const spare = Math.min(known.length, people);
  let due = Math.min(Math.round(people * defects), people - spare);
  let turn = 0;
  for (let number = 1; number <= people; number++) {
    const cells = known[number - 1] ?? somebody(number, chance, places, accounts);
    if (cells.kind === "account-holder") {
      accounts.push(cells);
      if (accounts.length > NEIGHBOURS) accounts.shift();
    }
    // Selection sampling: of the rows that are left, so many must still be spoiled.
    const spoil = number > spare && chance.share() * (people - number + 1) < due;
    const defect = spoil ? (loneDefects[turn++ % loneDefects.length] ?? null) : null;
    if (spoil) due--;
    yield { cells, text: defect ? sampleDefects[defect](cells) : csvLine(cells), defect };
  }
}

/** The file of a sample, header first, in pieces of whole lines. */
export function* sampleLines(options: SampleOptions): Generator<string> {
  yield `${sampleHeader}\n`;
  let block = "";
  for (const { text } of sampleRows(options)) {
    block += `${text}\n`;
    if (block.length < 65_536) continue;
    yield block;
    block = "";
  }
  if (block !== "") yield block;
}

interface Person {
  /** As it stands on an envelope. */
  name: string;
  family: string;
  given: string;
  nameHint: string;
  phone: string;
  country: string;
  timeZone: string;
  locale: string;
}

function somebody(number: number, chance: Chance, places: Chance, accounts: readonly SampleCells[]): SampleCells {
  const person = chance.under(0.93) ? korean(chance) : foreign(chance);
  const digits = String(number).padStart(6, "0");
  const thirdParty = chance.under(0.2);
  const neighbour = chance.one(accounts);
  // Families share an address; some people write theirs with capitals.
  let email = !thirdParty && chance.under(0.015) ? neighbour.email : `${person.given}.${person.family}${number}@${chance.one(domains)}`;
  if (chance.under(0.02)) email = email.replace(/^./, (first) => first.toUpperCase());
  const common = { email, phone: person.phone, locale: person.locale, country: person.country, time_zone: person.timeZone };
  const postal = sampleAddress(places, person, thirdParty ? 0.5 : 0.88);
  const hints = `names=${person.nameHint};phone-numbers=${maskPhone(person.phone)}`;
  if (thirdParty) {
    const other = chance.under(0.05) ? chance.one(accounts).ref : neighbour.ref;
    const door = chance.under(0.15);
    return {
      ...{ ref: `R-${digits}`, kind: "third-party", named_by: other === neighbour.ref ? other : `${neighbour.ref};${other}`, ...common },
      // A delivery list has names, phones and addresses; only a few recipients are known by e-mail too.
      email: chance.under(0.25) ? email : "",
      ...{ confirmed: `names;phone-numbers;physical-addresses${door ? ";access-codes" : ""}`, possible: "", cleared: "", counts: "physical-addresses=1", hints, ...postal },
    };
  }
  return { ref: `A-${digits}`, kind: "account-holder", named_by: "", ...common, ...accountClasses(chance), hints, ...postal };
}

/** What leaked of an account: always who they are, mostly where they live and what they bought, now and then the code of the door. */
function accountClasses(chance: Chance): Pick<SampleCells, "confirmed" | "possible" | "cleared" | "counts"> {
  const addresses = chance.under(0.92) ? 1 + chance.below(chance.under(0.1) ? 12 : 3) : 0;
  const door = addresses > 0 ? chance.share() : 1;
  const orders = chance.share();
  const confirmed = ["names", "email-addresses", "phone-numbers"];
  const possible: string[] = [];
  const cleared: string[] = [];
  const counts: string[] = [];
  if (addresses > 0) {
    confirmed.push("physical-addresses");
    counts.push(`physical-addresses=${addresses}`);
  }
  if (door < 0.18) confirmed.push("access-codes");
  else if (door < 0.22) possible.push("access-codes");
  if (orders < 0.8) {
    confirmed.push("purchases");
    counts.push(`purchases=${1 + chance.below(5)}`);
  } else if (orders < 0.84) possible.push("purchases");
  else if (orders < 0.85) cleared.push("purchases");
  return { confirmed: confirmed.join(";"), possible: possible.join(";"), cleared: cleared.join(";"), counts: counts.join(";") };
}

function korean(chance: Chance): Person {
  // The product of two even shares favours the front of the list, as family names do.
  const [hangul, family] = koreanFamilies[Math.floor(chance.share() * chance.share() * koreanFamilies.length)] ?? koreanFamilies[0];
  const [called, given] = chance.one(koreanGiven);
  return { name: `${hangul}${called}`, family, given, nameHint: `${hangul}••`, phone: koreanMobile(chance), country: "KR", timeZone: "Asia/Seoul", locale: "ko" };
}

function foreign(chance: Chance): Person {
  const { country, zones, given, families } = chance.one(foreigners);
  const first = chance.one<string>(given);
  const family = chance.one<string>(families);
  const person = { name: `${capital(first)} ${capital(family)}`, family, given: first, nameHint: `${first.charAt(0).toUpperCase()}•••`, locale: "en" };
  if (chance.under(0.4)) return { ...person, phone: koreanMobile(chance), country: "KR", timeZone: "Asia/Seoul" };
  return { ...person, phone: foreignPhone(country, (n) => chance.digits(n)), country, timeZone: chance.one<string>(zones) };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Some blocks under 010-5 were never given out. */
function koreanMobile(chance: Chance): string {
  return `010-${chance.one([2, 3, 4, 6, 7, 8, 9])}${chance.digits(3)}-${chance.digits(4)}`;
}

/** Keep the way a number is written and its last two digits; of Korean mobile numbers also the 010 that all of them share. */
function maskPhone(phone: string): string {
  const keep = phone.startsWith("010-") ? 4 : 0;
  return phone.slice(0, keep) + phone.slice(keep, -2).replace(/\d/g, "•") + phone.slice(-2);
}
