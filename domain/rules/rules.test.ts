import { describe, expect, it } from "vitest";
import { loadRulebook } from "@/content/rules/rulebook";
import { locales, type Locale } from "@/db/values/locales";
import type { NoticeKind } from "@/db/values/notice-kinds";
import { decideRules } from "./decide-rules";
import { changedDeadlines, formsFor, holdsItem, requiredItemsFor, wordingOrders } from "./rules";
import type { Situation } from "./types";

const KNEW = new Date("2026-11-18T09:00:00+09:00");
const situation: Situation = {
  anchors: { "first-suspicion": null, "knew-access": KNEW, "knew-leak": KNEW, "knew-not-leaked": null, "identified-persons": KNEW, contained: null, "consumer-notice-first-sent": null },
  ...{ state: "confirmed", itemsUnknown: false, circumstancesUnknown: true, cause: "illegal-access", encrypted: false, harm: "serious", recovered: false, propertyDamage: false, coveredEntity: false },
  grounds: {},
  data: { confirmed: ["names", "drivers-licenses"], possible: ["access-codes"], basis: "dataset" },
  countries: { KR: { confirmed: 5, possible: 5, everybody: 5 } },
  counted: {},
};
const decided = (changes: Partial<Situation> = {}) => decideRules({ ...situation, ...changes }, KNEW);
const required = (kind: NoticeKind, changes?: Partial<Situation>) => requiredItemsFor(kind, decided(changes)).map(({ item, rules, perhaps }) => [item.id, rules.map(({ id }) => id).join(), perhaps.map(({ id }) => id).join()]);

describe("what a notice must hold", () => {
  it("follows from the rules that apply, by kind", () => {
    const ask = (rule: string, ...items: string[]) => items.map((item) => [item, rule, ""]);
    const full = ask("KR-IND", "leaked-items", "time-and-circumstances", "concrete-self-help", "response-and-remedy", "contact-desk", "legal-rights", "decree-other");
    for (const kind of ["full", "correction", "third-party"] as const) expect(required(kind), kind).toEqual(full);
    expect(required("first")).toEqual(ask("KR-PHASED", "concrete-self-help", "response-and-remedy", "contact-desk", "legal-rights", "fact-of-leak", "confirmed-so-far"));
    expect(required("possibility")).toEqual(ask("KR-POSSIBLE", "concrete-self-help", "response-and-remedy", "contact-desk", "possible-items", "suspected-time-and-circumstances", "promise-of-further-notice"));
    for (const kind of ["all-clear", "apology", "guidance-update", "compensation", "claim-correspondence"] as const) expect(required(kind), kind).toEqual([]);
    // Nothing is unknown, so nothing excuses a short first notice.
    expect(required("first", { circumstancesUnknown: false })).toEqual(full);
    expect(required("full", { anchors: { ...situation.anchors, "knew-leak": new Date("2026-09-10T12:00:00+09:00") } }).map(([item]) => item)).toHaveLength(5);
  });

  it("names the rules that only may ask", () => {
    const items = required("full", { countries: { KR: { confirmed: 5, possible: 5, everybody: 5 }, US: { confirmed: 3, possible: 3, everybody: 3 } } });
    expect(items).toContainEqual(["leaked-items", "KR-IND", ""]);
    expect(items).toContainEqual(["law-enforcement-delay", "", "US-CA-IND"]);
    expect(items).toContainEqual(["contact-desk", "KR-IND", ""]);
    expect(required("full", { anchors: { ...situation.anchors, "knew-leak": null }, state: null })).toContainEqual(["leaked-items", "", "KR-IND,KR-IND-2023"]);
  });

  it("knows the form that California prescribes", () => {
    const forms = (counted: Record<string, number>) => formsFor("full", decided({ countries: { US: { confirmed: 3, possible: 3, everybody: 3 } }, counted }));
    expect(forms({ "US-CA": 3 })).toMatchObject([{ rule: { id: "US-CA-IND" }, certain: true, form: { title: "Notice of Data Breach", minPointSize: 10 } }]);
    expect(forms({})).toMatchObject([{ certain: false }]);
    expect(forms({ "US-CA": 0 })).toEqual([]);
    expect(formsFor("compensation", decided())).toEqual([]);
  });

  it("holds what the Commission ordered about wording", () => {
    expect(wordingOrders(decided()).map(({ order }) => order.id)).toEqual(["say-leak", "no-omitted-item", "no-waiver", "no-unconfirmed-finding", "posting-findable", "address-list-people", "lookup"]);
    expect(wordingOrders(decided({ countries: { DE: { confirmed: 1, possible: 1, everybody: 1 } } }))).toEqual([]);
    const standsBehind = wordingOrders(decided()).flatMap(({ order }) => order.lint.map((rule) => [order.id, rule]));
    expect(standsBehind).toEqual([["say-leak", "law-word"], ["no-omitted-item", "class-missing"], ["no-waiver", "waiver"], ["no-unconfirmed-finding", "unconfirmed-as-fact"]]);
  });
});

/** What a notice might say about each item, with placeholders standing in it as the editor keeps them. */
const said: Record<string, Record<Locale, string>> = {
  "leaked-items": { ko: "유출된 항목: {{leaked-classes}}", en: "What leaked: {{leaked-classes}}" },
  "time-and-circumstances": { ko: "2026년 6월 24일부터 11월 18일까지 전 개발자가 배송지 화면을 열어 보았습니다.", en: "From 24 June to 18 November 2026 a former developer opened the address pages." },
  "concrete-self-help": { ko: "지금 하실 일: 관리사무소에 공동현관 비밀번호를 바꾸어 달라고 하십시오.", en: "What you can do now: ask the building’s management for a new entrance code." },
  "response-and-remedy": { ko: "서명 키를 폐기했습니다. 피해를 입으셨다면 구제를 신청하실 수 있습니다.", en: "We revoked the key. If you have suffered harm you can ask us for relief." },
  "contact-desk": { ko: "문의: {{contact-desk}}", en: "Questions: {{contact-desk}}" },
  "legal-rights": { ko: "손해배상과 법정손해배상을 청구하시거나 분쟁조정을 신청하실 수 있습니다.", en: "You can claim damages or statutory damages, or ask for mediation." },
  "decree-other": { ko: "그 밖에 알려 드릴 사항은 없습니다.", en: "There is nothing more that the law asks us to tell you." },
  "fact-of-leak": { ko: "고객님의 개인정보가 유출되었습니다.", en: "Your personal data leaked." },
  "confirmed-so-far": { ko: "지금까지 확인된 내용을 알려 드립니다.", en: "This is what we know so far." },
  "possible-items": { ko: "유출되었을 가능성이 있는 항목: {{leaked-classes}}", en: "What may have leaked: {{leaked-classes}}" },
  "suspected-time-and-circumstances": { ko: "11월 18일 무렵 누군가 불법으로 접근한 것으로 의심됩니다.", en: "We suspect that somebody gained access on 18 November." },
  "promise-of-further-notice": { ko: "확인되는 대로 다시 알려 드리겠습니다.", en: "We will write again as soon as it is established." },
  nature: { ko: "전 직원이 접근하여 개인정보가 유출되었습니다.", en: "Your data leaked: somebody without the right had access." },
  "categories-and-counts": { ko: "고객 33,673,817명의 계정 정보 148,056,502건", en: "33.7 million people; 148,056,502 records" },
  "dpo-contact": { ko: "개인정보 보호책임자 담당 부서 080-000-0100", en: "Data protection officer, +82 80 000 0100" },
  consequences: { ko: "저희를 사칭한 전화에 악용될 수 있습니다.", en: "Expect calls from people who pretend to be us; fraud is likely." },
  measures: { ko: "11월 18일 접속을 차단했습니다.", en: "We blocked the access at once." },
  "reporter-contact": { ko: "{{organisation}}, {{contact-desk}}", en: "{{organisation}}, {{contact-desk}}" },
  "data-types": { ko: "{{leaked-classes}}", en: "{{leaked-classes}}" },
  dates: { ko: "유출 기간: 2026년 6월 24일까지. 통지일: {{as-of}}", en: "Breach: 24 June 2026. Date of this notice: {{as-of}}" },
  "law-enforcement-delay": { ko: "경찰 수사 때문에 늦어진 것은 아닙니다.", en: "This notice was not delayed by law enforcement." },
  "credit-bureaus": { ko: "신용평가기관: 1-800-555-0100, PO Box 100, Dallas", en: "Credit bureaus: 1-800-555-0100, PO Box 100, Dallas, TX 75001" },
  "identity-protection-offer": { ko: "명의도용 방지 서비스를 12개월 동안 무료로 드립니다. 신청하실 수 있습니다.", en: "For 12 months we pay for protection against identity theft. To enrol, call us." },
  "recommended-steps": { ko: "낯선 전화를 조심해 주십시오. 비밀번호를 바꿔 주십시오.", en: "Please change your password and beware of calls." },
  "identity-and-contact": { ko: "{{organisation}} {{contact-desk}}", en: "{{organisation}} {{contact-desk}}" },
  description: { ko: "해킹으로 개인정보가 유출되었습니다.", en: "Your data leaked through a hack of our shop." },
};

describe("the test of an item", () => {
  const { items, rules } = loadRulebook();

  it.each(locales.flatMap((locale) => items.map(({ id, test }) => [id, locale, test] as const)))("finds %s where it is said (%s), and does not where nothing is", (id, locale, test) => {
    expect(holdsItem(test, said[id]?.[locale] ?? "", locale)).toBe(true);
    expect(holdsItem(test, { ko: "안녕하십니까. 늘 이용해 주셔서 감사합니다.", en: "Hello, and thank you for being with us." }[locale], locale)).toBe(false);
  });

  it.each(locales)("finds all of a notice's items, and misses exactly the one that was left out (%s)", (locale) => {
    for (const rule of rules.filter(({ id }) => ["KR-IND", "KR-IND-2023", "KR-POSSIBLE"].includes(id))) {
      const missing = (ids: string[]) => {
        const words = ids.map((id) => said[id]?.[locale]).join("\n\n");
        return rule.items.filter((id) => !holdsItem(items.find((item) => item.id === id)!.test, words, locale));
      };
      expect(missing(rule.items), rule.id).toEqual([]);
      for (const left of rule.items) expect(missing(rule.items.filter((id) => id !== left)), `${rule.id} without ${left}`).toEqual([left]);
    }
  });
});

it("lists the deadlines that moved", () => {
  const later = { ...situation.anchors, "knew-leak": new Date("2026-11-19T09:00:00+09:00") };
  expect(changedDeadlines(decided(), decided({ anchors: later }))).toEqual(["KR-IND", "KR-PHASED", "KR-REG"].map((rule) => ({ rule, before: "2026-11-21T00:00:00.000Z", after: "2026-11-22T00:00:00.000Z" })));
  expect(changedDeadlines(decided(), decided())).toEqual([]);
  expect(changedDeadlines(decided(), decided({ grounds: { containment: null } }))).toEqual([{ rule: "KR-IND", before: "2026-11-21T00:00:00.000Z", after: null }]);
});
