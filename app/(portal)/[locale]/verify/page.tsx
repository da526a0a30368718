import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { portalTitle, requireLocale } from "@/app/_server/portal-locale";
import { CheckForm } from "@/components/authenticity/check-form";
import { LimitedFile } from "@/components/form/limited-file";
import { VerifyFrame } from "@/components/authenticity/verify-frame";
import { TextArea, TextField } from "@/components/form/field";
import { MOST_MAIL, MOST_TEXT } from "@/domain/authenticity/rules";
import { checkMailAction, checkNumberAction, checkTextAction } from "./actions";

export const generateMetadata = portalTitle("verify", "title");

export default async function VerifyPage({ params }: PageProps<"/[locale]/verify">) {
  const locale = await requireLocale(params);
  const t = await getTranslations({ locale, namespace: "verify" });
  const shared = { locale, pending: t("pending"), words: { dangers: t("dangers"), ours: t("ours"), yours: t("yours"), legend: t("legend"), leftOut: t("left-out") } };
  return (
    <VerifyFrame locale={locale} page="check">
      <h1 className="text-28">{t("title")}</h1>
      <p className="mt-4">{t("intro")}</p>
      <section aria-labelledby="number-title" className="mt-10">
        <h2 id="number-title" className="mb-4 text-22">
          {t("number.title")}
        </h2>
        <CheckForm {...shared} action={checkNumberAction} submit={t("number.submit")}>
          <TextField name="number" label={t("number.label")} hint={t("number.hint")} maxLength={60} width={20} spellCheck={false} autoComplete="off" />
        </CheckForm>
      </section>
      <section aria-labelledby="text-title" className="mt-12">
        <h2 id="text-title" className="mb-4 text-22">
          {t("text.title")}
        </h2>
        <CheckForm {...shared} action={checkTextAction} submit={t("text.submit")}>
          <TextArea name="text" label={t("text.label")} hint={t("text.hint")} rows={8} maxLength={MOST_TEXT} />
        </CheckForm>
      </section>
      <section aria-labelledby="mail-title" className="mt-12">
        <h2 id="mail-title" className="mb-4 text-22">
          {t("mail.title")}
        </h2>
        <CheckForm {...shared} action={checkMailAction} submit={t("mail.submit")}>
          <LimitedFile name="mail" label={t("mail.label")} hint={t("mail.hint")} accept=".eml,message/rfc822" most={MOST_MAIL} tooLarge={t("mail.too-large")} />
        </CheckForm>
      </section>
      <section aria-labelledby="more-title" className="mt-12 border-t border-line pt-6">
        <h2 id="more-title" className="mb-4 text-22">
          {t("more.title")}
        </h2>
        <ul className="list-disc space-y-2 pl-6">
          {(["senders", "fakes", "report"] as const).map((name) => (
            <li key={name}>
              <Link href={`/${locale}/verify/${name}`} prefetch={false}>
                {t(`more.${name}`)}
              </Link>
            </li>
          ))}
        </ul>
        <p className="mt-6 text-16 text-ink-soft">{t("privacy")}</p>
      </section>
    </VerifyFrame>
  );
}
