import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { withinBudget } from "@/app/_server/within-budget";
import { MaskedRecordView } from "@/components/claims/masked-record";
import { PageHead, Panel } from "@/components/console/page-head";
import { shownContact } from "@/components/erasure/erased-subject";
import { ObstacleList } from "@/components/erasure/obstacle-list";
import { ActionForm } from "@/components/form/action-form";
import { Choices, TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { formatCount } from "@/components/ui/text";
import { erasureGrounds, type Obstacle } from "@/db/values/erasures";
import type { Locale } from "@/db/values/locales";
import { readContact, readPerson } from "@/domain/erasure/find-person";
import { mayFindPeople } from "@/domain/erasure/policy";
import { recordKey, subjectOfKey } from "@/domain/exposure/rules";
import type { StaffContext } from "@/domain/kernel/context";
import { proposeErasureAction } from "../actions";

export const generateMetadata = staffTitle("erasures", "new.title");

/** Whom it is about, what would go, what would stay, and what stands against it: before anybody proposes it. */
export default async function NewErasurePage({ searchParams }: PageProps<"/console/erasures/new">) {
  const { ctx, member, incident } = await requireIncident(mayFindPeople);
  const { locale } = member;
  const { record, contact } = await searchParams;
  const whom = typeof contact === "string" ? await aContact(ctx, incident.id, contact, locale) : await aRecord(ctx, incident.id, subjectOfKey(record), locale);
  if (!whom) notFound();
  const t = await getTranslations({ locale, namespace: "erasures" });
  return (
    <div className="max-w-240">
      <BackLink href="/console/erasures">{t("title")}</BackLink>
      <PageHead title={t("new.title")} />
      <Panel title={t("new.whom")}>{whom.shown}</Panel>
      <Panel title={t("preview.title")}>{whom.goes}</Panel>
      <Panel title={t("new.propose")}>
        <ObstacleList obstacles={whom.obstacles} locale={locale} />
        <ActionForm action={proposeErasureAction} hidden={whom.hidden} className="max-w-160 space-y-4">
          <Choices name="ground" label={t("ground-label")} options={erasureGrounds.map((value) => ({ value, label: t(`ground.${value}`) }))} />
          <TextArea name="reason" rows={3} label={t("new.reason")} hint={t("new.reason-hint")} maxLength={2000} />
          <p>{t("new.second")}</p>
          <SubmitButton>{t("new.submit")}</SubmitButton>
        </ActionForm>
      </Panel>
    </div>
  );
}

interface Whom {
  shown: ReactNode;
  goes: ReactNode;
  obstacles: Obstacle[];
  hidden: Record<string, string>;
}

async function aRecord(ctx: StaffContext, incidentId: string, subjectId: bigint | null, locale: Locale): Promise<Whom | null> {
  const person = subjectId === null ? null : await withinBudget(readPerson(ctx, incidentId, subjectId));
  if (!person || subjectId === null) return null;
  const { record, published, preview } = person;
  const t = await getTranslations({ locale, namespace: "erasures" });
  const rows = (["contacts", "enquiries", "claims", "papers", "payments", "waves"] as const).map((name) => ({ name: t(`preview.${name}`), value: <>{formatCount(preview[name], locale)} {t.has(`preview.${name}-stays`) && preview[name] > 0 && <span className="block text-ink-soft">{t(`preview.${name}-stays`)}</span>}</> }));
  return {
    shown: (
      <>
        <MaskedRecordView record={record} locale={locale} />
        {!published && <p className="mt-3">{t("new.unpublished")}</p>}
      </>
    ),
    goes: (
      <>
        <KeyValues rows={rows} />
        {preview.shared > 0 && <p className="mt-3">{t("preview.shared", { count: preview.shared })}</p>}
        <p className="mt-3 text-ink-soft">{t("preview.stays")}</p>
      </>
    ),
    obstacles: preview.obstacles,
    hidden: { record: recordKey(subjectId) },
  };
}

async function aContact(ctx: StaffContext, incidentId: string, contact: string, locale: Locale): Promise<Whom | null> {
  const preview = await readContact(ctx, incidentId, contact);
  if (!preview) return null;
  const t = await getTranslations({ locale, namespace: "erasures" });
  return {
    shown: <p>{t("new.contact", { trace: shownContact(contact) })}</p>,
    goes: (
      <>
        <KeyValues rows={(["enquiries", "codes", "proofs", "steps"] as const).map((name) => ({ name: t(`went.${name}`), value: formatCount(preview[name], locale) }))} />
        <p className="mt-3 text-ink-soft">{t("preview.contact-stays")}</p>
      </>
    ),
    obstacles: preview.obstacles,
    hidden: { contact },
  };
}
