import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { DataTable, FilterChips, Pager } from "@/components/ui/lists";
import { EmptyState, Time } from "@/components/ui/text";
import { auditFilter, listAuditEvents } from "@/domain/audit/queries";
import { mayReadAudit } from "@/domain/audit/policy";
import { listStaffNames } from "@/domain/staff/queries";

export const generateMetadata = staffTitle("audit", "title");

function detail(value: unknown, locale: string): string {
  if (typeof value === "number") return value.toLocaleString(locale);
  return typeof value === "string" ? value : JSON.stringify(value);
}

export default async function AuditPage({ searchParams }: PageProps<"/console/audit">) {
  const { ctx, member } = await requireStaff(mayReadAudit);
  const { locale } = member;
  const filter = auditFilter.parse(await searchParams);
  const t = await getTranslations({ locale, namespace: "audit" });
  const [{ events, next }, names] = await Promise.all([listAuditEvents(ctx, filter), listStaffNames(ctx)]);
  const link = (changes: Record<string, string>) => `/console/audit?${new URLSearchParams(changes).toString()}`;
  const who = (kind: string, id: string | null) => (kind === "staff" && id ? (names.get(id) ?? id) : t(`actor.${kind}`));
  const active = (["actor", "kind", "object", "action"] as const).flatMap((name) => (filter[name] === undefined ? [] : [[name, filter[name]] as const]));
  return (
    <>
      <PageHead title={t("title")}>{t("intro")}</PageHead>
      {active.length > 0 && (
        <div className="mb-3">
          <FilterChips label={t("filters")} chips={[...active.map(([name, value]) => ({ href: link(Object.fromEntries(active.filter(([other]) => other !== name))), text: `${t(`filter.${name}`)}: ${name === "actor" ? (names.get(value) ?? value) : value} ✕`, current: true })), { href: "/console/audit", text: t("all"), current: false }]} />
        </div>
      )}
      <DataTable
        caption={t("title")}
        rows={events}
        rowKey={(event) => event.id}
        empty={<EmptyState title={t("none")} />}
        columns={[
          { head: t("at"), cell: (event) => <Time brief at={event.at} locale={locale} /> },
          { head: t("who"), cell: (event) => <span className="whitespace-nowrap">{event.actorKind === "staff" && event.actorId ? <a href={link({ actor: event.actorId })}>{who(event.actorKind, event.actorId)}</a> : who(event.actorKind, event.actorId)}</span> },
          { head: t("what"), cell: (event) => <a className="whitespace-nowrap" href={link({ action: event.action })}>{event.action}</a> },
          { head: t("object"), cell: (event) => <a className="whitespace-nowrap" href={link({ kind: event.objectKind, ...(event.objectId ? { object: event.objectId } : {}) })}>{event.objectKind}{event.objectId ? ` ${event.objectId.slice(-12)}` : ""}</a> },
          { head: t("reason"), cell: (event) => event.reason ?? "" },
          { head: t("details"), cell: (event) => <span className="text-ink-soft">{Object.entries(event.details).map(([name, value]) => `${name} ${detail(value, locale)}`).join(" · ")}</span> },
        ]}
      />
      <Pager label={t("pages")} previous={filter.before ? link(Object.fromEntries(active)) : null} next={next ? link({ ...Object.fromEntries(active), before: next }) : null} words={{ previous: t("newest"), next: t("older") }} />
    </>
  );
}
