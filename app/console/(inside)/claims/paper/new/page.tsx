import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { withinBudget } from "@/app/_server/within-budget";
import { MaskedRecordView } from "@/components/claims/masked-record";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices, Select, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink } from "@/components/ui/lists";
import { Callout } from "@/components/ui/text";
import { localeNames, locales } from "@/db/values/locales";
import { readMaskedRecord } from "@/domain/claims/paper/find-record";
import { listClaimsOfRecord } from "@/domain/claims/paper/queries";
import { mayEnterPaperClaims } from "@/domain/claims/policy";
import { recordKey, subjectOfKey } from "@/domain/exposure/rules";
import { listOpenProgrammes, listPublishedVersions } from "@/domain/programmes/queries";
import { startPaperClaimAction } from "../actions";

export const generateMetadata = staffTitle("claims-paper", "start-title");

/** What stands on the paper besides its answers: when it was posted, who signed it, and where we answer. */
export default async function NewPaperClaimPage({ searchParams }: PageProps<"/console/claims/paper/new">) {
  const { ctx, member, incident } = await requireIncident(mayEnterPaperClaims);
  const { locale } = member;
  const { record: named } = await searchParams;
  const subjectId = subjectOfKey(named);
  if (subjectId === null) notFound();
  const record = await withinBudget(readMaskedRecord(ctx, incident.id, subjectId));
  if (!record) notFound();
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  const [programmes, there] = await Promise.all([listOpenProgrammes(ctx.db, incident.id), listClaimsOfRecord(ctx, incident.id, record.subjectId)]);
  const [only, second] = programmes;
  const versions = await Promise.all(programmes.map(({ id }) => listPublishedVersions(ctx.db, id)));
  const numbers = [...new Set(versions.flat().map(({ number }) => number))].sort((a, b) => b - a);
  return (
    <div className="max-w-240">
      <BackLink href="/console/claims/paper">{t("title")}</BackLink>
      <PageHead title={t("start-title")} />
      <Panel title={t("record-title")}>
        <MaskedRecordView record={record} locale={locale} />
        <p className="mt-3 text-ink-soft">{t("record-hint")}</p>
      </Panel>
      {there.map((claim) => (
        <div key={claim.id} className="mb-4">
          <Callout kind="possible">
            {t("there-already", { name: programmes.find(({ id }) => id === claim.programmeId)?.terms.texts.name[locale] ?? "" })} <Link href={`/console/claims/${claim.id}`}>{claim.reference}</Link>
          </Callout>
        </div>
      ))}
      {record.places.length === 0 ? (
        <p>{t("nowhere-to-answer")}</p>
      ) : (
        <Panel title={t("paper")}>
          <ActionForm action={startPaperClaimAction} hidden={{ record: recordKey(subjectId), ...(only && !second ? { programme: only.slug } : {}) }}>
            {second && <Select name="programme" label={t("programme")} empty={t("choose")} options={programmes.map((programme) => ({ value: programme.slug, label: programme.terms.texts.name[locale] }))} />}
            <TextField name="postmarkedOn" type="date" label={t("postmark")} hint={t("postmark-hint")} width={20} />
            {numbers.length > 1 && <Select name="termsVersion" label={t("version")} hint={t("version-hint")} empty={t("version-by-postmark")} options={numbers.map((number) => ({ value: String(number), label: t("version-number", { number }) }))} />}
            <TextField name="signer" label={t("signer")} hint={t("signer-hint")} maxLength={80} autoComplete="off" />
            <Choices name="locale" label={t("language")} inline options={locales.map((value) => ({ value, label: localeNames[value] }))} />
            <Choices name="answer" label={t("answer")} hint={t("answer-hint")} options={record.places.map(({ place, masked }) => ({ value: place, label: masked ?? t("by-post"), ...(masked === null ? { hint: t("by-post-hint") } : {}) }))} />
            <p className="text-ink-soft">{t("start-hint")}</p>
            <SubmitButton>{t("start")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
    </div>
  );
}
