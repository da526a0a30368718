import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Locale } from "@/db/values/locales";
import type { PaperEntry } from "@/domain/claims/types";
import { shownNumber } from "@/domain/exposure/rules";
import { DataTable } from "../ui/lists";
import { Badge, formatCount, Time } from "../ui/text";

interface EntryListProps {
  caption: string;
  entries: PaperEntry[];
  /** How many are listed at most. */
  most: number;
  /** Names of staff, by id; null where all are of whoever looks. */
  names: ReadonlyMap<string, string> | null;
  /** Whether whoever looks may go to an entry. */
  linked: boolean;
  empty?: ReactNode;
  locale: Locale;
  timeZone: string;
}

/** Claims on paper that are being entered: which record, when the paper was posted, who began it and whose it is to finish. */
export async function EntryList({ caption, entries, most, names, linked, empty = null, locale, timeZone }: EntryListProps) {
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  const record = (entry: PaperEntry) => t("entry-name", { subject: shownNumber(entry.subjectId) });
  return (
    <>
      <DataTable
        caption={caption}
        rows={entries}
        rowKey={({ id }) => id}
        empty={empty}
        columns={[
          { head: t("entry-record"), cell: (entry) => (linked ? <Link href={`/console/claims/paper/${entry.id}${names ? "/handover" : ""}`} prefetch={false}>{record(entry)}</Link> : record(entry)) },
          { head: t("entry-postmark"), cell: ({ postmarkedOn }) => <Time at={new Date(`${postmarkedOn}T00:00:00Z`)} locale={locale} timeZone="UTC" dateOnly /> },
          ...(names
            ? [
                {
                  head: t("entry-begun"),
                  cell: ({ begunBy, begunAt }: PaperEntry) => (
                    <>
                      {names.get(begunBy)}, <Time at={begunAt} locale={locale} timeZone={timeZone} brief />
                    </>
                  ),
                },
                { head: t("entry-held"), cell: ({ heldBy }: PaperEntry) => (heldBy === null ? <Badge tone="accent">{t("entry-nobody")}</Badge> : names.get(heldBy)) },
              ]
            : []),
        ]}
      />
      {entries.length === most && <p className="mt-3 text-ink-soft">{t("entries-most", { count: formatCount(most, locale) })}</p>}
    </>
  );
}
