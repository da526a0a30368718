import type { z } from "zod";
import type { Localized } from "@/db/values/locales";
import type { factStatement } from "@/domain/facts/types";

type Statement = z.input<typeof factStatement>;
/** A fact by name with all that was said of it, the first at the head; each became public at the moment it speaks of. */
export type DemoFact = { name: string; said: [Statement, ...Statement[]] };

const investigation = { source: { ko: "민관합동조사단 조사 결과", en: "Findings of the joint public–private investigation" }, status: "confirmed", asOf: "2026-02-10T14:00:00+09:00" } as const;
const ours = { source: { ko: "하늘몰 안내문", en: "Announcement of Haneul Mall" }, status: "confirmed" } as const;
const accounts = { ko: "유출된 계정", en: "Accounts whose data leaked" };
const counted = { ko: "개", en: "" };

/** What was said of the reference case, and when it was corrected. */
export const haneulMallFacts: DemoFact[] = [
  {
    name: "people-affected",
    said: [
      { label: accounts, value: { kind: "count", count: 4_536, about: false, unit: counted }, status: "claimed", source: { ko: "하늘몰 안내문", en: "Announcement of Haneul Mall" }, asOf: "2025-11-20T10:00:00+09:00" },
      { label: accounts, value: { kind: "count", count: 33_700_000, about: true, unit: counted }, status: "claimed", source: { ko: "하늘몰 자체 조사", en: "Haneul Mall’s own inquiry" }, asOf: "2025-11-29T19:00:00+09:00" },
      { label: accounts, value: { kind: "count", count: 33_673_817, about: false, unit: counted }, ...investigation },
    ],
  },
  {
    name: "leak-period",
    said: [{ label: { ko: "유출된 기간", en: "Period of the leak" }, value: { kind: "period", from: "2025-06-24", to: "2025-11-18" }, ...investigation }],
  },
  {
    name: "discovered",
    said: [{ label: { ko: "저희가 발견한 날", en: "Day we discovered it" }, value: { kind: "date", on: "2025-11-18" }, ...investigation }],
  },
  {
    name: "how",
    said: [
      {
        label: { ko: "유출된 경위", en: "How it happened" },
        value: { kind: "text", text: { ko: "로그인 시스템을 만들던 전 개발자가 폐기되지 않은 서명 키로 고객인 것처럼 로그인했습니다.", en: "A former developer of the login system posed as logged-in customers with a signing key that had not been revoked." } },
        ...investigation,
      },
    ],
  },
  {
    name: "measures",
    said: [
      {
        label: { ko: "저희가 한 조치", en: "What we have done" },
        value: { kind: "text", text: { ko: "11월 18일에 서명 키를 폐기하고 모든 고객의 로그인을 해제했으며, 퇴사자가 알던 모든 키를 바꾸었습니다.", en: "On 18 November we revoked the signing key and signed every customer out; every key that former staff knew has been replaced." } },
        status: "confirmed",
        source: { ko: "하늘몰 정보보호팀", en: "Haneul Mall’s security team" },
        asOf: "2025-12-03T18:00:00+09:00",
      },
    ],
  },
  {
    name: "page-reads",
    said: [{ label: { ko: "배송지 관리 화면을 열어 본 횟수", en: "Times the delivery address page was opened" }, value: { kind: "count", count: 148_056_502, about: false, unit: { ko: "번", en: "" } }, ...investigation }],
  },
  {
    name: "recipients",
    said: [
      {
        label: { ko: "회원이 아닌 받는 분의 수", en: "Recipients who are not members" },
        value: { kind: "text", text: { ko: "확인 중입니다", en: "Being established" } },
        status: "claimed",
        source: { ko: "하늘몰 자체 조사", en: "Haneul Mall’s own inquiry" },
        asOf: "2026-02-10T14:00:00+09:00",
      },
    ],
  },
  day("first-announced", "2025-11-20", { ko: "처음 알린 날", en: "Day of the first announcement" }),
  {
    name: "accounts-first-announced",
    said: [{ label: { ko: "처음 알린 계정 수", en: "Accounts in the first announcement" }, value: { kind: "count", count: 4_536, about: false, unit: { ko: "개 계정", en: "accounts" } }, ...ours, asOf: "2025-11-20T10:00:00+09:00" }],
  },
  day("full-notice-sent", "2025-11-30", { ko: "유출 통지를 보낸 날", en: "Day of the full notice" }),
  day("compensation-announced", "2025-12-29", { ko: "보상을 발표한 날", en: "Day on which compensation was announced" }),
  day("claims-until", "2026-03-29", { ko: "보상 신청 마감일", en: "Last day for claims" }, "2025-12-29"),
  day("investigation-published", "2026-02-10", { ko: "민관합동조사 결과 발표일", en: "Day of the joint investigation’s findings" }),
];

/** A day of the organisation's own doing, public from that day on unless it was set before. */
function day(name: string, on: string, label: Localized, since = on): DemoFact {
  return { name, said: [{ label, value: { kind: "date", on }, ...ours, asOf: `${since}T10:00:00+09:00` }] };
}
