import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { BackLink, Pager } from "@/components/ui/lists";
import { PrintButton } from "@/components/ui/print-button";
import { EmptyState, formatTime } from "@/components/ui/text";
import { timelineFilter, type TimelineFilter } from "@/domain/audit/input";
import { mayReadAudit } from "@/domain/audit/policy";
import { readTimeline } from "@/domain/audit/queries";
import { recordKey, shownNumber, subjectOfKey } from "@/domain/exposure/rules";
import { listStaffNames } from "@/domain/staff/queries";
import { auditZone } from "../audit-zone";
import { EventTable } from "../event-table";
import { auditLink } from "../name-actor";

export const generateMetadata = staffTitle("audit", "timeline.title");

export default async function TimelinePage({ searchParams }: PageProps<"/console/audit/timeline">) {
  const { ctx, member } = await requireStaff(mayReadAudit);
  const { locale } = member;
  const { record, number, ...asked } = await searchParams;
  // What somebody types is the number as pages show it; an address names a record by its key.
  const filter = timelineFilter.safeParse({ ...asked, subject: number ?? subjectOfKey(record)?.toString() }).data;
  if (!filter) notFound();
  const t = await getTranslations({ locale, namespace: "audit" });
  const [{ events, next }, names] = await Promise.all([readTimeline(ctx, filter), listStaffNames(ctx)]);
  const timeZone = await auditZone(ctx, "subject" in filter ? filter.incident : null);
  const { of, name, says } = describe(filter, names, t);
  // One table for each day, so that it reads as what happened when.
  const days = new Map<string, typeof events>();
  for (const event of events) {
    const day = formatTime(event.at, locale, timeZone, true);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return (
    <>
      <BackLink href="/console/audit">{t("title")}</BackLink>
      <PageHead title={<span className="wrap-anywhere">{name}</span>} actions={<PrintButton>{t("timeline.print")}</PrintButton>}>
        {says}
      </PageHead>
      {"person" in filter && (
        <p className="no-print mb-4">
          <Link prefetch={false} href={auditLink({ actor: filter.person })}>
            {t("timeline.search")}
          </Link>
        </p>
      )}
      {days.size === 0 && <EmptyState title={t("timeline.none")} />}
      {[...days].map(([day, ofDay]) => (
        <section key={day} className="mb-6">
          <h2 className="mb-2 text-16">{day}</h2>
          <EventTable caption={day} events={ofDay} names={names} locale={locale} timeZone={timeZone} />
        </section>
      ))}
      <Pager label={t("pages")} previous={filter.before ? auditLink(of, "/timeline") : null} next={next ? auditLink({ ...of, before: next }, "/timeline") : null} words={{ previous: t("newest"), next: t("older") }} />
    </>
  );
}

/** What an address names it by, and how it is called and spoken of. */
function describe(filter: TimelineFilter, names: ReadonlyMap<string, string>, t: Awaited<ReturnType<typeof getTranslations>>): { of: Record<string, string>; name: string; says: string } {
  if ("person" in filter) return { of: { person: filter.person }, name: names.get(filter.person) ?? filter.person, says: t("timeline.of-person") };
  if ("subject" in filter) return { of: { incident: filter.incident, record: recordKey(filter.subject) }, name: t("record.name", { number: shownNumber(filter.subject) }), says: t("timeline.of-record") };
  return { of: { kind: filter.kind, object: filter.object }, name: `${filter.kind} ${filter.object}`, says: t("timeline.of-object") };
}
