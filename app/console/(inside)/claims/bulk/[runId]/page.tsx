import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, DataTable, FilterChips, Pager, SegmentedBar } from "@/components/ui/lists";
import { EmptyState, formatCount, Time } from "@/components/ui/text";
import { LiveRefresh } from "@/components/waves/live-refresh";
import { bulkRowResults } from "@/db/values/claim-bulk";
import { bulkLinesInput } from "@/domain/claims/desk/bulk/bulk-input";
import { listBulkLines, readBulk } from "@/domain/claims/desk/bulk/read-bulk";
import { listMacros } from "@/domain/claims/desk/macros/list-team-texts";
import { filterQuery } from "@/domain/claims/desk/rules";
import { mayReadDesk } from "@/domain/claims/desk/policy";
import { listStaffNames } from "@/domain/staff/queries";
import { undoBulkAction } from "../../macro-actions";
import { describeAct } from "../describe-act";

export const generateMetadata = staffTitle("claims-desk", "bulk.title");

const TONES = { done: "good", refused: "leaked", undone: "none", kept: "possible" } as const;

export default async function BulkRunPage({ params, searchParams }: PageProps<"/console/claims/bulk/[runId]">) {
  const { ctx, member, incident } = await requireIncident(mayReadDesk);
  const { locale } = member;
  const run = await notFoundOr(readBulk(ctx, (await params).runId));
  if (run.incidentId !== incident.id) notFound();
  const { result, after } = bulkLinesInput.parse(await searchParams);
  const t = await getTranslations({ locale, namespace: "claims-desk" });
  const claims = await getTranslations({ locale, namespace: "claims" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  const [names, macros, { lines, next }] = await Promise.all([listStaffNames(ctx), listMacros(ctx), listBulkLines(ctx, run.id, { result, after })]);
  const total = Object.values(run.counts).reduce((sum, count) => sum + count, 0);
  const query = filterQuery(run.filter);
  const moving = run.state === "running" || run.state === "undoing";
  const link = (changes: { result?: string | undefined; after?: number }) => {
    const query = new URLSearchParams(Object.entries({ result, ...changes }).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
    return `/console/claims/bulk/${run.id}${query.size > 0 ? `?${query.toString()}` : ""}`;
  };
  return (
    <div className="max-w-240">
      <BackLink href={`/console/claims${query.size > 0 ? `?${query.toString()}` : ""}`}>{t("bulk.back")}</BackLink>
      <PageHead title={await describeAct(run.act, { locale, names, macros })}>
        {t(`bulk.state.${run.state}`)} · {names.get(run.startedBy) ?? ""} · <Time at={run.startedAt} locale={locale} timeZone={incident.timeZone} />
      </PageHead>
      <LiveRefresh pace={moving ? "moving" : null} />
      <div className="mb-4" aria-live="polite">
        <SegmentedBar label={t("bulk.progress")} total={total} format={(count) => formatCount(count, locale)} segments={bulkRowResults.map((name) => ({ name: t(`bulk.result.${name}`), count: run.counts[name], tone: TONES[name] }))} />
      </div>
      {run.state === "stopped" && <p className="mb-4">{t("bulk.stopped-why")}</p>}
      {run.undoable && (
        <Panel title={t("bulk.undo")}>
          <p className="mb-3">{t(run.takes ? "bulk.undo-hint-take" : "bulk.undo-hint")}</p>
          <ActionForm action={undoBulkAction} hidden={{ runId: run.id }}>
            <SubmitButton kind="danger">{t("bulk.undo-submit", { count: run.counts.done })}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
      <div className="mb-3">
        <FilterChips label={t("bulk.results")} chips={[{ href: link({ result: undefined }), text: t("all"), current: result === undefined }, ...bulkRowResults.filter((name) => run.counts[name] > 0 || result === name).map((name) => ({ href: link({ result: name }), text: `${t(`bulk.result.${name}`)} ${formatCount(run.counts[name], locale)}`, current: result === name }))]} />
      </div>
      <DataTable
        caption={t("bulk.results")}
        rows={lines}
        rowKey={(line) => line.claimId}
        rowHref={(line) => `/console/claims/${line.claimId}`}
        empty={<EmptyState title={t(moving ? "bulk.not-yet" : "bulk.nothing")} />}
        columns={[
          { head: claims("console.reference"), cell: (line) => <span className="whitespace-nowrap tabular-nums">{line.reference}</span> },
          { head: t("bulk.became"), cell: (line) => t(`bulk.result.${line.result}`) },
          { head: t("bulk.why"), cell: (line) => line.reason && (errors.has(line.reason) ? errors(line.reason) : errors("fault")) },
        ]}
      />
      <Pager label={claims("console.pages")} previous={after > 0 ? link({}) : null} next={next === null ? null : link({ after: next })} words={{ previous: t("bulk.first"), next: claims("console.next") }} />
    </div>
  );
}
