import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSide } from "@/app/_server/hosts";
import { SetUpForm } from "@/components/staff/set-up-form";
import { LanguageSwitch } from "@/components/layout/language-switch";
import { PortalPage } from "@/components/layout/portal-page";
import { defaultLocale, isLocale } from "@/db/values/locales";
import { setUpAction } from "./actions";

export async function generateMetadata({ searchParams }: PageProps<"/console/set-up">): Promise<Metadata> {
  const { lang } = await searchParams;
  const t = await getTranslations({ locale: isLocale(lang) ? lang : defaultLocale, namespace: "staff" });
  return { title: t("set-up.title") };
}

export default async function SetUpPage({ searchParams }: PageProps<"/console/set-up">) {
  await requireSide("console");
  const { lang } = await searchParams;
  const locale = isLocale(lang) ? lang : defaultLocale;
  const t = await getTranslations({ locale, namespace: "staff" });
  const layout = await getTranslations({ locale, namespace: "layout" });
  return (
    <div lang={locale}>
      <PortalPage head={<strong className="text-ink">Amends</strong>} languages={<LanguageSwitch current={locale} label={layout("languages")} hrefs={{ ko: "/console/set-up?lang=ko", en: "/console/set-up?lang=en" }} />}>
        <h1 className="mb-2 text-28">{t("set-up.title")}</h1>
        <p className="mb-6">{t("set-up.intro")}</p>
        <SetUpForm
          action={setUpAction}
          locale={locale}
          words={{ email: t("sign-in.email"), code: t("set-up.code"), codeHint: t("set-up.code-hint"), password: t("set-up.password"), passwordHint: t("set-up.password-hint"), submit: t("set-up.submit"), secret: t("set-up.secret"), secretHint: t("set-up.secret-hint"), open: t("set-up.open"), signIn: t("set-up.sign-in") }}
        />
      </PortalPage>
    </div>
  );
}
