import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { Evidence } from "@/domain/evidence/types";

/** How many papers a claim has, and the way to them. */
export async function PapersLink({ papers, href, locale }: { papers: Evidence[]; href: string; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "evidence" });
  return (
    <section className="no-print my-8">
      <h2 className="mb-2 text-22">{t("short")}</h2>
      <p>{t("count", { count: papers.filter(({ state }) => state !== "uploading" && state !== "refused").length })}</p>
      <p className="mt-2">
        <Link href={href} prefetch={false}>
          {t("open")}
        </Link>
      </p>
    </section>
  );
}
