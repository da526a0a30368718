import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { readCompany } from "@/app/_server/company";
import { refusalInWords } from "@/app/_server/company-refusal";
import { requireSide } from "@/app/_server/hosts";
import { findLostSession, findSession } from "@/app/_server/session";
import { CompanyButton } from "@/components/staff/company-button";
import { PasskeySignIn } from "@/components/staff/passkey-sign-in";
import { SignInForm } from "@/components/staff/sign-in-form";
import { LanguageSwitch } from "@/components/layout/language-switch";
import { PortalPage } from "@/components/layout/portal-page";
import { Callout } from "@/components/ui/text";
import { defaultLocale, isLocale } from "@/db/values/locales";
import { askForPasskeyAction } from "./actions";

export async function generateMetadata({ searchParams }: PageProps<"/console/sign-in">): Promise<Metadata> {
  const { lang } = await searchParams;
  const t = await getTranslations({ locale: isLocale(lang) ? lang : defaultLocale, namespace: "staff" });
  return { title: t("sign-in.title") };
}

export default async function SignInPage({ searchParams }: PageProps<"/console/sign-in">) {
  await requireSide("console");
  const { lang, refused, error } = await searchParams;
  // The library's own word for an answer of the company's sign-in that was none.
  const reason = refused ?? (error === undefined ? undefined : "company-failed");
  if (await findSession()) redirect(reason === undefined ? "/console" : "/console/prove?refused=company-failed");
  const lost = await findLostSession();
  const locale = isLocale(lang) ? lang : (lost?.locale ?? defaultLocale);
  const t = await getTranslations({ locale, namespace: "staff" });
  const ended = await getTranslations({ locale, namespace: "sessions" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  const layout = await getTranslations({ locale, namespace: "layout" });
  const passkeys = await getTranslations({ locale, namespace: "passkeys" });
  const company = readCompany() ? await getTranslations({ locale, namespace: "company" }) : null;
  const why = await refusalInWords(reason, locale);
  const href = (language: string) => `/console/sign-in?${new URLSearchParams({ lang: language, ...(why ? { refused: String(reason) } : {}) }).toString()}`;
  const reasons = ["sign-in-refused", "sign-in-locked", "staff-suspended", "required", "invalid-input", "fault"] as const;
  return (
    <div lang={locale}>
      <PortalPage head={<strong className="text-ink">Amends</strong>} languages={<LanguageSwitch current={locale} label={layout("languages")} hrefs={{ ko: href("ko"), en: href("en") }} />}>
        <h1 className="mb-6 text-28">{t("sign-in.title")}</h1>
        {why && (
          <div className="mb-6" role="alert">
            <Callout kind="possible">{why}</Callout>
          </div>
        )}
        {lost && !why && (
          <div className="mb-6">
            <Callout kind={lost.reason === "idle" || lost.reason === "expired" || lost.reason === "signed-out" || lost.reason === "company" ? "info" : "possible"}>{ended(`ended.${lost.reason}`)}</Callout>
          </div>
        )}
        {company && (
          <>
            <p className="mb-8">
              <CompanyButton words={{ button: company("sign-in.button"), pending: company("sign-in.pending") }} to="/console" />
            </p>
            <h2 className="mb-4 text-18">{company("sign-in.or")}</h2>
          </>
        )}
        <div className="mb-8">
          <PasskeySignIn
            ask={askForPasskeyAction}
            kind={company ? "secondary" : "primary"}
            hidden={{ locale }}
            words={{ button: passkeys("sign-in"), pending: passkeys("pending"), refused: errors("refused"), none: passkeys("not-shown"), known: passkeys("not-shown") }}
            errors={Object.fromEntries((["passkey-refused", "sign-in-locked", "staff-suspended", "fault"] as const).map((name) => [name, String(errors.raw(name))]))}
          />
        </div>
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
