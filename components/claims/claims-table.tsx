import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { localeNames, type Locale } from "@/db/values/locales";
import type { ClaimState } from "@/db/values/claim-states";
import type { Claim, ClockReading } from "@/domain/claims/types";
import { DataTable } from "../ui/lists";
import { Badge, Money, Time } from "../ui/text";
import { ClockBadge } from "./clock-badge";

const tones: Partial<Record<ClaimState, "leaked" | "possible" | "good" | "accent">> = { submitted: "accent", "in-review": "possible", "needs-information": "possible", approved: "good", paid: "good", denied: "leaked", "denied-final": "leaked", returned: "leaked" };

export function ClaimStateBadge({ state, children }: { state: ClaimState; children: ReactNode }) {
  return <Badge tone={tones[state] ?? "plain"}>{children}</Badge>;
}

/** Claims as rows; nothing in them says who the person is. */
export async function ClaimsTable({ claims, names, due, locale, timeZone, empty, picks }: { /** Rows can be ticked; the boxes belong to this form. */ picks?: string; claims: Claim[]; names: ReadonlyMap<string, string>; due: (at: Date) => ClockReading; locale: Locale; timeZone: string; empty: ReactNode }) {
  const t = await getTranslations({ locale, namespace: "claims" });
  const desk = await getTranslations({ locale, namespace: "claims-desk" });
  return (
    <DataTable
      caption={t("console.title")}
      rows={claims}
      rowKey={(claim) => claim.id}
      rowHref={(claim) => `/console/claims/${claim.id}`}
      empty={empty}
      lead={
        picks === undefined
          ? undefined
          : {
              head: <span className="sr-only">{desk("picks.column")}</span>,
              cell: (claim) => <input type="checkbox" form={picks} name="claim" value={claim.id} aria-label={desk("picks.pick", { reference: claim.reference ?? "" })} className="size-4 accent-(--accent)" />,
            }
      }
      columns={[
        { head: t("console.reference"), cell: (claim) => <span className="whitespace-nowrap tabular-nums">{claim.reference ?? "–"}</span> },
        { head: t("console.state"), cell: (claim) => <ClaimStateBadge state={claim.state}>{t(`console.short.${claim.state}`)}</ClaimStateBadge> },
        { head: desk("filter.flag"), cell: (claim) => <span className="flex flex-wrap gap-1">{claim.flags.map((flag) => <Badge key={flag}>{desk(`flag.${flag}`)}</Badge>)}</span> },
        { head: t("console.filed"), cell: (claim) => (claim.submittedAt ? <Time brief at={claim.submittedAt} locale={locale} timeZone={timeZone} /> : "") },
        { head: desk("due"), cell: (claim) => (claim.nextDueAt ? <ClockBadge reading={due(claim.nextDueAt)} locale={locale} timeZone={timeZone} /> : "") },
        { head: t("console.amount"), cell: (claim) => <Money minor={claim.approvedMinor ?? claim.amountMinor} currency={claim.currency} locale={locale} />, align: "right" },
        { head: t("console.language"), cell: (claim) => localeNames[claim.locale] },
        { head: t("console.agent"), cell: (claim) => (claim.assignedTo ? (names.get(claim.assignedTo) ?? "") : "") },
      ]}
    />
  );
}
