import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { FactFields } from "@/components/facts/fact-fields";
import { ActionForm } from "@/components/form/action-form";
import { TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, FilterChips } from "@/components/ui/lists";
import { factKinds, wellKnownFacts } from "@/db/values/facts";
import { locales } from "@/db/values/locales";
import { mayProposeFacts } from "@/domain/facts/policy";
import { listFacts } from "@/domain/facts/queries";
import { createFactAction } from "../actions";

export const generateMetadata = staffTitle("fact-console", "new.title");

/** First which fact, because its kind decides the fields: one that the law asks for, or another of a kind. */
export default async function NewFactPage({ searchParams }: PageProps<"/console/incidents/facts/new">) {
  const { ctx, member, incident } = await requireIncident(mayProposeFacts);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "fact-console" });
  const held = (await listFacts(ctx, incident.id)).map(({ name }) => name);
  const open = wellKnownFacts.filter(({ name }) => !held.includes(name));
  const wanted = await searchParams;
  const known = open.find(({ name }) => name === wanted.name);
  const kind = known?.kind ?? factKinds.find((one) => one === wanted.kind);
  const labels = Object.fromEntries(
    await Promise.all(locales.map(async (language): Promise<[string, string]> => [`label.${language}`, known ? (await getTranslations({ locale: language, namespace: "facts" }))(`known.${known.name}`) : ""])),
  );
  const words = await getTranslations({ locale, namespace: "facts" });
  return (
    <div className="max-w-220">
      <BackLink href="/console/incidents/facts">{t("title")}</BackLink>
      <PageHead title={t("new.title")}>{t("new.intro")}</PageHead>
      <div className="mb-6 space-y-4">
        {open.length > 0 && (
          <div>
            <h2 className="mb-2 text-14 font-semibold">{t("new.known")}</h2>
            <FilterChips label={t("new.known")} chips={open.map(({ name }) => ({ href: `/console/incidents/facts/new?name=${name}`, text: words(`known.${name}`), current: name === known?.name }))} />
          </div>
        )}
        <div>
          <h2 className="mb-2 text-14 font-semibold">{t("new.other")}</h2>
          <FilterChips label={t("new.other")} chips={factKinds.map((one) => ({ href: `/console/incidents/facts/new?kind=${one}`, text: t(`kind.${one}`), current: !known && one === kind }))} />
        </div>
      </div>
      {kind && (
        <ActionForm key={known?.name ?? kind} action={createFactAction} hidden={{ incidentId: incident.id, kind }}>
          <TextField name="name" label={t("field.name")} hint={t("hint.name")} initial={known?.name ?? ""} maxLength={60} spellCheck={false} autoComplete="off" />
          <FactFields kind={kind} locale={locale} timeZone={incident.timeZone} initial={labels} />
          <p className="text-ink-soft">{t("propose.text")}</p>
          <SubmitButton>{t("propose.submit")}</SubmitButton>
        </ActionForm>
      )}
    </div>
  );
}
