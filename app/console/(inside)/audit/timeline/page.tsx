import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { BackLink, Pager } from "@/components/ui/lists";
import { PrintButton } from "@/components/ui/print-button";
import { formatTime } from "@/components/ui/text";
import { timelineFilter } from "@/domain/audit/input";
import { mayReadAudit } from "@/domain/audit/policy";
import { readTimeline } from "@/domain/audit/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { EventTable } from "../event-table";
import { auditLink } from "../name-actor";

export const generateMetadata = staffTitle("audit", "timeline.title");

export default async function TimelinePage({ searchParams }: PageProps<"/console/audit/timeline">) {
  const { ctx, member } = await requireStaff(mayReadAudit);
  const { locale } = member;
  const filter = timelineFilter.safeParse(await searchParams).data;
  if (!filter) notFound();
  const t = await getTranslations({ locale, namespace: "audit" });
  const [{ events, next }, names] = await Promise.all([readTimeline(ctx, filter), listStaffNames(ctx)]);
  const ofPerson = "person" in filter;
  const of: Record<string, string> = ofPerson ? { person: filter.person } : { kind: filter.kind, object: filter.object };
  const name = ofPerson ? (names.get(filter.person) ?? filter.person) : `${filter.kind} ${filter.object}`;
  // One table for each day, so that it reads as what happened when.
  const days = new Map<string, typeof events>();
  for (const event of events) {
    const day = formatTime(event.at, locale, "Asia/Seoul", true);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return (
    <>
      <BackLink href="/console/audit">{t("title")}</BackLink>
      <PageHead title={<span className="wrap-anywhere">{name}</span>} actions={<PrintButton>{t("timeline.print")}</PrintButton>}>
        {t(ofPerson ? "timeline.of-person" : "timeline.of-object")}
      </PageHead>
      {ofPerson && (
        <p className="no-print mb-4">
          <Link prefetch={false} href={auditLink({ actor: filter.person })}>
            {t("timeline.search")}
          </Link>
        </p>
      )}
      {days.size === 0 && <EventTable caption={name} events={[]} names={names} locale={locale} />}
      {[...days].map(([day, ofDay]) => (
        <section key={day} className="mb-6">
          <h2 className="mb-2 text-16">{day}</h2>
          <EventTable caption={day} events={ofDay} names={names} locale={locale} />
        </section>
      ))}
      <Pager label={t("pages")} previous={filter.before ? auditLink(of, "/timeline") : null} next={next ? auditLink({ ...of, before: next }, "/timeline") : null} words={{ previous: t("newest"), next: t("older") }} />
    </>
  );
}
