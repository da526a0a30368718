import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireLocale } from "@/app/_server/portal-locale";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { LanguageSwitch } from "@/components/layout/language-switch";
import { PortalPage } from "@/components/layout/portal-page";
import { resubscribeAction, unsubscribeAction } from "./actions";

type Props = PageProps<"/[locale]/unsubscribe/[token]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = await requireLocale(params);
  return { title: (await getTranslations({ locale, namespace: "unsubscribe" }))("title"), robots: { index: false } };
}

/** Asks, and says what was done; it reads nothing about the token, so that it can tell nobody whether it is one. */
export default async function UnsubscribePage({ params, searchParams }: Props) {
  const [locale, { token }, { done }] = await Promise.all([requireLocale(params), params, searchParams]);
  const [t, layout, incidents] = await Promise.all([getTranslations({ locale, namespace: "unsubscribe" }), getTranslations({ locale, namespace: "layout" }), getTranslations({ locale, namespace: "incidents" })]);
  const state = done === "unsubscribed" || done === "subscribed" ? done : "ask";
  const at = (language: string) => `/${language}/unsubscribe/${token}${state === "ask" ? "" : `?done=${state}`}`;
  return (
    <PortalPage head={incidents("head")} languages={<LanguageSwitch current={locale} label={layout("languages")} hrefs={{ ko: at("ko"), en: at("en") }} />}>
      <h1 className="text-28">{t(`${state}.title`)}</h1>
      <p className="mt-4">{t(`${state}.text`)}</p>
      <div className="mt-6">
        {state === "unsubscribed" ? (
          <ActionForm action={resubscribeAction} hidden={{ locale, token }}>
            <SubmitButton kind="secondary">{t("unsubscribed.back")}</SubmitButton>
          </ActionForm>
        ) : (
          <ActionForm action={unsubscribeAction} hidden={{ locale, token }}>
            <SubmitButton kind={state === "ask" ? "primary" : "secondary"}>{t("ask.submit")}</SubmitButton>
          </ActionForm>
        )}
      </div>
      <p className="mt-8 text-16 text-ink-soft">{t("kept")}</p>
    </PortalPage>
  );
}
