import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { findCurrentIncident } from "@/app/_server/current-incident";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { TimeChart } from "@/components/chart/time-chart";
import { MOST_ENQUIRIES, MOST_PROPOSED, WaitingWork } from "@/components/console/waiting-work";
import { PageHead, Panel } from "@/components/console/page-head";
import { MOST_ACCOUNTS } from "@/components/payments/waiting-accounts";
import { SegmentedBar } from "@/components/ui/lists";
import { Callout, formatCount, zoneName } from "@/components/ui/text";
import { countOurLate, MOST_CLOCKS } from "@/domain/claims/clocks/queries";
import { mayDecideClaims, mayReadClaims } from "@/domain/claims/policy";
import { countUnreadMentions } from "@/domain/claims/desk/queries";
import { countProposed } from "@/domain/claims/decisions/count-proposed";
import { countAccounts } from "@/domain/claims/queries/count-accounts";
import { countClaims, countClaimsByHour } from "@/domain/claims/queries/list-claims";
import { mayReadEnquiries } from "@/domain/enquiries/policy";
import { countOpenEnquiries } from "@/domain/enquiries/queries";
import { mayEditIncidents } from "@/domain/incidents/policy";
import { may } from "@/domain/kernel/context";
import { countLookupsByHour } from "@/domain/lookups/queries";
import { mayReadLookupCounts } from "@/domain/lookups/policy";
import { mayPay } from "@/domain/payments/policy";
import { countDraftBatches } from "@/domain/payments/queries";
import { mayReadPostings } from "@/domain/postings/policy";
import { listPostings } from "@/domain/postings/queries";
import { mayUseConsole } from "@/domain/staff/policy";
import { countDeliveries } from "@/domain/waves/queries/count-deliveries";
import { mayReadWaves } from "@/domain/waves/policy";
import { WaitingReviews } from "./access-review/waiting-reviews";
import { CanaryAlarm } from "./canary-alarm";
import { KeyAlarm } from "./key-alarm";
import { chartHours, periodLabels } from "./chart-hours";
import { OpenAlarms } from "./open-alarms";
import { WaitingRequests } from "./reveals/waiting-requests";

export const generateMetadata = staffTitle("overview", "title");

export default async function OverviewPage() {
  const { ctx, member: { locale } } = await requireStaff(mayUseConsole);
  const { current } = await findCurrentIncident(ctx);
  const t = await getTranslations({ locale, namespace: "overview" });
  const alarms = <><OpenAlarms ctx={ctx} locale={locale} /><KeyAlarm ctx={ctx} locale={locale} /><WaitingRequests ctx={ctx} locale={locale} /><WaitingReviews ctx={ctx} locale={locale} /></>;
  if (!current) {
    if (may(ctx.actor, mayEditIncidents)) redirect("/console/incidents");
    return (
      <>
        <PageHead title={t("title")}>{t("no-incident")}</PageHead>
        {alarms}
      </>
    );
  }
  const now = ctx.clock.now();
  const { hours, since } = chartHours(now);
  const sees = { claims: may(ctx.actor, mayReadClaims), enquiries: may(ctx.actor, mayReadEnquiries), waves: may(ctx.actor, mayReadWaves), postings: may(ctx.actor, mayReadPostings), lookups: may(ctx.actor, mayReadLookupCounts) };
  const [claimCounts, proposed, accounts, openEnquiries, claimHours, lookupHours, deliveries, posted] = await Promise.all([
    sees.claims ? countClaims(ctx, current.id) : null,
    sees.claims ? countProposed(ctx, current.id, MOST_PROPOSED) : null,
    sees.claims ? countAccounts(ctx, current, MOST_ACCOUNTS) : null,
    sees.enquiries ? countOpenEnquiries(ctx, current.id, MOST_ENQUIRIES) : null,
    sees.claims ? countClaimsByHour(ctx, current.id, since) : null,
    sees.lookups ? countLookupsByHour(ctx, current.id, since) : null,
    sees.waves ? countDeliveries(ctx, current.id) : null,
    sees.postings ? listPostings(ctx, current.id) : [],
  ]);
  const labels = periodLabels(hours, locale, current.timeZone);
  const at = <Row extends { hour: Date }>(rows: Row[] | null, hour: Date) => rows?.find((row) => row.hour.getTime() === hour.getTime());
  const points = (read: (hour: Date) => Record<string, number>) => hours.map((hour, index) => ({ label: labels[index] ?? "", values: read(hour) }));
  const waves = await getTranslations({ locale, namespace: "waves" });
  const [postings, clocks] = [await getTranslations({ locale, namespace: "postings" }), await getTranslations({ locale, namespace: "claims-clocks" })];
  const late = may(ctx.actor, mayDecideClaims) ? await countOurLate(ctx, current.id) : 0;
  // A statutory notice that is not there is a breach of the law by the minute, so it stands before everything else.
  const gone = posted.filter(({ missing }) => missing.length > 0);
  const words = { tableLabel: t("table"), timeLabel: `${t("hour")} (${zoneName(now, locale, current.timeZone)})` };
  const format = (count: number) => formatCount(count, locale);
  return (
    <>
      <PageHead title={t("title")}>{current.title[locale]}</PageHead>
      {alarms}
      <CanaryAlarm ctx={ctx} incidentId={current.id} locale={locale} />
      {gone.map(({ id, number, template }) => (
        <div key={id} className="mb-4" role="alert">
          <Callout kind="leaked" title={postings("missing-title")}>
            <Link href={`/console/postings/${id}`} prefetch={false}>{`${postings("posting", { number })}: ${template.name}`}</Link>
          </Callout>
        </div>
      ))}
      {late > 0 && (
        <div className="mb-4" role="alert">
          <Callout kind="leaked" title={clocks("alarm.title", { count: late > MOST_CLOCKS ? `${MOST_CLOCKS}+` : String(late) })}>
            <Link href="/console/claims/board" prefetch={false}>{clocks("alarm.link")}</Link>
          </Callout>
        </div>
      )}
      <WaitingWork claims={claimCounts} proposed={proposed} accounts={accounts?.given ?? 0} enquiries={openEnquiries} batches={may(ctx.actor, mayPay) ? await countDraftBatches(ctx, current.id) : 0} mentions={await countUnreadMentions(ctx)} locale={locale} />
      <div className="gap-x-6 *:break-inside-avoid xl:columns-2">
        {deliveries && (
          <Panel title={t("notices")}>
            {deliveries.total === 0 ? (
              <p className="text-ink-soft">{t("no-notices")}</p>
            ) : (
              <SegmentedBar label={t("notices")} total={deliveries.total} format={format} segments={deliveries.states.map(({ state, count, tone }) => ({ name: waves(`delivery.${state}`), count, tone }))} />
            )}
          </Panel>
        )}
        {lookupHours && (
          <Panel title={t("lookups")}>
            <TimeChart title={t("lookups-title")} {...words} series={[{ key: "requested", name: t("requested"), colour: "possible" }, { key: "proven", name: t("proven"), colour: "accent" }]} points={points((hour) => ({ requested: at(lookupHours, hour)?.requested ?? 0, proven: at(lookupHours, hour)?.proven ?? 0 }))} />
          </Panel>
        )}
        {claimHours && (
          <Panel title={t("claims")}>
            <TimeChart title={t("claims-title")} {...words} series={[{ key: "filed", name: t("filed"), colour: "accent" }, { key: "decided", name: t("decided"), colour: "good" }]} points={points((hour) => ({ filed: at(claimHours, hour)?.filed ?? 0, decided: at(claimHours, hour)?.decided ?? 0 }))} />
          </Panel>
        )}
      </div>
    </>
  );
}
