import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { DataTable, KeyValues } from "@/components/ui/lists";
import { Badge, Time } from "@/components/ui/text";
import { dataClasses, isDataClass } from "@/content/data-classes";
import type { Locale } from "@/db/values/locales";
import type { StaffFact } from "@/domain/facts/types";
import { readClock } from "@/domain/incidents/rules";
import type { IncidentSummary, Revision, StaffIncident } from "@/domain/incidents/types";
import { chooseIncidentAction } from "../actions";

/** The dates of the newest words, and the clock that the law starts with one of them. */
export async function DatesPanel({ locale, current, revision, now }: { locale: Locale; current: IncidentSummary; revision: Revision | null; now: Date }) {
  const t = await getTranslations({ locale, namespace: "incident-console" });
  const editor = await getTranslations({ locale, namespace: "incident-editor" });
  const due = current.noticeDue;
  const clock = due && readClock(due, now);
  const days = clock ? Math.floor(clock.hours / 24) : 0;
  const day = (date: string | null | undefined) => (date ? <Time at={new Date(`${date}T12:00:00Z`)} locale={locale} timeZone="UTC" dateOnly /> : t("unset"));
  const moment = (at: Date | null) => (at ? <Time at={at} locale={locale} timeZone={current.timeZone} /> : t("unset"));
  return (
    <Panel title={t("dates")}>
      {revision && <p className="mb-2 text-ink-soft">{t("dates-note", { number: revision.number })}</p>}
      <KeyValues
        rows={[
          ...(["started", "ended", "discovered"] as const).map((name) => ({ name: editor(`field.dates.${name}`), value: day(revision?.content.dates[name]) })),
          { name: editor("field.knewLeak"), value: moment(current.knewLeak) },
          { name: t("due"), value: <>{moment(due)} {clock && <Badge tone={clock.overdue ? "leaked" : "possible"}>{t(!clock.overdue ? "left" : days > 3 ? "over-days" : "over", { days, hours: clock.hours, minutes: clock.minutes })}</Badge>}</> },
        ]}
      />
    </Panel>
  );
}

/** How many facts the public is told, whether any waits to be decided, and the way to them. */
export async function FactsPanel({ locale, facts }: { locale: Locale; facts: StaffFact[] }) {
  const t = await getTranslations({ locale, namespace: "fact-console" });
  const waiting = facts.filter(({ proposed }) => proposed).length;
  return (
    <Panel title={t("title")}>
      <p>{t("panel.text", { count: facts.filter(({ current }) => current).length })}</p>
      {waiting > 0 && <p className="font-semibold text-possible">{t("panel.waiting", { count: waiting })}</p>}
      <p className="mt-2">
        <Link href="/console/incidents/facts" prefetch={false}>
          {t("panel.open")}
        </Link>
      </p>
    </Panel>
  );
}

/** Every class that ever had a bit, also those that the words no longer name. */
export async function ClassesPanel({ locale, incident }: { locale: Locale; incident: StaffIncident }) {
  const t = await getTranslations({ locale, namespace: "incident-console" });
  const editor = await getTranslations({ locale, namespace: "incident-editor" });
  const leaked = (incident.open ?? incident.published)?.content.leaked ?? [];
  const urgency = (slug: string) => leaked.find((row) => row.slug === slug)?.urgency;
  return (
    <Panel title={t("classes")}>
      <p className="mb-2 text-ink-soft">{t("classes-note")}</p>
      <DataTable
        caption={t("classes")}
        rows={incident.classes}
        rowKey={({ slug }) => slug}
        empty={<p>{t("classes-none")}</p>}
        columns={[
          { head: t("bit"), cell: ({ bit }) => bit, align: "right" },
          { head: t("class"), cell: ({ slug }) => (isDataClass(slug) ? dataClasses[slug].label[locale] : slug) },
          { head: t("slug"), cell: ({ slug }) => slug },
          { head: t("urgency"), cell: ({ slug }) => { const when = urgency(slug); return when ? editor(`urgency.${when}`) : <Badge>{t("in-words")}</Badge>; } },
        ]}
      />
    </Panel>
  );
}

/** All incidents of this installation, with the way to each. */
export async function IncidentsPanel({ locale, all, current }: { locale: Locale; all: IncidentSummary[]; current: string }) {
  const t = await getTranslations({ locale, namespace: "incident-console" });
  if (all.length < 2) return null;
  return (
    <Panel title={t("all")}>
      <DataTable
        caption={t("all")}
        rows={all}
        rowKey={({ id }) => id}
        empty={null}
        columns={[
          { head: t("organisation"), cell: ({ organisation }) => organisation[locale] },
          { head: t("address"), cell: ({ slug }) => slug },
          { head: t("public"), cell: ({ publishedRevision }) => (publishedRevision ? t("revision-n", { number: publishedRevision }) : t("none-public")) },
          { head: t("open"), cell: ({ openState }) => openState && t(`state-name.${openState}`) },
          { head: t("due"), cell: ({ noticeDue, timeZone }) => noticeDue && <Time brief at={noticeDue} locale={locale} timeZone={timeZone} /> },
          {
            head: <span className="sr-only">{t("show")}</span>,
            cell: ({ id, slug }) =>
              id === current ? (
                t("shown")
              ) : (
                <ActionForm action={chooseIncidentAction} hidden={{ incident: id }} className="contents">
                  <SubmitButton kind="secondary" small>{t("show")}<span className="sr-only"> · {slug}</span></SubmitButton>
                </ActionForm>
              ),
          },
        ]}
      />
    </Panel>
  );
}
