import type { getTranslations } from "next-intl/server";
import type { PreviewWords } from "@/components/notices/draft-preview";

/** What the preview of a draft says; figures are filled in by it. */
export function previewWords(t: Awaited<ReturnType<typeof getTranslations<"notices">>>): PreviewWords {
  const raw = (key: string) => t.raw(`preview.${key}`) as string;
  return {
    title: t("preview.title"),
    intro: t("preview.intro"),
    language: t("preview.language"),
    view: t("preview.view"),
    frame: t("preview.frame"),
    subject: t("sample.subject"),
    size: raw("size"),
    darkNote: t("preview.dark-note"),
    noImages: t("preview.no-images-note"),
    smsLength: raw("sms-length"),
    smsPart: raw("sms-part"),
    smsCost: raw("sms-cost"),
    noSms: t("preview.no-sms"),
    letterText: t("preview.letter-text"),
    postingText: t("preview.posting-text"),
    letterOpen: t("preview.letter-open"),
    gsm: t("preview.gsm"),
    ucs2: t("preview.ucs2"),
    views: {
      desktop: t("preview.views.desktop"),
      phone: t("preview.views.phone"),
      dark: t("preview.views.dark"),
      "no-images": t("preview.views.no-images"),
      text: t("preview.views.text"),
      sms: t("preview.views.sms"),
      letter: t("preview.views.letter"),
      posting: t("preview.views.posting"),
    },
    states: { current: t("preview.states.current"), "under-way": t("preview.states.under-way"), unanswered: t("preview.states.unanswered"), refused: t("preview.states.refused"), none: t("sample.none") },
    reader: {
      asWhom: t("preview.as-whom"),
      asAll: t("preview.as-all"),
      asPossible: t("preview.as-possible"),
      asHand: t("preview.as-hand"),
      takePeople: t("preview.take-people"),
      takePeopleText: t("preview.take-people-text"),
      noPeople: t("preview.no-people"),
      kind: t("condition.kind"),
      anyKind: t("condition.any-kind"),
      none: t("preview.not-leaked"),
      confirmed: t("condition.confirmed"),
      possible: t("condition.possible"),
      "account-holder": t("condition.account-holder"),
      "third-party": t("condition.third-party"),
    },
  };
}
