import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { findLostSession, findSession } from "@/app/_server/session";
import { SignInForm } from "@/components/staff/sign-in-form";
import { LanguageSwitch } from "@/components/layout/language-switch";
import { PortalPage } from "@/components/layout/portal-page";
import { Callout } from "@/components/ui/text";
import { defaultLocale, isLocale } from "@/db/values/locales";

export async function generateMetadata({ searchParams }: PageProps<"/console/sign-in">): Promise<Metadata> {
  const { lang } = await searchParams;
  const t = await getTranslations({ locale: isLocale(lang) ? lang : defaultLocale, namespace: "staff" });
  return { title: t("sign-in.title") };
}

export default async function SignInPage({ searchParams }: PageProps<"/console/sign-in">) {
  if (await findSession()) redirect("/console");
  const { lang } = await searchParams;
  const lost = await findLostSession();
  const locale = isLocale(lang) ? lang : (lost?.locale ?? defaultLocale);
  const t = await getTranslations({ locale, namespace: "staff" });
  const ended = await getTranslations({ locale, namespace: "sessions" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  const layout = await getTranslations({ locale, namespace: "layout" });
  const reasons = ["sign-in-refused", "sign-in-locked", "required", "invalid-input", "fault"] as const;
  return (
    <div lang={locale}>
      <PortalPage head={<strong className="text-ink">Amends</strong>} languages={<LanguageSwitch current={locale} label={layout("languages")} hrefs={{ ko: "/console/sign-in?lang=ko", en: "/console/sign-in?lang=en" }} />}>
        <h1 className="mb-6 text-28">{t("sign-in.title")}</h1>
        {lost && (
          <div className="mb-6">
            <Callout kind={lost.reason === "idle" || lost.reason === "expired" || lost.reason === "signed-out" ? "info" : "possible"}>{ended(`ended.${lost.reason}`)}</Callout>
          </div>
        )}
        <SignInForm
          words={{ email: t("sign-in.email"), password: t("sign-in.password"), code: t("sign-in.code"), codeHint: t("sign-in.code-hint"), submit: t("sign-in.submit"), pending: t("sign-in.pending"), refused: errors("refused") }}
          errors={Object.fromEntries(reasons.map((reason) => [reason, String(errors.raw(reason))]))}
        />
        <p className="mt-8 text-16">
          <a href={`/console/set-up?lang=${locale}`}>{t("sign-in.set-up")}</a>
        </p>
      </PortalPage>
    </div>
  );
}
