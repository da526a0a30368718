import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ClaimStateBadge } from "@/components/claims/claims-table";
import { DecisionHistory } from "@/components/claims/decision-history";
import { LineWorth } from "@/components/claims/line-worth";
import { MessageThread } from "@/components/claims/message-thread";
import { Panel } from "@/components/console/page-head";
import { KeyValues } from "@/components/ui/lists";
import type { Locale } from "@/db/values/locales";
import { getClaim, type ClaimDetail } from "@/domain/claims/queries/get-claim";
import type { OtherPart } from "@/domain/claims/types";
import type { StaffContext } from "@/domain/kernel/context";
import { RiskOfClaim } from "./risk-of-claim";

/** The other page of a claim that was granted in part: of the claim the appeal against the rest, of that appeal the claim, with what was granted there. Nothing for every other. */
export async function PartsPanel({ detail: { claim, terms, parts, granted }, locale }: { detail: ClaimDetail; locale: Locale }) {
  const other = parts.first ?? parts.rest;
  if (!other) return null;
  const t = await getTranslations({ locale, namespace: "claims-rest" });
  const state = await getTranslations({ locale, namespace: "claims" });
  const benefitOf = (slug: string) => terms.benefits.find((benefit) => benefit.slug === slug);
  return (
    <Panel title={t("console.title")}>
      <p>
        <Link href={`/console/claims/${other.id}`} prefetch={false} className="font-semibold tabular-nums">
          {t(parts.first ? "console.of" : "console.rest", { reference: other.reference })}
        </Link>{" "}
        <ClaimStateBadge state={other.state}>{other.state === "draft" ? "" : state(`console.short.${other.state}`)}</ClaimStateBadge>
      </p>
      {parts.first && (
        <>
          <p className="mb-3 text-ink-soft">{t("console.of-hint")}</p>
          <KeyValues rows={[...granted].map(([slug, minor]) => ({ name: t("console.granted"), value: <>{benefitOf(slug)?.name[locale] ?? slug} <LineWorth benefit={benefitOf(slug)} minor={minor} currency={claim.currency} locale={locale} /></> }))} />
        </>
      )}
    </Panel>
  );
}

interface FirstProps {
  ctx: StaffContext;
  first: OtherPart;
  /** Papers in the order of their list on the page. */
  papers: readonly string[];
  names: ReadonlyMap<string, string>;
  locale: Locale;
  timeZone: string;
}

/** What the first claim has in common with others, what was judged of it and written about it, for whoever looks at the rest. Reading it is a look at that claim, and is recorded as one. */
export async function FirstPanels({ ctx, first, papers, names, locale, timeZone }: FirstProps) {
  const t = await getTranslations({ locale, namespace: "claims-rest" });
  const messages = await getTranslations({ locale, namespace: "claims-messages" });
  const detail = await getClaim(ctx, first.id);
  return (
    <>
      <RiskOfClaim ctx={ctx} claimId={first.id} of={first.reference} names={names} locale={locale} timeZone={timeZone} />
      <DecisionHistory decisions={detail.decisions} of={first.reference} answers={detail.answers} terms={detail.terms} papers={papers} names={names} locale={locale} timeZone={timeZone} />
      {detail.messages.length > 0 && (
        <Panel title={t("console.messages", { reference: first.reference })}>
          <MessageThread messages={detail.messages} writer={({ from, byId }) => (from === "claimant" ? messages("from.claimant") : (names.get(byId ?? "") ?? ""))} language={detail.claim.locale} locale={locale} timeZone={timeZone} />
        </Panel>
      )}
    </>
  );
}
