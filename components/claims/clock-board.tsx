import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Locale } from "@/db/values/locales";
import type { BoardRow } from "@/domain/claims/types";
import { DataTable } from "../ui/lists";
import { ClaimStateBadge } from "./claims-table";
import { ClockBadge } from "./clock-badge";

/** What is late or soon late as rows; nothing in them says who the person is. */
export async function ClockBoard({ rows, names, locale, timeZone, empty }: { rows: BoardRow[]; names: ReadonlyMap<string, string>; locale: Locale; timeZone: string; empty: ReactNode }) {
  const [t, claims] = await Promise.all([getTranslations({ locale, namespace: "claims-clocks" }), getTranslations({ locale, namespace: "claims" })]);
  return (
    <DataTable
      caption={t("board.title")}
      rows={rows}
      rowKey={({ claimId, kind, round }) => `${claimId}-${kind}-${round}`}
      rowHref={({ claimId }) => `/console/claims/${claimId}`}
      empty={empty}
      columns={[
        { head: claims("console.reference"), cell: ({ reference }) => <span className="whitespace-nowrap tabular-nums">{reference}</span> },
        { head: t("board.due"), cell: ({ reading }) => <ClockBadge reading={reading} locale={locale} timeZone={timeZone} /> },
        { head: t("board.what"), cell: ({ kind, round }) => (round > 1 ? t("kind-round", { kind: t(`kind.${kind}`), round }) : t(`kind.${kind}`)) },
        { head: claims("console.state"), cell: ({ state }) => <ClaimStateBadge state={state}>{claims(`console.short.${state}`)}</ClaimStateBadge> },
        { head: claims("console.agent"), cell: ({ agentId }) => (agentId ? (names.get(agentId) ?? "") : t("board.nobody")) },
      ]}
    />
  );
}
