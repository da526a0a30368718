import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/lists";
import { Badge, formatCount, Time } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import type { RetentionClock } from "@/domain/retention/types";
import type { retentionWords } from "./words";

interface Props {
  clocks: RetentionClock[];
  words: Awaited<ReturnType<typeof retentionWords>>;
  /** Whether the incident is over for the public. */
  closed: boolean;
  locale: Locale;
  timeZone: string;
}

/** Every class of record: what it rests on, when the next of it is erased, and what went last. */
export async function ClassTable({ clocks, words: { t, period }, closed, locale, timeZone }: Props) {
  const tErasures = await getTranslations({ locale, namespace: "erasures" });
  const date = (at: Date) => <Time dateOnly at={at} locale={locale} timeZone={timeZone} />;
  const due = ({ held, running, lookedAt, nextDueAt, from }: RetentionClock) => {
    if (held) return <Badge tone="possible">{t("due.held")}</Badge>;
    if (running) return <Badge tone="accent">{t("due.running")}</Badge>;
    if (nextDueAt) return date(nextDueAt);
    return t(from === "incident-closed" && !closed ? "due.open" : lookedAt ? "due.none" : "due.unseen");
  };
  return (
    <DataTable
      caption={t("classes.title")}
      rows={clocks}
      rowKey={(clock) => clock.class}
      empty={null}
      columns={[
        { head: t("classes.class"), cell: (clock) => <><strong>{t(`class.${clock.class}`)}</strong><p className="text-ink-soft">{t(`what.${clock.class}`)}</p></> },
        {
          head: t("classes.period"),
          cell: ({ keep, usual, unit, least, ground }) => (
            <>
              <strong>{period(keep, unit)}</strong>
              {keep !== usual && <> ({t("period.usual", { period: period(usual, unit) })})</>}
              {least > 1 && <>, {t("period.least", { period: period(least, unit) })}</>}
              <p className="text-ink-soft">{ground[locale]}</p>
            </>
          ),
        },
        { head: t("classes.from"), cell: ({ from }) => t(`from.${from}`) },
        { head: t("classes.due"), cell: due },
        {
          head: t("classes.last"),
          cell: ({ last }) =>
            last ? (
              <>
                {date(last.at)}
                <p className="text-ink-soft">{Object.entries(last.erased).filter(([, count]) => count > 0).map(([kind, count]) => t("times", { what: tErasures(`went.${kind}`), count: formatCount(count, locale) })).join(", ")}</p>
              </>
            ) : (
              t("never")
            ),
        },
      ]}
    />
  );
}
