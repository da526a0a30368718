import { getTranslations } from "next-intl/server";
import { ForecastChart } from "@/components/chart/forecast-chart";
import { Panel } from "@/components/console/page-head";
import { TextField } from "@/components/form/field";
import { buttonClass } from "@/components/ui/button";
import { DataTable } from "@/components/ui/lists";
import { Callout, formatCount, formatMoney, formatPercent, formatTime } from "@/components/ui/text";
import { currencyDigits } from "@/content/formats";
import type { Locale } from "@/db/values/locales";
import { classBits } from "@/domain/audiences/class-bits";
import { listTakeUp } from "@/domain/claims/queries/take-up";
import { may, type StaffContext } from "@/domain/kernel/context";
import { mayReadLedger } from "@/domain/ledger/policy";
import { listProgrammeMoney } from "@/domain/ledger/queries";
import { benefitsFor } from "@/domain/programmes/eligibility";
import { forecastTakeUp } from "@/domain/programmes/forecast";
import { countPeopleByLeak } from "@/domain/programmes/queries";
import { payFromPool, simulateProgramme, suppose } from "@/domain/programmes/simulate";
import type { ProgrammeTerms } from "@/domain/programmes/types";
import { dayIn } from "@/domain/rules/deadline";

type Typed = Record<string, string | string[] | undefined>;

interface LiveForecastProps {
  ctx: StaffContext;
  programme: { id: string; incidentId: string };
  /** Those that are published. */
  terms: ProgrammeTerms;
  /** What is supposed, as the simulator's address says it, with `takeUp` besides. */
  typed: Typed;
  locale: Locale;
  timeZone: string;
}

const TAKE_UP = 10;

/** What was claimed so far against what was supposed, projected to the closing day; from counters alone. */
export async function LiveForecast({ ctx, programme, terms: published, typed, locale, timeZone }: LiveForecastProps) {
  if (!published.opensAt || !published.closesAt) return null;
  // To a claimant a monitoring code is no money, and what was claimed does not hold its cost.
  const terms = { ...published, benefits: published.benefits.map((benefit) => (benefit.kind === "monitoring" ? { ...benefit, costMinor: 0n } : benefit)) };
  const [bits, people, days, money] = await Promise.all([
    classBits(ctx.db, programme.incidentId),
    countPeopleByLeak(ctx.db, programme.incidentId),
    listTakeUp(ctx, programme.id, timeZone),
    may(ctx.actor, mayReadLedger) ? listProgrammeMoney(ctx, programme.incidentId) : [],
  ]);
  const supposition = suppose(terms, people.filter((one) => benefitsFor(terms, one, bits).length > 0).reduce((sum, one) => sum + one.people, 0), typed);
  const takeUp = typeof typed.takeUp === "string" && /^\d{1,3}(\.\d{1,3})?$/.test(typed.takeUp) ? Math.min(100, Number(typed.takeUp)) : TAKE_UP;
  const [simulated] = simulateProgramme(terms, supposition, [takeUp]);
  const now = ctx.clock.now();
  const supposed = { claims: simulated?.claims ?? 0, costMinor: simulated?.costMinor ?? 0n };
  const { eligible } = supposition;
  const day = (at: Date) => dayIn(at, timeZone);
  const forecast = forecastTakeUp({ opens: day(published.opensAt), closes: day(published.closesAt), today: day(now), days, eligible, supposed });
  const t = await getTranslations({ locale, namespace: "programmes-forecast" });
  const inMoney = (minor: bigint) => formatMoney(minor, terms.currency, locale);
  const whole = (minor: bigint | null) => (minor === null ? null : Number(minor) / 10 ** currencyDigits(terms.currency));
  const share = (claims: number) => (eligible === 0 ? "–" : formatPercent(claims / eligible, locale, 1));
  const each = (claims: number, minor: bigint) => (claims <= 0 ? "–" : inMoney(minor / BigInt(claims)));
  // The counters say what was claimed and not of what kind: vouchers, which are never cut, are as many of it as was supposed.
  const vouchersOf = (minor: bigint) => (simulated && simulated.costMinor > 0n ? (minor * simulated.vouchersMinor) / simulated.costMinor : 0n);
  const paidOf = (minor: bigint) => {
    const { paidPercent } = payFromPool(terms, vouchersOf(minor), minor - vouchersOf(minor));
    return paidPercent === null ? t("nothing-left") : formatPercent(paidPercent / 100, locale, 2);
  };
  const cases = [[forecast.claims, forecast.costMinor], [forecast.projectedClaims, forecast.projectedMinor], [supposed.claims, supposed.costMinor]] as const;
  const rows = [
    { name: t("claims"), cells: cases.map(([claims]) => formatCount(claims, locale)) },
    { name: t("take-up"), cells: cases.map(([claims]) => share(claims)) },
    { name: t("cost"), cells: cases.map(([, minor]) => inMoney(minor)) },
    { name: t("per-claim"), cells: cases.map(([claims, minor]) => each(claims, minor)) },
    ...(terms.poolMinor !== null && terms.proRata ? [{ name: t("paid-share"), cells: cases.map(([, minor]) => paidOf(minor)) }] : []),
  ];
  const ledger = money.find(({ programmeId }) => programmeId === programme.id);
  const missing = terms.poolMinor === null ? 0n : forecast.projectedMinor - terms.poolMinor;
  const words = { day: t("day"), actual: t("so-far"), projected: t("projected-line"), supposed: t("supposed") };
  return (
    <Panel title={t("title")}>
      <div className="space-y-4">
        <p>
          {t("intro", { at: formatTime(now, locale, timeZone) })} {forecast.basis > 0 ? t("intro-basis", { perDay: formatCount(Math.round(forecast.perDay * 10) / 10, locale), basis: forecast.basis }) : t("intro-no-basis")}
        </p>
        {missing > 0n && terms.poolMinor !== null && <Callout kind="possible">{t("over-pool", { pool: inMoney(terms.poolMinor), missing: inMoney(missing) })}</Callout>}
        <DataTable caption={t("title")} rows={rows} rowKey={({ name }) => name} empty={null} columns={[{ head: t("what"), cell: ({ name }) => name }, ...(["so-far", "projected", "supposed"] as const).map((head, i) => ({ head: t(head), cell: ({ cells }: (typeof rows)[number]) => cells[i], align: "right" as const }))]} />
        <form method="get" className="flex flex-wrap items-end gap-4">
          {Object.entries(typed).map(([name, value]) => name !== "takeUp" && typeof value === "string" && /^(eligible|mix\.|average\.)/.test(name) && <input key={name} type="hidden" name={name} value={value} />)}
          <TextField name="takeUp" label={t("take-up-field")} hint={t("take-up-hint")} inputMode="numeric" initial={String(takeUp)} maxLength={7} />
          <p>
            <button type="submit" className={buttonClass("secondary")}>{t("show")}</button>
          </p>
        </form>
        <ForecastChart title={t("chart-claims")} tableLabel={t("table")} words={words} points={forecast.points.map((point) => ({ day: point.day, actual: point.claims, projected: point.projectedClaims, supposed: point.supposedClaims }))} />
        <ForecastChart title={t("chart-cost", { currency: terms.currency })} tableLabel={t("table")} words={words} points={forecast.points.map((point) => ({ day: point.day, actual: whole(point.costMinor), projected: whole(point.projectedMinor), supposed: whole(point.supposedMinor) ?? 0 }))} />
        {terms.poolMinor !== null && terms.proRata && <p className="text-ink-soft">{t("paid-share-hint")}</p>}
        {published.benefits.some(({ kind }) => kind === "monitoring") && <p className="text-ink-soft">{t("monitoring")}</p>}
        {ledger && <p className="text-ink-soft">{t("ledger", { reserved: inMoney(ledger.reservedMinor), approved: inMoney(ledger.approvedMinor + ledger.inPaymentMinor), paid: inMoney(ledger.paidMinor), returned: inMoney(ledger.returnedMinor) })}</p>}
      </div>
    </Panel>
  );
}
