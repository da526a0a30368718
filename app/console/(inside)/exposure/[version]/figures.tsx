import { getTranslations } from "next-intl/server";
import type { SignedInStaff } from "@/app/_server/staff";
import { Panel } from "@/components/console/page-head";
import { KeyValues } from "@/components/ui/lists";
import { Callout, formatCount, formatPercent, formatTime, Time } from "@/components/ui/text";
import { LiveRefresh } from "@/components/waves/live-refresh";
import type { DatasetDetail, ImportStatus } from "@/domain/exposure/types";
import type { IncidentSummary } from "@/domain/incidents/types";
import { listStaffNames } from "@/domain/staff/queries";

/** What every part of a version's page is given. */
export interface DatasetFrame extends SignedInStaff {
  incident: IncidentSummary;
  dataset: DatasetDetail;
}

/** How far the worker is with the file; it follows by itself. */
export async function ImportProgress({ member: { locale }, dataset, run }: DatasetFrame & { run: ImportStatus }) {
  const t = await getTranslations({ locale, namespace: "exposure" });
  const share = run.state === "merging" ? 1 : run.bytesTotal > 0 ? Math.min(run.bytesDone / run.bytesTotal, 1) : 0;
  const percent = formatPercent(share, locale, 0);
  const phase = run.state === "merging" ? "merging" : run.bytesDone > 0 ? "loading" : "waiting";
  return (
    <Panel title={t("progress.title")}>
      <div className="space-y-2">
        <p className="font-semibold">{t(`progress.${phase}`)} …</p>
        <progress aria-label={t("progress.read", { share: percent })} value={share} max={1} className="block h-3 w-full accent-(--accent)" />
        <p className="tabular-nums">
          {t("progress.read", { share: percent })} · {t("progress.accepted")} {formatCount(run.accepted, locale)} · {t("progress.rejected")} {formatCount(run.rejected, locale)}
        </p>
        <p className="text-ink-soft">
          {t("progress.follows")} <a href={`/console/exposure/${dataset.version}`}>{t("progress.refresh")}</a>
        </p>
        <LiveRefresh pace="moving" />
      </div>
    </Panel>
  );
}

/** Why a file was no table of people. Which columns it was is not kept, for a header can name a person. */
export async function ImportFailed({ member: { locale }, reason }: DatasetFrame & { reason: string }) {
  const t = await getTranslations({ locale, namespace: "exposure" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  return (
    <div className="mb-6">
      <Callout kind="leaked" title={t("failed.title")}>
        {errors.has(reason) ? errors(reason, { columns: "…" }) : errors("fault")} {t("failed.dropped")}
      </Callout>
    </div>
  );
}

/** Counts, moments and the people who answer for them. */
export async function Figures({ ctx, member: { locale }, incident, dataset }: DatasetFrame) {
  const t = await getTranslations({ locale, namespace: "exposure" });
  const names = await listStaffNames(ctx);
  const count = (of: number) => formatCount(of, locale);
  const nameOf = (id: string | null) => (id ? (names.get(id) ?? "–") : t("operator"));
  const { import: run, publishedAt, withdrawnAt } = dataset;
  const settled = dataset.state !== "importing" && dataset.state !== "dropped";
  return (
    <Panel title={t("figures")}>
      <KeyValues
        rows={[
          ...(settled ? [{ name: t("people"), value: <strong className="tabular-nums">{count(dataset.people)}</strong> }] : []),
          ...(run ? [{ name: t("file"), value: run.fileName }, { name: t("rows-read"), value: t("rows-of", { total: count(run.accepted + run.rejected), accepted: count(run.accepted), rejected: count(run.rejected) }) }] : []),
          { name: t("imported-by"), value: <>{nameOf(dataset.importedBy)} · <Time at={dataset.createdAt} locale={locale} timeZone={incident.timeZone} /></> },
          ...(publishedAt ? [{ name: t("published-by"), value: `${nameOf(dataset.publishedBy)} · ${formatTime(publishedAt, locale, incident.timeZone)}` }] : []),
          ...(withdrawnAt ? [{ name: t("withdrawn-at"), value: <Time at={withdrawnAt} locale={locale} timeZone={incident.timeZone} /> }] : []),
        ]}
      />
    </Panel>
  );
}
