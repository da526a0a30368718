import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { findSession } from "@/app/_server/session";
import { defaultLocale } from "@/db/values/locales";

export default async function ConsoleNotFound() {
  const locale = (await findSession())?.locale ?? defaultLocale;
  const t = await getTranslations({ locale, namespace: "console" });
  return (
    <>
      <h1 className="text-22">{t("not-found.title")}</h1>
      <p className="mt-2">{t("not-found.text")}</p>
      <p className="mt-4">
        <Link href="/console">{t("back")}</Link>
      </p>
    </>
  );
}
