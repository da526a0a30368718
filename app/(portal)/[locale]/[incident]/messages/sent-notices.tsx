import { getTranslations } from "next-intl/server";
import { Time } from "@/components/ui/text";
import { translator } from "@/content/translator";
import type { Locale } from "@/db/values/locales";
import { fillPublicLine, PublicWording, type PublicValues } from "@/domain/notices/rendering/public-wording";
import { sharedValues } from "@/domain/waves/sender-words";
import type { SentNotice } from "@/domain/waves/queries/list-sent-notices";
import { loadEnv } from "@/lib/env";

/** What waves carried, each with its whole wording behind a line; where a person's own data stood there are words for it. */
export async function SentNotices({ notices, locale, timeZone }: { notices: SentNotice[]; locale: Locale; timeZone: string }) {
  const t = await getTranslations({ locale, namespace: "messages" });
  const page = translator(locale, "postings-page");
  const valuesOf = ({ sender, asOf }: SentNotice): PublicValues => ({ shared: sharedValues(sender, locale, asOf, loadEnv().AMENDS_URL), leaked: [t("own-data")], reference: t("own-number") });
  return (
    <ol className="space-y-6">
      {notices.map((notice) => {
        const values = valuesOf(notice);
        return (
          <li key={notice.waveId} className="border-l-2 border-line pl-5">
            <p className="text-16 text-ink-soft">
              {t(`kind.${notice.kind}`)} · {notice.channels.map((channel) => t(`channel.${channel}`)).join(", ")} · <Time at={notice.begunAt} locale={locale} timeZone={timeZone} />
            </p>
            <p className="font-semibold">{fillPublicLine(notice.content.subject[locale], values)}</p>
            <details className="mt-2">
              <summary>{t("read")}</summary>
              <div className="mt-3 space-y-4 [&_.for-some]:space-y-4 [&_.for-some]:border-l-2 [&_.for-some]:border-line [&_.for-some]:pl-4 [&_.for-whom]:text-16 [&_.for-whom]:font-semibold [&_.for-whom]:text-ink-soft [&_h2]:text-18 [&_h3]:text-18 [&_ol]:list-decimal [&_ol]:space-y-2 [&_ol]:pl-6 [&_ul]:list-disc [&_ul]:space-y-2 [&_ul]:pl-6">
                <PublicWording wording={notice.content} locale={locale} values={values} t={page} />
                {notice.content.sms && notice.channels.includes("sms") && (
                  <p className="whitespace-pre-line border-t border-line pt-4">
                    <strong className="block text-16">{t("as-sms")}</strong>
                    {fillPublicLine(notice.content.sms.text[locale], values)}
                  </p>
                )}
              </div>
            </details>
          </li>
        );
      })}
    </ol>
  );
}
