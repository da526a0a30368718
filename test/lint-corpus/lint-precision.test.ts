import { describe, expect, it } from "vitest";
import type { NoticeKind } from "@/db/values/notice-kinds";
import { lintNotice } from "@/domain/notices/lint/lint-notice";
import type { Finding } from "@/domain/notices/lint/types";
import { decideRules } from "@/domain/rules/decide-rules";
import { formsFor, requiredItemsFor } from "@/domain/rules/rules";
import type { Situation } from "@/domain/rules/types";
import { englishNotices } from "./en";
import { koreanNotices } from "./ko";
import type { CorpusNotice } from "./types";

const corpus = [...koreanNotices, ...englishNotices];
const KNEW = new Date("2026-11-18T09:00:00+09:00");
const SENT = new Date("2026-11-20T12:00:00+09:00");

/** A leak in Korea, as far as it was known when such a notice was due. */
function situationOf({ kind, audience }: CorpusNotice): Situation {
  const states: Partial<Record<NoticeKind, Situation["state"]>> = { possibility: "suspected", "all-clear": "not-leaked" };
  const people = kind === "possibility" ? { confirmed: 0, possible: 5_000, everybody: 5_000 } : { confirmed: 5_000, possible: 5_000, everybody: 5_000 };
  return {
    anchors: { "first-suspicion": KNEW, "knew-access": KNEW, "knew-leak": KNEW, "knew-not-leaked": kind === "all-clear" ? SENT : null, "identified-persons": KNEW, contained: KNEW, "consumer-notice-first-sent": null },
    ...{ state: states[kind] ?? "confirmed", itemsUnknown: kind === "first", circumstancesUnknown: kind === "first", cause: "illegal-access", encrypted: false, harm: "some", recovered: false, propertyDamage: false, coveredEntity: false },
    grounds: {},
    data: { ...audience, basis: "dataset" },
    countries: { KR: people },
    counted: {},
  };
}

function lint(notice: CorpusNotice): Finding[] {
  const { kind, locale, subject, text, sms, audience, facts, domains } = notice;
  const only = (words: string) => ({ ko: locale === "ko" ? words : "", en: locale === "en" ? words : "" });
  const verdicts = decideRules(situationOf(notice), SENT);
  return lintNotice({
    kind,
    wording: { subject: only(subject), sections: [{ when: {}, text: only(text) }], ...(sms === undefined ? {} : { sms: { text: only(sms), link: false } }) },
    locales: [locale],
    audience,
    required: requiredItemsFor(kind, verdicts),
    forms: formsFor(kind, verdicts),
    facts: facts.map((fact) => ({ name: fact.name, value: only(fact.value), status: fact.status })),
    domains,
    contactDesk: { ko: "하늘몰 개인정보보호센터, 080-000-0100", en: "Haneul Mall privacy centre, 080-000-0100" },
  });
}

const told = (findings: Finding[]) => findings.map(({ rule, about, place }) => `${rule} (${place.field}): ${about}`);

describe("a planted defect is found", () => {
  it.each(corpus.flatMap((notice) => (notice.planted ? [[notice.planted.rule, notice.id, notice] as const] : [])))("%s in %s", (rule, _, notice) => {
    expect(told(lint(notice)).filter((line) => line.startsWith(`${rule} `)), told(lint(notice)).join("\n")).not.toHaveLength(0);
  });
});

describe("false alarms", () => {
  const found = corpus.map((notice) => ({ notice, findings: lint(notice) }));

  it("are at most two in all notices without a defect", () => {
    const alarms = found.flatMap(({ notice, findings }) => (notice.planted ? [] : told(findings).map((line) => `${notice.id}: ${line}`)));
    expect(alarms.length, alarms.join("\n")).toBeLessThanOrEqual(2);
  });

  it("are few beside a defect", () => {
    const alarms = found.flatMap(({ notice: { id, planted }, findings }) => (planted ? told(findings.filter(({ rule }) => rule !== planted.rule)).map((line) => `${id} [${planted.rule}]: ${line}`) : []));
    expect(alarms.length, alarms.join("\n")).toBeLessThanOrEqual(4);
  });
});
