import { describe, expect, it } from "vitest";
import { loadRulebook } from "@/content/rules/rulebook";
import { decideRules } from "./decide-rules";
import type { Answer, PeopleByEvidence, Reason, Situation } from "./types";

const people = (confirmed: number, possible = confirmed, everybody = possible): PeopleByEvidence => ({ confirmed, possible, everybody });
const noAnchors: Situation["anchors"] = { "first-suspicion": null, "knew-access": null, "knew-leak": null, "knew-not-leaked": null, "identified-persons": null, contained: null, "consumer-notice-first-sent": null };
const KNEW = new Date("2026-11-18T09:00:00+09:00");
const ON = new Date("2026-11-20T12:00:00+09:00");
const known = { ...noAnchors, "knew-leak": KNEW, "identified-persons": KNEW };

/** A confirmed leak of which everything is known: names, addresses, phones and orders of people in every jurisdiction, through illegal access. */
const confirmed: Situation = {
  anchors: known,
  ...{ state: "confirmed", itemsUnknown: false, circumstancesUnknown: false, cause: "illegal-access", encrypted: false, harm: "serious", recovered: false, propertyDamage: false, coveredEntity: false },
  grounds: {},
  data: { confirmed: ["names", "phone-numbers", "physical-addresses", "purchases"], possible: [], basis: "dataset" },
  countries: { KR: people(5000), DE: people(20), GB: people(30), US: people(3000), AU: people(40), JP: people(50) },
  counted: { "US-CA": 600, "US-state": 900 },
};
const suspected: Situation = { ...confirmed, anchors: { ...noAnchors, "first-suspicion": KNEW, "knew-access": KNEW }, state: "suspected", countries: { KR: people(0, 10), AU: people(0, 5), JP: people(0, 5) }, data: { confirmed: [], possible: ["names"], basis: "dataset" } };
const clear: Situation = { ...suspected, state: "not-leaked", anchors: { ...suspected.anchors, "knew-not-leaked": ON }, countries: { KR: people(0, 0, 10) }, data: { confirmed: [], possible: [], basis: "dataset" } };
const withIds: Situation = { ...confirmed, data: { confirmed: ["names", "drivers-licenses"], possible: [], basis: "dataset" } };
const clinic: Situation = { ...confirmed, coveredEntity: true, data: { confirmed: ["names", "personal-health-data"], possible: [], basis: "dataset" } };
/** Nobody has said anything yet. */
const blank: Situation = { ...confirmed, anchors: noAnchors, ...{ state: null, itemsUnknown: null, circumstancesUnknown: null, cause: null, encrypted: null, harm: null, recovered: null, propertyDamage: null, coveredEntity: null }, data: { confirmed: [], possible: [], basis: "words" }, countries: null, counted: {} };

function verdict(id: string, situation: Situation, on = ON) {
  const found = decideRules(situation, on).find(({ rule }) => rule.id === id);
  if (!found) throw new Error(`no rule ${id}`);
  return found;
}

type Loosely<R> = R extends { about: string } ? Pick<R, "about"> & Partial<R> : never;
type Expected = Loosely<Reason>;
type Row = [rule: string, because: string, situation: Situation, reasons: Expected[]];

const applies: Row[] = [
  ["KR-IND", "the leak is confirmed", confirmed, [{ about: "in-force", day: "2026-11-18" }, { about: "people", min: 5000 }, { about: "state", is: "confirmed" }]],
  ["KR-IND-2023", "it was known while the old law stood", { ...confirmed, anchors: { ...known, "knew-leak": new Date("2026-09-10T23:59:59+09:00") } }, [{ about: "in-force", day: "2026-09-10" }, { about: "people" }, { about: "state" }]],
  ["KR-PHASED", "the circumstances are unknown", { ...confirmed, circumstancesUnknown: true }, [{ about: "in-force" }, { about: "people" }, { about: "state" }, { about: "unknown-parts" }]],
  ["KR-PHASED", "further items are possible, whatever is known of the circumstances", { ...confirmed, itemsUnknown: true, circumstancesUnknown: null }, [{ about: "in-force" }, { about: "people" }, { about: "state" }, { about: "unknown-parts" }]],
  ["KR-POSSIBLE", "access is suspected and nobody can be singled out", suspected, [{ about: "in-force" }, { about: "people", min: 10 }, { about: "state", is: "suspected" }, { about: "persons-not-singled-out" }]],
  ["KR-POSSIBLE", "part is confirmed and others are likely", { ...confirmed, data: { ...confirmed.data, possible: ["access-codes"] } }, [{ about: "in-force" }, { about: "people" }, { about: "partly-possible" }]],
  ["KR-CLEAR", "it turned out that nothing leaked", clear, [{ about: "in-force", day: "2026-11-20" }, { about: "people", min: 10 }, { about: "state", is: "not-leaked" }]],
  ["KR-REG", "a thousand people", { ...confirmed, cause: "mistake", countries: { KR: people(1000) } }, [{ about: "people", atLeast: 1000 }, { about: "state" }]],
  ["KR-REG", "unique identifiers of one person", { ...confirmed, cause: "mistake", countries: { KR: people(1) }, data: { ...confirmed.data, confirmed: ["resident-registration-numbers"] } }, [{ about: "people" }, { about: "state" }, { about: "data", found: ["resident-registration-numbers"] }]],
  ["KR-REG", "illegal access from outside", { ...confirmed, countries: { KR: people(1) } }, [{ about: "people" }, { about: "state" }, { about: "cause", is: "illegal-access" }]],
  ["KR-PIPC-ORDERS", "people in Korea are written to", confirmed, [{ about: "people" }]],
  ["EU-REG", "there is a risk", { ...confirmed, harm: "some" }, [{ about: "people", min: 20 }, { about: "state" }, { about: "harm", is: "some" }]],
  ["EU-IND", "the risk is high", confirmed, [{ about: "people" }, { about: "state" }, { about: "harm", is: "serious" }]],
  ["UK-REG", "there is a risk", confirmed, [{ about: "people", min: 30 }, { about: "state" }, { about: "harm" }]],
  ["US-CA-IND", "a name with a driving licence", withIds, [{ about: "in-force" }, { about: "people", min: 600, basis: "staff" }, { about: "state" }, { about: "encrypted" }, { about: "data", found: ["names"] }, { about: "data", found: ["drivers-licenses"] }]],
  ["US-CA-IND", "an address with its password", { ...confirmed, data: { ...confirmed.data, confirmed: ["email-addresses", "passwords"] } }, [{ about: "in-force" }, { about: "people" }, { about: "state" }, { about: "encrypted" }, { about: "data", found: ["email-addresses"] }, { about: "data", found: ["passwords"] }]],
  ["US-CA-AG", "more than 500 residents are told", { ...withIds, counted: { "US-CA": 501 } }, [{ about: "in-force" }, { about: "people", atLeast: 501 }, { about: "rule", rule: "US-CA-IND" }]],
  ["US-HIPAA-IND", "a covered entity lost health data", clinic, [{ about: "people" }, { about: "state" }, { about: "covered-entity" }, { about: "data", found: ["personal-health-data"] }, { about: "encrypted" }]],
  ["US-HIPAA-MEDIA", "more than 500 in one state", clinic, [{ about: "people", place: "US" }, { about: "people", place: "US-state", min: 900 }, { about: "rule" }]],
  ["AU-ASSESS", "a breach is suspected", suspected, [{ about: "people" }, { about: "state", is: "suspected" }]],
  ["AU-IND", "serious harm is likely", confirmed, [{ about: "people" }, { about: "state" }, { about: "harm" }]],
  ["JP-PRELIM", "a wrongful purpose is suspected", confirmed, [{ about: "people" }, { about: "state" }, { about: "cause" }]],
  ["JP-PRELIM", "property may be damaged", { ...confirmed, cause: "mistake", propertyDamage: true }, [{ about: "people" }, { about: "state" }, { about: "property-damage" }]],
  ["JP-PRELIM", "more than a thousand people", { ...confirmed, cause: "loss", countries: { JP: people(1001) } }, [{ about: "people", atLeast: 1001 }, { about: "state" }]],
  ["JP-FINAL", "the preliminary report is due", confirmed, [{ about: "people" }, { about: "rule", rule: "JP-PRELIM" }]],
];

const doesNot: Row[] = [
  ["KR-IND", "the leak is only suspected", suspected, [{ about: "state", is: "suspected", wants: ["confirmed"] }]],
  ["KR-IND", "it was known before the amendment", { ...confirmed, anchors: { ...known, "knew-leak": new Date("2026-09-10T23:59:59+09:00") } }, [{ about: "in-force", day: "2026-09-10", from: "2026-09-11" }]],
  ["KR-IND", "no people there", { ...confirmed, countries: { DE: people(5) } }, [{ about: "people", place: "KR", max: 0 }]],
  ["KR-IND-2023", "it was known after the amendment", { ...confirmed, anchors: { ...known, "knew-leak": new Date("2026-09-11T00:00:00+09:00") } }, [{ about: "in-force", day: "2026-09-11", to: "2026-09-10" }]],
  ["KR-IND-2023", "it was known before the law", { ...confirmed, anchors: { ...known, "knew-leak": new Date("2023-09-14T12:00:00+09:00") } }, [{ about: "in-force", day: "2023-09-14" }]],
  ["KR-PHASED", "nothing is unknown", confirmed, [{ about: "unknown-parts" }]],
  ["KR-POSSIBLE", "the persons are identified and nothing is only possible", confirmed, [{ about: "state" }, { about: "persons-not-singled-out" }, { about: "partly-possible" }]],
  ["KR-CLEAR", "it is confirmed", confirmed, [{ about: "state", is: "confirmed" }]],
  ["KR-REG", "fewer than a thousand people, by mistake, and no such data", { ...confirmed, cause: "mistake", countries: { KR: people(999) } }, [{ about: "people", atLeast: 1000, max: 999 }, { about: "data" }, { about: "cause", is: "mistake" }]],
  ["KR-REG", "the data was recovered", { ...confirmed, recovered: true }, [{ about: "exempt", exemption: 0 }]],
  ["KR-PIPC-ORDERS", "no people there", { ...confirmed, countries: { DE: people(5) } }, [{ about: "people" }]],
  ["EU-REG", "a risk is unlikely", { ...confirmed, harm: "unlikely" }, [{ about: "harm", is: "unlikely" }]],
  ["EU-IND", "the risk is not high", { ...confirmed, harm: "some" }, [{ about: "harm", is: "some" }]],
  ["EU-IND", "nobody can read the data", { ...confirmed, encrypted: true }, [{ about: "exempt", exemption: 0 }]],
  ["EU-IND", "later measures removed the risk", { ...confirmed, recovered: true }, [{ about: "exempt", exemption: 1 }]],
  ["UK-REG", "a risk is unlikely", { ...confirmed, harm: "unlikely" }, [{ about: "harm" }]],
  ["US-CA-IND", "name, address and order history alone are not what it asks for", confirmed, [{ about: "data", leaked: ["names", "phone-numbers", "physical-addresses", "purchases"] }, { about: "data" }, { about: "data" }]],
  ["US-CA-IND", "the data was encrypted", { ...withIds, encrypted: true }, [{ about: "encrypted", is: true }]],
  ["US-CA-IND", "it was known before the law", { ...withIds, anchors: { ...known, "knew-leak": new Date("2025-12-31T23:59:00-08:00") } }, [{ about: "in-force", day: "2025-12-31" }]],
  ["US-CA-IND", "nobody lives there", { ...withIds, counted: { "US-CA": 0 } }, [{ about: "people", place: "US-CA" }]],
  ["US-CA-AG", "500 residents and no more", { ...withIds, counted: { "US-CA": 500 } }, [{ about: "people", atLeast: 501, max: 500 }]],
  ["US-CA-AG", "fewer live in the whole country", { ...withIds, counted: {}, countries: { US: people(400) } }, [{ about: "people", atLeast: 501, max: 400 }]],
  ["US-CA-AG", "nobody needs to be told", confirmed, [{ about: "rule", rule: "US-CA-IND" }]],
  ["US-HIPAA-IND", "it is no covered entity", { ...clinic, coveredEntity: false }, [{ about: "covered-entity" }]],
  ["US-HIPAA-IND", "no health data", { ...confirmed, coveredEntity: true }, [{ about: "data" }]],
  ["US-HIPAA-MEDIA", "no state has more than 500", { ...clinic, counted: { "US-state": 500 } }, [{ about: "people", place: "US-state", max: 500 }]],
  ["AU-ASSESS", "nothing is left to assess", confirmed, [{ about: "state", is: "confirmed" }]],
  ["AU-IND", "harm is not serious", { ...confirmed, harm: "some" }, [{ about: "harm" }]],
  ["JP-PRELIM", "a mistake about few people without money or special data", { ...confirmed, cause: "mistake", countries: { JP: people(1000) } }, [{ about: "people", atLeast: 1001, max: 1000 }, { about: "data" }, { about: "property-damage" }, { about: "cause" }]],
  ["JP-FINAL", "no preliminary report is due", { ...confirmed, cause: "mistake" }, [{ about: "rule", rule: "JP-PRELIM" }]],
];

const undecided: Row[] = [
  ["KR-IND", "the anchor is unknown", { ...confirmed, anchors: noAnchors }, [{ about: "in-force", day: null }]],
  ["KR-IND-2023", "the anchor is unknown", { ...confirmed, anchors: noAnchors }, [{ about: "in-force", day: null }]],
  ["KR-IND", "nobody said whether it is confirmed", { ...confirmed, state: null }, [{ about: "state", is: null }]],
  ["KR-IND", "there is no dataset", { ...confirmed, countries: null }, [{ about: "people", max: null, basis: "no-dataset" }]],
  ["KR-IND", "everybody there is only possible", { ...confirmed, countries: { KR: people(0, 5) } }, [{ about: "people", min: 0, max: 5, basis: "only-possible" }]],
  ["KR-PHASED", "nobody said what is unknown", { ...confirmed, itemsUnknown: null }, [{ about: "unknown-parts" }]],
  ["KR-POSSIBLE", "there is no dataset that would tell", { ...confirmed, countries: null, counted: { KR: 5 } }, [{ about: "partly-possible" }]],
  ["KR-REG", "a thousand only with those that are possible", { ...confirmed, cause: "mistake", countries: { KR: people(900, 1100) } }, [{ about: "people", atLeast: 1000, min: 900, max: 1100 }]],
  ["KR-REG", "the cause is unknown", { ...confirmed, cause: null, countries: { KR: people(1) } }, [{ about: "cause", is: null }]],
  ["KR-REG", "more kinds of data may turn up", { ...confirmed, cause: "mistake", itemsUnknown: true, countries: { KR: people(1) } }, [{ about: "data", basis: "items-unknown" }]],
  ["KR-REG", "the data is only possible", { ...confirmed, cause: "mistake", countries: { KR: people(1) }, data: { confirmed: ["names"], possible: ["passport-numbers"], basis: "dataset" } }, [{ about: "data", found: ["passport-numbers"], basis: "only-possible" }]],
  ["EU-REG", "nobody weighed the harm", { ...confirmed, harm: null }, [{ about: "harm", is: null }]],
  ["US-CA-IND", "nobody counted who lives in California", { ...withIds, counted: {} }, [{ about: "people", place: "US-CA", min: 0, max: 3000, basis: "not-counted" }]],
  ["US-CA-IND", "nobody said whether it was encrypted", { ...withIds, encrypted: null }, [{ about: "encrypted", is: null }]],
  ["US-HIPAA-MEDIA", "nobody counted a state", { ...clinic, counted: {} }, [{ about: "people", place: "US-state", max: 3000 }]],
  ["JP-FINAL", "it is undecided whether the preliminary report is due", { ...confirmed, cause: null }, [{ about: "rule" }]],
];

const answersOf: [Answer, boolean | null, Row[]][] = [["applies", true, applies], ["does-not-apply", false, doesNot], ["undecided", null, undecided]];
for (const [answer, holds, rows] of answersOf) {
  describe(`a rule ${answer}`, () => {
    it.each(rows)("%s: %s", (id, _, situation, reasons) => {
      const { reasons: found, ...rest } = verdict(id, situation);
      expect(rest.answer).toBe(answer);
      expect(found.map(({ about }) => about).sort()).toEqual(reasons.map(({ about }) => about).sort());
      expect(found).toEqual(expect.arrayContaining(reasons.map((reason): unknown => expect.objectContaining({ holds, ...reason }))));
      expect(rest.deadline === null).toBe(answer === "does-not-apply" || !rest.rule.clock);
    });
  });
}

it("covers every rule, as applying and as not", () => {
  const ids = loadRulebook().rules.map(({ id }) => id).sort();
  for (const rows of [applies, doesNot]) expect([...new Set(rows.map(([id]) => id))].sort()).toEqual(ids);
});

it("never takes what nobody said for a no", () => {
  const answers = decideRules(blank, ON).map(({ rule, answer, reasons }) => [rule.id, answer, reasons.length > 0]);
  expect(answers).toEqual(loadRulebook().rules.map(({ id }) => [id, "undecided", true]));
});

describe("both sides of 11 September 2026", () => {
  const at = (knew: string): Situation => ({ ...confirmed, circumstancesUnknown: true, data: { ...confirmed.data, possible: ["access-codes"] }, anchors: { ...known, "knew-leak": new Date(knew), "knew-access": new Date(knew) } });
  const korean = (situation: Situation) => decideRules(situation, ON).filter(({ rule, answer }) => rule.jurisdiction === "KR" && answer === "applies").map(({ rule }) => rule.id);

  it.each([
    ["2026-09-10T23:59:59+09:00", ["KR-IND-2023", "KR-REG", "KR-PIPC-ORDERS"]],
    ["2026-09-11T00:00:00+09:00", ["KR-IND", "KR-PHASED", "KR-POSSIBLE", "KR-REG", "KR-PIPC-ORDERS"]],
    // The day is Korea's: it is still the 10th in London and Los Angeles.
    ["2026-09-10T15:00:00Z", ["KR-IND", "KR-PHASED", "KR-POSSIBLE", "KR-REG", "KR-PIPC-ORDERS"]],
    ["2026-09-10T14:59:59Z", ["KR-IND-2023", "KR-REG", "KR-PIPC-ORDERS"]],
  ])("what was known at %s is under the law of that moment", (knew, rules) => {
    expect(korean(at(knew))).toEqual(rules);
  });

  it("goes by the moment of knowing, not by the day of the question", () => {
    const knew = at("2026-09-10T12:00:00+09:00");
    expect(decideRules(knew, new Date("2026-09-10T13:00:00+09:00")).map(({ answer }) => answer)).toEqual(decideRules(knew, new Date("2027-01-01T00:00:00+09:00")).map(({ answer }) => answer));
  });

  it("judges a suspicion by the moment of the access that was known, while no leak is", () => {
    const suspicion = (knew: string): Situation => ({ ...suspected, anchors: { ...suspected.anchors, "knew-access": new Date(knew) } });
    expect(verdict("KR-POSSIBLE", suspicion("2026-09-10T23:59:59+09:00"))).toMatchObject({ answer: "does-not-apply", reasons: [{ about: "in-force" }] });
    expect(verdict("KR-POSSIBLE", suspicion("2026-09-11T00:00:00+09:00")).answer).toBe("applies");
  });
});

it("asks a wording rule by the day of sending", () => {
  const book = loadRulebook();
  const rules = book.rules.map((rule) => (rule.kind === "wording" ? { ...rule, effective: { from: "2026-11-20" } } : rule));
  const answer = (on: string) => decideRules(confirmed, new Date(on), { ...book, rules }).find(({ rule }) => rule.kind === "wording")?.answer;
  expect(answer("2026-11-19T23:59:59+09:00")).toBe("does-not-apply");
  expect(answer("2026-11-20T00:00:00+09:00")).toBe("applies");
});

describe("a deadline", () => {
  const due = (id: string, situation: Situation) => verdict(id, situation).deadline?.due?.toISOString() ?? null;
  const later = (iso: string) => new Date(iso);

  it("counts hours as they pass and days by the calendar of the place", () => {
    expect(due("KR-IND", confirmed)).toBe("2026-11-21T00:00:00.000Z");
    expect(due("KR-CLEAR", clear)).toBe(ON.toISOString());
    // California goes back an hour on 1 November: thirty days later the wall shows the same time.
    const autumn = { ...withIds, anchors: { ...known, "knew-leak": later("2026-10-20T09:00:00-07:00") } };
    expect(due("US-CA-IND", autumn)).toBe("2026-11-19T17:00:00.000Z");
    expect(due("AU-ASSESS", suspected)).toBe("2026-12-18T00:00:00.000Z");
  });

  it("is longer where the law says so, and only where that is established", () => {
    expect(due("JP-FINAL", confirmed)).toBe("2027-01-17T00:00:00.000Z");
    expect(due("JP-FINAL", { ...confirmed, cause: "mistake", propertyDamage: true })).toBe("2026-12-18T00:00:00.000Z");
    expect(due("JP-FINAL", { ...confirmed, cause: null, propertyDamage: true })).toBe("2026-12-18T00:00:00.000Z");
    expect(due("JP-PRELIM", confirmed)).toBe("2026-11-23T00:00:00.000Z");
  });

  it("moves with a ground that the law knows, to its end and not before the time", () => {
    const postponed = (until: Date | null): Situation => ({ ...confirmed, grounds: { containment: until, "law-enforcement": null } });
    expect(verdict("KR-IND", postponed(null)).deadline).toMatchObject({ base: later("2026-11-21T00:00:00Z"), due: null, postponed: [{ ground: "containment", until: null }] });
    expect(due("KR-IND", postponed(later("2026-11-22T00:00:00Z")))).toBe("2026-11-22T00:00:00.000Z");
    expect(verdict("KR-IND", postponed(later("2026-11-19T00:00:00Z"))).deadline).toMatchObject({ due: later("2026-11-21T00:00:00Z"), postponed: [] });
    // The report to the authority does not wait for containment.
    expect(due("KR-REG", postponed(null))).toBe("2026-11-21T00:00:00.000Z");
  });

  it("is there for what is undecided, and says which anchor it wants", () => {
    expect(due("US-CA-IND", { ...withIds, counted: {} })).toBe("2026-12-18T00:00:00.000Z");
    expect(verdict("US-CA-AG", withIds).deadline).toMatchObject({ anchor: "consumer-notice-first-sent", from: null, base: null, due: null });
    expect(verdict("EU-IND", confirmed).deadline).toMatchObject({ from: KNEW, base: null, due: null });
  });
});

it("asks for conditional items where their condition holds, and perhaps where it is unknown", () => {
  const items = (situation: Situation) => verdict("US-CA-IND", situation).items.map(({ item, certain }) => `${item.id}${certain ? "" : "?"}`);
  expect(items(withIds)).toEqual(["reporter-contact", "data-types", "dates", "law-enforcement-delay", "credit-bureaus", "identity-protection-offer", "description"]);
  const card: Situation = { ...confirmed, data: { confirmed: ["names", "credit-cards"], possible: ["drivers-licenses"], basis: "dataset" } };
  expect(items(card)).toEqual(["reporter-contact", "data-types", "dates", "law-enforcement-delay", "credit-bureaus?", "identity-protection-offer?", "description"]);
  expect(items({ ...withIds, counted: {} }).every((item) => item.endsWith("?"))).toBe(true);
});
