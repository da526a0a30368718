import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { notFoundOr } from "@/app/_server/not-found-or";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { PrintButton } from "@/components/ui/print-button";
import { BackLink, DataTable, KeyValues } from "@/components/ui/lists";
import { Badge, EmptyState, formatCount, Time } from "@/components/ui/text";
import { mayReadAudit } from "@/domain/audit/policy";
import { may } from "@/domain/kernel/context";
import { mayReadKeys } from "@/domain/keys/policy";
import { getOffBoardingReport } from "@/domain/offboarding/report";
import { takenKinds, type OffBoarded, type TakenKind } from "@/domain/offboarding/types";
import { mayReadStaff } from "@/domain/staff/policy";
import { getStaffMember, listStaffNames } from "@/domain/staff/queries";
import { TheirDoing } from "./their-doing";

export const generateMetadata = staffTitle("off-boarding", "title");

/** Where a thing that was taken back can be looked at, for kinds that have a page of their own. */
const pages: Partial<Record<TakenKind, (id: string) => string>> = {
  "wave-approval": (id) => `/console/waves/${id}`,
  "wave-stopped": (id) => `/console/waves/${id}`,
  "wave-request": (id) => `/console/waves/${id}`,
  "payment-release": (id) => `/console/payments/${id}`,
  "payment-batch": (id) => `/console/payments/${id}`,
  "bulk-run": (id) => `/console/claims/bulk/${id}`,
  "erasure-approval": (id) => `/console/erasures/${id}`,
  "group-role": () => "/console/staff/provisioning",
  posting: (id) => `/console/postings/${id}`,
  "claim-decision": (id) => `/console/claims/${id}`,
  "custodian-strike": (id) => `/console/keys/${id}`,
};

interface Line {
  what: string;
  ids: string[];
  page: ((id: string) => string) | undefined;
}

export default async function OffBoardingPage({ params }: PageProps<"/console/staff/[staffId]/off-boarding">) {
  const { ctx, member } = await requireStaff(mayReadStaff);
  const { locale } = member;
  const { staffId } = await params;
  const [person, report, names, t] = await Promise.all([notFoundOr(getStaffMember(ctx, staffId)), notFoundOr(getOffBoardingReport(ctx, staffId)), listStaffNames(ctx), getTranslations({ locale, namespace: "off-boarding" })]);
  const keyWords = await getTranslations({ locale, namespace: "keys" });
  const readsKeys = may(ctx.actor, mayReadKeys);
  const audits = may(ctx.actor, mayReadAudit);
  const { ended } = report;
  const count = (value: number) => formatCount(value, locale);
  return (
    <div className="max-w-280">
      <BackLink href={`/console/staff/${staffId}`}>{person.name}</BackLink>
      <PageHead title={t("title")} actions={<PrintButton>{t("print")}</PrintButton>}>
        {person.name} · {person.email}
      </PageHead>
      <div className="mb-6 max-w-200">
        <KeyValues
          rows={[
            { name: t("keys.status"), value: report.complete ? <Badge tone="good">{t("keys.complete")}</Badge> : <Badge tone="leaked">{t("keys.incomplete", { count: report.keys.filter(({ closedAt }) => !closedAt).length })}</Badge> },
            { name: t("at"), value: <Time at={report.at} locale={locale} /> },
            { name: t("by"), value: report.by ? (names.get(report.by) ?? "–") : t("operator") },
            { name: t("reason"), value: report.reason ?? "–" },
            ...(ended ? [{ name: t("sessions"), value: count(ended.sessions) }, { name: t("tokens"), value: count(ended.tokens) }, { name: t("roles"), value: count(ended.roles) }, { name: t("offered-roles"), value: count(ended.offeredRoles) }, { name: t("set-up-codes"), value: count(ended.setUpCodes) }, { name: t("sent-codes"), value: count(ended.sentCodes) }] : []),
          ]}
        />
      </div>
      <Panel title={t("keys.title")}>
        <p className="mb-3">{report.keys.length === 0 ? t("keys.none") : t("keys.intro")}</p>
        <DataTable
          caption={t("keys.title")}
          rows={report.keys}
          rowKey={({ id }) => id}
          empty={null}
          columns={[
            { head: t("keys.key"), cell: ({ id, kind }) => <>{keyWords(`kind.${kind}.name`)} {readsKeys ? <Link href={`/console/keys/${id}`} prefetch={false}>{id}</Link> : id}</> },
            { head: t("keys.state"), cell: ({ id, closedBy }) => (closedBy === id ? t("keys.ended") : closedBy ? t("keys.closed", { id: closedBy }) : <Badge tone="leaked">{t("keys.open")}</Badge>) },
          ]}
        />
      </Panel>
      {ended ? (
        <>
          <Lines title={t("taken.title")} intro={t("taken.intro")} none={t("taken.none")} lines={takenKinds.map((kind) => ({ what: t(`taken.kind.${kind}`), ids: idsOf(ended, kind), page: pages[kind] }))} locale={locale} open={t("look")} />
          <Lines
            title={t("standing.title")}
            intro={t("standing.intro")}
            none={t("standing.none")}
            lines={[
              { what: t("standing.sending"), ids: ended.sending, page: (id) => `/console/waves/${id}` },
              { what: t("standing.erasing"), ids: ended.erasing, page: (id) => `/console/erasures/${id}` },
              { what: t("standing.approved-claims"), ids: ended.approvedClaims, page: (id) => `/console/claims/${id}` },
              { what: t("standing.canaries"), ids: ended.knownCanaries.map((id) => id.replace("-", "")), page: undefined },
              { what: t("standing.planted-keys"), ids: ended.plantedKeys, page: undefined },
            ]}
            locale={locale}
            open={t("look")}
          />
          <TheirDoing ended={ended} names={names} locale={locale} />
        </>
      ) : (
        <p className="mb-6">{t("before-reports")}</p>
      )}
      <Panel title={t("looks.title")}>
        <p className="mb-3">{t("looks.intro")}</p>
        <DataTable
          caption={t("looks.title")}
          rows={report.looks}
          rowKey={({ action }) => action}
          empty={<EmptyState title={t("looks.none")} />}
          columns={[
            { head: t("looks.what"), cell: ({ action }) => (audits ? <a href={`/console/audit?${new URLSearchParams({ actor: staffId, action }).toString()}`}>{t(`looks.action.${action.replace(".", "-")}`)}</a> : t(`looks.action.${action.replace(".", "-")}`)) },
            { head: t("looks.times"), cell: ({ times }) => count(times), align: "right" },
            { head: t("looks.objects"), cell: ({ objects }) => count(objects), align: "right" },
            { head: t("looks.last"), cell: ({ last }) => <Time brief at={last} locale={locale} /> },
          ]}
        />
      </Panel>
    </div>
  );
}

function idsOf(ended: OffBoarded, kind: TakenKind): string[] {
  return ended.taken.filter((taken) => taken.kind === kind).map(({ id }) => id);
}

function Lines({ title, intro, none, lines, locale, open }: { title: string; intro: string; none: string; lines: Line[]; locale: "ko" | "en"; open: string }) {
  const found = lines.filter(({ ids }) => ids.length > 0);
  return (
    <Panel title={title}>
      {found.length === 0 ? (
        <p>{none}</p>
      ) : (
        <>
          <p className="mb-3">{intro}</p>
          <ul className="divide-y divide-line border-y border-line">
            {found.map(({ what, ids, page }) => (
              <li key={what} className="py-2">
                <p>
                  {what} <strong className="tabular-nums">{formatCount(ids.length, locale)}</strong>
                </p>
                {page && (
                  <p className="flex flex-wrap gap-x-3">
                    {ids.slice(0, 50).map((id, i) => (
                      <Link key={id} href={page(id)} prefetch={false}>
                        {open} {i + 1}
                      </Link>
                    ))}
                  </p>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
