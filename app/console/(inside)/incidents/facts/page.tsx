import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { FactStatusMark } from "@/components/facts/fact-said";
import { ButtonLink } from "@/components/ui/button";
import { BackLink, DataTable } from "@/components/ui/lists";
import { Badge, EmptyState, Time } from "@/components/ui/text";
import { mayProposeFacts, mayReadFacts } from "@/domain/facts/policy";
import { listFacts } from "@/domain/facts/queries";
import { formatFact } from "@/domain/facts/rules";
import { may } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";

export const generateMetadata = staffTitle("fact-console", "title");

export default async function FactsPage() {
  const { ctx, member, incident } = await requireIncident(mayReadFacts);
  const { locale } = member;
  const { timeZone } = incident;
  const t = await getTranslations({ locale, namespace: "fact-console" });
  const page = await getTranslations({ locale, namespace: "incident-console" });
  const [facts, names] = await Promise.all([listFacts(ctx, incident.id), listStaffNames(ctx)]);
  const who = (id: string | null) => (id === null ? "" : (names.get(id) ?? page("unknown")));
  const waiting = facts.flatMap(({ name, current, proposed }) => (proposed ? [{ name, current, proposed }] : []));
  const create = may(ctx.actor, mayProposeFacts) && <ButtonLink href="/console/incidents/facts/new">{t("new.open")}</ButtonLink>;
  return (
    <>
      <BackLink href="/console/incidents">{page("title")}</BackLink>
      <PageHead title={t("title")} actions={create}>
        {t("intro")}
      </PageHead>
      {waiting.length > 0 && (
        <Panel title={t("waiting")}>
          <ul className="space-y-1">
            {waiting.map(({ name, current, proposed }) => (
              <li key={name}>
                <Link href={`/console/incidents/facts/${name}`} prefetch={false}>
                  {t(current ? "waiting-change" : "waiting-first", { label: proposed.label[locale], now: current ? formatFact(current.value, locale, timeZone) : "", then: formatFact(proposed.value, locale, timeZone) })}
                </Link>{" "}
                <span className="text-ink-soft">{t("waiting-by", { name: who(proposed.proposedBy) })}</span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <DataTable
        caption={t("title")}
        rows={facts}
        rowKey={({ name }) => name}
        rowHref={({ name }) => `/console/incidents/facts/${name}`}
        empty={<EmptyState title={t("none")}>{t("none-text")}</EmptyState>}
        columns={[
          { head: t("fact"), cell: ({ current, proposed, history, name }) => (current ?? proposed ?? history[0])?.label[locale] ?? name },
          { head: t("name"), cell: ({ name }) => <code>{name}</code> },
          { head: t("value"), cell: ({ current }) => (current ? formatFact(current.value, locale, timeZone) : <Badge>{t("no-value")}</Badge>) },
          { head: t("field.status"), cell: ({ current }) => current && <FactStatusMark status={current.status} locale={locale} /> },
          { head: t("field.asOf"), cell: ({ current }) => current && <Time brief at={current.asOf} locale={locale} timeZone={timeZone} /> },
          { head: t("field.source"), cell: ({ current }) => current?.source[locale] },
          { head: t("approved-by"), cell: ({ current }) => current && who(current.decidedBy) },
        ]}
      />
    </>
  );
}
