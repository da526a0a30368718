import { reusableBlocks } from "@/content/starter-templates/reusable-blocks";
import { starterTemplates } from "@/content/starter-templates/starter-templates";
import { demoWording } from "@/db/seed/demo-notice-words";
import { locales, type Locale } from "@/db/values/locales";
import { noticeKinds } from "@/db/values/notice-kinds";
import { compileNotice, fillNotice } from "@/domain/notices/rendering/render-notice";
import { personalValues } from "@/domain/notices/rules";
import type { NoticeReader, NoticeWording } from "@/domain/notices/types";

/** Somebody of whom all that a notice can name leaked or may have. */
const everything: NoticeReader = { confirmed: ["names", "email-addresses", "phone-numbers", "physical-addresses", "access-codes"], possible: ["purchases"], kinds: ["account-holder", "third-party"] };

/** A wording that uses each mark that a writer has. */
const marked: NoticeWording = {
  subject: { ko: "글의 모든 모양", en: "Every mark that there is" },
  sections: (["ko", "en"] as const).map((locale) => ({
    when: {},
    text: {
      ko: "",
      en: "",
      [locale]: "# One\n\n## Two\n\n### Three\n\nTyped\nbreak and  \nhard one, *soft*, **loud**, ***both***, [desk](https://haneulmall.example/desk), [call](tel:02-000-0000), [write](mailto:desk@haneulmall.example)\n\n3. third\n4. fourth\n   - below\n\n     in its own paragraph\n\n{{leaked-list}}\n\n{{leaked-classes}} {{portal-url}} {{contact-desk}} {{as-of}} {{reference}} {{organisation}}",
    },
  })),
};

/** A mail as it is sent. */
export interface FinishedMail {
  name: string;
  locale: Locale;
  html: string;
  text: string;
}

/** Every mail that can be made of the words that ship, with all of their sections whoever they are for, in every language: what a writer starts from, the blocks they can put in, the demo's, and one of all marks. */
export async function everyMail(): Promise<FinishedMail[]> {
  const wordings: [string, NoticeWording][] = [
    ...noticeKinds.flatMap((kind): [string, NoticeWording][] => [
      [kind, starterTemplates[kind]],
      [`${kind} of the demo`, demoWording(kind)],
    ]),
    ["every block", { subject: marked.subject, sections: Object.values(reusableBlocks).flat() }],
    ["every mark", marked],
  ];
  return Promise.all(wordings.flatMap(([name, wording]) => locales.map((locale) => finish(name, wording, locale))));
}

async function finish(name: string, wording: NoticeWording, locale: Locale): Promise<FinishedMail> {
  const organisation = locale === "ko" ? "하늘몰" : "Haneul Mall";
  const shared = { organisation, "portal-url": "https://notice.haneulmall.example", "contact-desk": "02-000-0000, privacy@haneulmall.example", "as-of": locale === "ko" ? "2025년 12월 3일 18:00" : "3 December 2025 at 18:00" };
  const { html, text } = fillNotice(await compileNotice(wording, locale, shared), personalValues(everything, "N-ABCD-2345", locale));
  return { name: `${name}, ${locale}`, locale, html, text };
}
