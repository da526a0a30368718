import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { CostChart } from "@/components/chart/cost-chart";
import { PageHead, Panel } from "@/components/console/page-head";
import { TextField } from "@/components/form/field";
import { buttonClass } from "@/components/ui/button";
import { BackLink, DataTable } from "@/components/ui/lists";
import { Callout, formatCount, formatMoney, formatPercent } from "@/components/ui/text";
import { currencyDigits, moneyInField } from "@/content/formats";
import { classBits } from "@/domain/audiences/class-bits";
import { mayReadProgrammes } from "@/domain/programmes/policy";
import { countPeopleByLeak, getProgramme } from "@/domain/programmes/queries";
import { benefitsFor } from "@/domain/programmes/eligibility";
import { flatMinor } from "@/domain/programmes/reckon";
import { simulateProgramme, suppose } from "@/domain/programmes/simulate";

export const generateMetadata = staffTitle("programmes-console", "simulate");

/** Shares of those who could claim, in percent: few claim at most programmes, so the low ones stand closer. */
const TAKE_UPS = [0.5, 1, 2, 5, 10, 20, 30, 50, 75, 100];

/** What a programme would cost. What is supposed stands in the address, so that two people look at the same figures; the form needs no JavaScript. */
export default async function SimulatePage({ params, searchParams }: PageProps<"/console/programmes/[programme]/simulate">) {
  const { ctx, member, incident } = await requireIncident(mayReadProgrammes);
  const { locale } = member;
  const file = await notFoundOr(getProgramme(ctx, incident.id, (await params).programme));
  const version = file.versions.find(({ state }) => state === "draft" || state === "in-review") ?? file.versions.find(({ number }) => number === file.publishedVersion) ?? file.versions[0];
  if (!version) throw new Error("a programme without versions");
  const { terms } = version;
  const bits = await classBits(ctx.db, incident.id);
  const eligible = (await countPeopleByLeak(ctx.db, incident.id)).filter((one) => benefitsFor(terms, one, bits).length > 0).reduce((sum, { people }) => sum + people, 0);
  const typed = await searchParams;
  const supposed = suppose(terms, eligible, typed);
  const rows = simulateProgramme(terms, supposed, TAKE_UPS);
  const t = await getTranslations({ locale, namespace: "programmes-console" });
  const forecast = await getTranslations({ locale, namespace: "programmes-forecast" });
  const money = (minor: bigint) => formatMoney(minor, terms.currency, locale);
  const whole = (minor: bigint | null) => (minor === null ? null : Number(minor) / 10 ** currencyDigits(terms.currency));
  return (
    <div className="max-w-240">
      <BackLink href={`/console/programmes/${file.slug}`}>{terms.texts.name[locale] || file.slug}</BackLink>
      <PageHead title={t("simulate")}>{t("simulate-intro", { number: version.number })}</PageHead>
      <Panel title={t("supposed")}>
        <form method="get" className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-3">
          <TextField name="eligible" label={t("eligible")} hint={t("eligible-hint", { people: formatCount(eligible, locale) })} inputMode="numeric" initial={String(supposed.eligible)} maxLength={12} />
          {terms.benefits.map((benefit) => (
            <TextField key={benefit.slug} name={`mix.${benefit.slug}`} label={t("mix", { name: benefit.name[locale] || benefit.slug })} inputMode="numeric" initial={String(supposed.mix[benefit.slug] ?? 0)} maxLength={5} />
          ))}
          {terms.benefits
            .filter((benefit) => benefit.kind !== "monitoring" && flatMinor(benefit) === 0n)
            .map((benefit) => (
              <TextField key={benefit.slug} name={`average.${benefit.slug}`} label={t("average", { name: benefit.name[locale] || benefit.slug, currency: terms.currency })} inputMode="numeric" initial={moneyInField(supposed.averageMinor[benefit.slug] ?? 0n, terms.currency)} maxLength={16} />
            ))}
          <p>
            <button type="submit" className={buttonClass("primary")}>
              {t("reckon")}
            </button>
          </p>
        </form>
      </Panel>
      <Panel title={t("result")}>
        {file.publishedVersion !== null && (
          <p className="mb-4">
            <Link href={`/console/programmes/${file.slug}?${new URLSearchParams(Object.entries(typed).filter((entry): entry is [string, string] => typeof entry[1] === "string")).toString()}`} prefetch={false}>
              {forecast("from-simulator")}
            </Link>
          </p>
        )}
        {rows.some(({ paidMinor }) => paidMinor === null) && (
          <div className="mb-4">
            <Callout kind="possible">{t("below-vouchers")}</Callout>
          </div>
        )}
        <CostChart title={t("cost-by-take-up", { currency: terms.currency })} words={{ cost: t("cost"), paid: t("paid") }} points={rows.map((row) => ({ takeUp: row.takeUp, cost: whole(row.costMinor) ?? 0, paid: whole(row.paidMinor) }))} pool={terms.poolMinor !== null} />
        <div className="mt-4">
          <DataTable
            caption={t("result")}
            rows={rows}
            rowKey={({ takeUp }) => String(takeUp)}
            empty={null}
            columns={[
              { head: t("take-up"), cell: ({ takeUp }) => formatPercent(takeUp / 100, locale, 1), align: "right" },
              { head: t("claims"), cell: ({ claims }) => formatCount(claims, locale), align: "right" },
              { head: t("cost"), cell: ({ costMinor }) => money(costMinor), align: "right" },
              ...(terms.poolMinor === null
                ? []
                : [
                    { head: t("paid"), cell: ({ paidMinor }: (typeof rows)[number]) => paidMinor === null ? "–" : money(paidMinor), align: "right" as const },
                    terms.proRata ? { head: t("paid-share"), cell: ({ paidPercent }: (typeof rows)[number]) => (paidPercent === null ? "–" : formatPercent(paidPercent / 100, locale, 2)), align: "right" as const } : { head: t("unpaid"), cell: ({ unpaidClaims }: (typeof rows)[number]) => formatCount(unpaidClaims, locale), align: "right" as const },
                  ]),
            ]}
          />
        </div>
      </Panel>
    </div>
  );
}
