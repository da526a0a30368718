import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/lists";
import { EmptyState, Time } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { purposeOf, type LookPurpose } from "@/db/values/look-purposes";
import type { AuditEvent } from "@/domain/audit/types";
import { auditLink, nameActor, sayDetails } from "./name-actor";

interface EventTableProps {
  caption: string;
  events: AuditEvent[];
  names: ReadonlyMap<string, string>;
  locale: Locale;
  timeZone: string;
}

/** Events as rows: each opens by its time, and leads to all of its person, act or object. */
export async function EventTable({ caption, events, names, locale, timeZone }: EventTableProps) {
  const [t, looks] = await Promise.all([getTranslations({ locale, namespace: "audit" }), getTranslations({ locale, namespace: "reveals" })]);
  const inWords = (purpose: LookPurpose | null) => purpose && <span className="block text-ink-soft">{looks(`purpose-is.${purpose}`)}</span>;
  return (
    <DataTable
      caption={caption}
      rows={events}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/console/audit/${id}`}
      empty={<EmptyState title={t("none")}>{t("none-hint")}</EmptyState>}
      columns={[
        { head: t("at"), cell: ({ at }) => <Time brief at={at} locale={locale} timeZone={timeZone} /> },
        { head: t("who"), cell: (event) => <span className="whitespace-nowrap">{event.actorKind === "staff" && event.actorId ? <Link prefetch={false} href={auditLink({ person: event.actorId }, "/timeline")}>{nameActor(event, names, t)}</Link> : nameActor(event, names, t)}</span> },
        { head: t("what"), cell: ({ action }) => <Link prefetch={false} className="whitespace-nowrap" href={auditLink({ action })}>{action}</Link> },
        {
          head: t("object"),
          cell: ({ objectKind: kind, objectId: object }) => (
            <Link prefetch={false} className="whitespace-nowrap" href={object ? auditLink(kind === "staff" ? { person: object } : { kind, object }, "/timeline") : auditLink({ kind })}>
              {kind === "staff" && object ? (names.get(object) ?? brief(object)) : `${kind}${object ? ` ${brief(object)}` : ""}`}
            </Link>
          ),
        },
        { head: t("reason"), cell: ({ action, details, reason }) => <>{inWords(purposeOf(action, details.purpose))}{reason}</> },
        { head: t("details"), cell: (event) => <span className="wrap-anywhere text-ink-soft">{sayDetails(event, locale)}</span> },
      ]}
    />
  );
}

/** The end of a random id, which tells it from its neighbours; whatever says something in itself is whole. */
function brief(object: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.test(object) ? object.slice(-12) : object;
}
