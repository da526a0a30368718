import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/lists";
import { Badge, formatCount, Time } from "@/components/ui/text";
import { loadAlarmLimits } from "@/content/alarms/limits";
import type { Locale } from "@/db/values/locales";
import type { StaffContext } from "@/domain/kernel/context";
import type { RevealRequest } from "@/domain/reveals/types";
import { listStaffNames } from "@/domain/staff/queries";

/** Requests with what became of them. */
export async function RequestTable({ ctx, caption, requests, locale }: { ctx: StaffContext; caption: string; requests: RevealRequest[]; locale: Locale }) {
  const [names, t] = await Promise.all([listStaffNames(ctx), getTranslations({ locale, namespace: "reveals" })]);
  const { zone } = loadAlarmLimits().reveals;
  return (
    <DataTable
      caption={caption}
      rows={requests}
      rowKey={({ id }) => id}
      empty={<p className="text-ink-soft">{t("settled-none")}</p>}
      columns={[
        { head: t("who"), cell: ({ staffId }) => names.get(staffId) ?? "–" },
        { head: t("reason"), cell: ({ reason, declinedFor }) => <><span className="whitespace-pre-wrap wrap-anywhere">{reason}</span>{declinedFor !== null && <span className="block whitespace-pre-wrap wrap-anywhere text-ink-soft">{t("decline")}: {declinedFor}</span>}</> },
        { head: t("asked"), cell: ({ askedAt }) => <Time brief at={askedAt} locale={locale} timeZone={zone} /> },
        { head: t("more"), align: "right", cell: ({ people }) => formatCount(people, locale) },
        { head: t("state"), cell: ({ state }) => <Badge tone={state === "asked" ? "accent" : state === "granted" ? "good" : "plain"}>{t(`state-is.${state}`)}</Badge> },
        { head: t("decided"), cell: ({ decidedBy, decidedAt }) => decidedBy !== null && decidedAt !== null && <>{names.get(decidedBy) ?? "–"} <Time brief at={decidedAt} locale={locale} timeZone={zone} /></> },
      ]}
    />
  );
}
