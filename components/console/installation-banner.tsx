import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { SendingLock } from "@/db/values/installation";
import type { Locale } from "@/db/values/locales";

/** Says on every page that messages do not go to whoever they are for; `leads` links those who can change it. */
export async function InstallationBanner({ lock, locale, leads }: { lock: SendingLock; locale: Locale; leads: boolean }) {
  const t = await getTranslations({ locale, namespace: "installation" });
  const colour = lock === "unconfirmed" ? "border-leaked text-leaked" : "border-possible text-possible";
  return (
    <p className={`border-l-8 border-b border-b-line px-4 py-2 ${colour}`}>
      <span aria-hidden="true">{lock === "unconfirmed" ? "■ " : "◐ "}</span>
      <strong>{t(`banner.${lock}`)}</strong> <span className="text-ink">{t(`banner.${lock}-text`)}</span>{" "}
      {leads && (
        <Link href="/console/installation" prefetch={false}>
          {t("banner.open")}
        </Link>
      )}
    </p>
  );
}
