import { getTranslations } from "next-intl/server";
import { portalAddress } from "@/app/_server/hosts";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { DataTable, KeyValues } from "@/components/ui/lists";
import { Badge, formatTime, Time } from "@/components/ui/text";
import { locales, type Locale } from "@/db/values/locales";
import { changedParts } from "@/domain/incidents/rules";
import type { Revision, RevisionState, RevisionSummary, StaffIncident } from "@/domain/incidents/types";
import { withdrawRevisionAction } from "./actions";
import { fieldNames } from "./draft-refusal";

interface PanelProps {
  locale: Locale;
  incident: StaffIncident;
  history: RevisionSummary[];
  /** A person's name by id. */
  who: (staffId: string | null) => string;
}

const tones: Record<RevisionState, "plain" | "possible" | "good" | "leaked"> = { draft: "plain", "in-review": "possible", published: "good", withdrawn: "leaked" };
const languages: Record<Locale, string> = { ko: "한국어", en: "English" };

/** What everybody reads at this moment, since when and by whom. */
export async function PublicPanel({ locale, incident, who }: PanelProps) {
  const t = await getTranslations({ locale, namespace: "incident-console" });
  const { published, slug } = incident;
  return (
    <Panel title={t("public")}>
      {published?.publishedAt ? (
        <KeyValues
          rows={[
            { name: t("public-what"), value: t("public-is", { number: published.number, at: formatTime(published.publishedAt, locale, published.content.timeZone), name: who(published.publishedBy) }) },
            {
              name: t("public-pages"),
              value: (
                <span className="flex flex-wrap gap-x-4">
                  {locales.map((language) => (
                    <a key={language} href={portalAddress(`/${language}/${slug}`)} lang={language}>
                      {languages[language]} /{language}/{slug}
                    </a>
                  ))}
                </span>
              ),
            },
          ]}
        />
      ) : (
        <p>{t("public-none")}</p>
      )}
    </Panel>
  );
}

/** The draft or the revision in review, and in what it differs from the public words. */
export async function OpenPanel({ locale, incident: { open, published }, who }: PanelProps) {
  const t = await getTranslations({ locale, namespace: "incident-console" });
  const name = await fieldNames(locale);
  if (!open) {
    return (
      <Panel title={t("open")}>
        <p>{t("open-none")}</p>
      </Panel>
    );
  }
  const changed = changedParts(published?.content ?? null, open.content);
  return (
    <Panel title={t("open")}>
      <KeyValues
        rows={[
          { name: t("revision"), value: <>{open.number} <Badge tone={tones[open.state]}>{t(`state-name.${open.state}`)}</Badge></> },
          { name: t("saved"), value: <Time at={open.updatedAt} locale={locale} timeZone={open.content.timeZone} /> },
          { name: t("edited-by"), value: open.editedBy.map(who).join(", ") },
          { name: t("changed"), value: published ? changed.map(name).join(", ") || t("changed-none") : t("changed-first") },
        ]}
      />
    </Panel>
  );
}

export async function HistoryPanel({ locale, incident, history, who }: PanelProps) {
  const t = await getTranslations({ locale, namespace: "incident-console" });
  const timeZone = (incident.open ?? incident.published)?.content.timeZone;
  return (
    <Panel title={t("history")}>
      <DataTable
        caption={t("history")}
        rows={history}
        rowKey={({ number }) => String(number)}
        empty={null}
        columns={[
          { head: t("revision"), cell: ({ number }) => number, align: "right" },
          { head: t("state"), cell: ({ number, state }) => <span className="flex gap-1"><Badge tone={tones[state]}>{t(`state-name.${state}`)}</Badge>{number === incident.published?.number && <Badge tone="accent">{t("public-now")}</Badge>}</span> },
          { head: t("edited-by"), cell: ({ editedBy }) => editedBy.map(who).join(", ") },
          { head: t("saved"), cell: ({ updatedAt }) => <Time brief at={updatedAt} locale={locale} timeZone={timeZone} /> },
          { head: t("published-by"), cell: ({ publishedBy }) => who(publishedBy) },
          { head: t("published-at"), cell: ({ publishedAt }) => publishedAt && <Time brief at={publishedAt} locale={locale} timeZone={timeZone} /> },
        ]}
      />
    </Panel>
  );
}

/** Taking the words back says first what readers will see instead. */
export async function WithdrawPanel({ locale, incident, history, published }: PanelProps & { published: Revision }) {
  const t = await getTranslations({ locale, namespace: "incident-console" });
  const previous = history.find(({ number, state }) => state === "published" && number !== published.number);
  return (
    <Panel title={t("withdraw.title")}>
      <p className="mb-3">{previous ? t("withdraw.text-previous", { number: previous.number }) : t("withdraw.text-nothing")}</p>
      <ActionForm action={withdrawRevisionAction} hidden={{ incidentId: incident.id, number: String(published.number) }} className="max-w-160 space-y-4">
        <TextArea name="reason" label={t("withdraw.reason")} hint={t("withdraw.reason-hint")} rows={2} maxLength={1000} />
        <SubmitButton kind="danger">{t("withdraw.submit", { number: published.number })}</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
