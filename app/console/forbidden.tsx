import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { findSession } from "@/app/_server/session";
import { defaultLocale } from "@/db/values/locales";

export async function Forbidden() {
  const locale = (await findSession())?.locale ?? defaultLocale;
  const t = await getTranslations({ locale, namespace: "console" });
  return (
    <>
      <h1 className="text-22">{t("forbidden.title")}</h1>
      <p className="mt-2">{t("forbidden.text")}</p>
      <p className="mt-4">
        <Link href="/console">{t("back")}</Link>
      </p>
    </>
  );
}

/** Somebody whose roles open nothing here, not even the frame. */
export default function ConsoleForbidden() {
  return (
    <main id="content" className="p-6">
      <Forbidden />
    </main>
  );
}
