import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { MaskedRecordView } from "@/components/claims/masked-record";
import { PageHead, Panel } from "@/components/console/page-head";
import { ObstacleList } from "@/components/erasure/obstacle-list";
import { ActionForm } from "@/components/form/action-form";
import { Choices, TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { formatCount } from "@/components/ui/text";
import { erasureGrounds } from "@/db/values/erasures";
import { readPerson } from "@/domain/erasure/find-person";
import { mayFindPeople } from "@/domain/erasure/policy";
import { recordKey, subjectOfKey } from "@/domain/exposure/rules";
import { proposeErasureAction } from "../actions";

export const generateMetadata = staffTitle("erasures", "new.title");

/** Whom it is about, what would go, what would stay, and what stands against it: before anybody proposes it. */
export default async function NewErasurePage({ searchParams }: PageProps<"/console/erasures/new">) {
  const { ctx, member, incident } = await requireIncident(mayFindPeople);
  const { locale } = member;
  const subjectId = subjectOfKey((await searchParams).record);
  const person = subjectId === null ? null : await readPerson(ctx, incident.id, subjectId);
  if (!person || subjectId === null) notFound();
  const t = await getTranslations({ locale, namespace: "erasures" });
  const { record, preview } = person;
  const rows = (["contacts", "enquiries", "claims", "papers", "payments", "waves"] as const).map((name) => ({ name: t(`preview.${name}`), value: <>{formatCount(preview[name], locale)} {t.has(`preview.${name}-stays`) && preview[name] > 0 && <span className="block text-ink-soft">{t(`preview.${name}-stays`)}</span>}</> }));
  return (
    <div className="max-w-240">
      <BackLink href="/console/erasures">{t("title")}</BackLink>
      <PageHead title={t("new.title")} />
      <Panel title={t("new.whom")}>
        <MaskedRecordView record={record} locale={locale} />
      </Panel>
      <Panel title={t("preview.title")}>
        <KeyValues rows={rows} />
        {preview.shared > 0 && <p className="mt-3">{t("preview.shared", { count: preview.shared })}</p>}
        <p className="mt-3 text-ink-soft">{t("preview.stays")}</p>
      </Panel>
      <Panel title={t("new.propose")}>
        <ObstacleList obstacles={preview.obstacles} locale={locale} />
        <ActionForm action={proposeErasureAction} hidden={{ record: recordKey(subjectId) }} className="max-w-160 space-y-4">
          <Choices name="ground" label={t("ground-label")} options={erasureGrounds.map((value) => ({ value, label: t(`ground.${value}`) }))} />
          <TextArea name="reason" rows={3} label={t("new.reason")} hint={t("new.reason-hint")} maxLength={2000} />
          <p>{t("new.second")}</p>
          <SubmitButton>{t("new.submit")}</SubmitButton>
        </ActionForm>
      </Panel>
    </div>
  );
}
