import type { Locale, Localized } from "@/db/values/locales";
import { dataClasses, type DataClassSlug } from "../data-classes";
import { fromStepsOn, itLeaked, riskAtHome, toAll, whatLeaked, whenAndHow } from "./blocks";
import type { Wording, WordingSection } from "./types";

const notComplete: WordingSection[] = [
  toAll(
    "## 다시 알려 드리는 까닭\n\n[지난 통지를 보낸 날]에 보내 드린 통지는 완전하지 않았습니다. [무엇이 빠지거나 틀렸고, 무엇이 맞는지]\n\n처음부터 정확히 알려 드리지 못해 죄송합니다. 지난 통지 대신 이 통지를 보아 주십시오. {{as-of}} 기준으로 확인된 내용입니다.",
    "## Why you hear from us again\n\nOur notice of [day of the earlier notice] was not complete. [What was left out or wrong, and what is right]\n\nWe should have got it right at first, and we are sorry. Please read this notice in place of that one. It says what is established as of {{as-of}}.",
  ),
];

function correctionWith(whyAgain: WordingSection[]): Wording {
  return {
    subject: { ko: "{{organisation}}: 개인정보 유출 통지를 바로잡아 다시 알려 드립니다", en: "{{organisation}}: we correct our notice about your leaked data" },
    sections: [itLeaked, riskAtHome, ...whyAgain, whatLeaked, whenAndHow, ...fromStepsOn],
    sms: {
      text: {
        ko: "{{organisation}}: 지난 유출 통지가 완전하지 않아 바로잡습니다. 죄송합니다. 유출된 항목: {{leaked-classes}}. 달라진 내용과 하실 일은 저희 안내 페이지에 직접 접속해 확인해 주십시오. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
        en: "{{organisation}}: our last notice about your leaked data was not complete. We are sorry. What leaked: {{leaked-classes}}. Open our notice page yourself to see what changed and what to do. This message has no link. Notice number {{reference}}",
      },
      link: false,
    },
  };
}

/** A full notice in the place of one that was incomplete or wrong: what changed and why people hear again comes before its items. */
export const correction = correctionWith(notComplete);

/** What is known of the notice that a correction stands in the place of. */
export interface KnownCorrection {
  /** The day on which it was sent. */
  sentOn: Localized;
  leftOut: readonly DataClassSlug[];
  toldWrongly: readonly DataClassSlug[];
}

/** The same, saying what is known: each reader reads of the classes that were left out of their own notice. Where nothing is known of classes, what was wrong is for the writer. */
export function correctionOf({ sentOn, leftOut, toldWrongly }: KnownCorrection): Wording {
  if (leftOut.length + toldWrongly.length === 0) return correctionWith(notComplete.map(({ when, text }) => ({ when, text: { ko: text.ko.replace("[지난 통지를 보낸 날]", sentOn.ko), en: text.en.replace("[day of the earlier notice]", sentOn.en) } })));
  return correctionWith([
    toAll(`## 다시 알려 드리는 까닭\n\n${sentOn.ko}에 보내 드린 통지를 바로잡습니다.`, `## Why you hear from us again\n\nWe correct our notice of ${sentOn.en}.`),
    ...leftOutOf(leftOut),
    ...toldWrongly.map((slug) => toAll(`- 잘못 알려 드린 항목: **${label(slug).ko}**. 지금 자료에서는 고객님의 유출 항목이 아닙니다.`, `- It was wrong about: **${label(slug).en}**. By our data of today this is not among what leaked of you.`)),
    toAll(
      "처음부터 정확히 알려 드리지 못해 죄송합니다. 지난 통지 대신 이 통지를 보아 주십시오. {{as-of}} 기준으로 확인된 내용입니다. 지난 통지는 {{portal-url}} 주소의 ‘보낸 통지와 공지 모두 보기’에 그대로 있습니다.",
      "We should have got it right at first, and we are sorry. Please read this notice in place of that one. It says what is established as of {{as-of}}. You can still read that one at {{portal-url}}, under “Everything we sent and posted”.",
    ),
  ]);
}

/** One class that was left out was left out of every reader's notice; of several each reader knows best from the whole list below. */
function leftOutOf(leftOut: readonly DataClassSlug[]): WordingSection[] {
  const [only, ...more] = leftOut;
  if (!only) return [];
  if (more.length === 0) return [{ when: { dataClass: only }, text: { ko: `- 그 통지에 빠진 항목: **${label(only).ko}**`, en: `- It left out: **${label(only).en}**` } }];
  const names = (locale: Locale) => leftOut.map((slug) => `**${label(slug)[locale]}**`).join(", ");
  return [toAll(`- 받으신 통지에 따라 빠진 항목: ${names("ko")}. 고객님의 유출 항목은 아래에 빠짐없이 적었습니다.`, `- It left out, not the same for all of its readers: ${names("en")}. Below is the whole list of what leaked of you.`)];
}

function label(slug: DataClassSlug): Localized {
  return dataClasses[slug].label;
}
