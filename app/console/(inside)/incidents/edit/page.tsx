import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import type { EditorWords } from "@/components/incidents/editor-words";
import { RevisionEditor } from "@/components/incidents/revision-editor";
import { ButtonLink } from "@/components/ui/button";
import { BackLink } from "@/components/ui/lists";
import { EmptyState } from "@/components/ui/text";
import { dataClasses, dataClassSlugs } from "@/content/data-classes";
import { urgencies } from "@/db/values/urgencies";
import { readFacts } from "@/domain/facts/queries";
import { formatFact } from "@/domain/facts/rules";
import { mayEditIncidents } from "@/domain/incidents/policy";
import { getIncidentForStaff } from "@/domain/incidents/queries";
import { writeRevisionForm } from "@/domain/incidents/write-revision-form";
import { saveDraftAction, startDraftAction } from "../actions";

export const generateMetadata = staffTitle("incident-console", "edit");

export default async function EditIncidentPage() {
  const { ctx, member, incident } = await requireIncident(mayEditIncidents);
  const { locale } = member;
  const { open } = await getIncidentForStaff(ctx, incident.id);
  const t = await getTranslations({ locale, namespace: "incident-editor" });
  const page = await getTranslations({ locale, namespace: "incident-console" });
  const back = <BackLink href="/console/incidents">{page("title")}</BackLink>;
  if (open?.state !== "draft") {
    return (
      <>
        {back}
        <PageHead title={page("title")} />
        <EmptyState title={open ? t("in-review-title", { number: open.number }) : t("closed-title")}>
          <p className="mb-4">{open ? t("in-review-text") : t("closed-text")}</p>
          {open ? (
            <ButtonLink href="/console/incidents/preview">{page("preview")}</ButtonLink>
          ) : (
            <ActionForm action={startDraftAction} hidden={{ incidentId: incident.id }}>
              <SubmitButton>{page("start")}</SubmitButton>
            </ActionForm>
          )}
        </EmptyState>
      </>
    );
  }
  const { number, edit, content } = open;
  const facts = await readFacts(ctx.db, incident.id);
  const zones = [...new Set(["UTC", content.timeZone, ...Intl.supportedValuesOf("timeZone")])].sort();
  return (
    <div className="max-w-280">
      {back}
      <PageHead title={t("title", { number })}>{t("intro")}</PageHead>
      <RevisionEditor
        key={`${incident.id}-${number}`}
        action={saveDraftAction}
        initial={{ ...writeRevisionForm(content), incidentId: incident.id, number: String(number), edit: String(edit) }}
        words={editorWords(t)}
        options={{
          timeZones: zones.map((zone) => ({ value: zone, label: zone })),
          classes: dataClassSlugs.map((slug) => ({ value: slug, label: dataClasses[slug].label[locale] })),
          facts: facts.map(({ name, value }) => ({ placeholder: `{{fact:${name}}}`, says: formatFact(value, locale, content.timeZone) })),
          urgencies: urgencies.map((urgency) => ({ value: urgency, label: t(`urgency.${urgency}`) })),
        }}
      />
    </div>
  );
}

const words = ["language", "field", "part", "hint", "row", "up", "remove", "save", "saving", "save-and-preview", "unsaved", "all-saved", "leave", "parts", "facts"] as const;

/** The words of the form itself; they travel to the browser, so no others do. */
function editorWords(t: Awaited<ReturnType<typeof getTranslations>>): EditorWords {
  return Object.fromEntries(words.map((name) => [name, t.raw(name)])) as unknown as EditorWords;
}
