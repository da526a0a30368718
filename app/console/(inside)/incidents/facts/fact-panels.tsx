import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { FactStatusMark } from "@/components/facts/fact-said";
import { DataTable, KeyValues } from "@/components/ui/lists";
import { Badge, formatTime, Time } from "@/components/ui/text";
import type { FactValueState } from "@/db/values/facts";
import { locales, type Locale } from "@/db/values/locales";
import { formatFact } from "@/domain/facts/rules";
import type { ProposedValue } from "@/domain/facts/types";

export interface FactPanelProps {
  locale: Locale;
  timeZone: string;
  /** A person's name by id. */
  who: (staffId: string | null) => string;
}

/** What pages and wordings say at this moment, in every language. */
export async function FactNow({ locale, timeZone, who, current }: FactPanelProps & { current: ProposedValue | null }) {
  const t = await getTranslations({ locale, namespace: "fact-console" });
  return (
    <Panel title={t("now.title")}>
      {current ? (
        <KeyValues
          rows={[
            ...locales.map((language) => ({ name: `${t("value")} · ${t(`language.${language}`)}`, value: <strong lang={language}>{formatFact(current.value, language, timeZone)}</strong> })),
            { name: t("field.status"), value: <FactStatusMark status={current.status} locale={locale} /> },
            { name: t("field.source"), value: current.source[locale] },
            { name: t("field.asOf"), value: <Time at={current.asOf} locale={locale} timeZone={timeZone} /> },
            { name: t("approved"), value: current.decidedAt && t("by-at", { name: who(current.decidedBy), at: formatTime(current.decidedAt, locale, timeZone) }) },
          ]}
        />
      ) : (
        <p>{t("now.none")}</p>
      )}
    </Panel>
  );
}

const tones: Record<FactValueState, "plain" | "possible" | "good" | "leaked"> = { proposed: "possible", approved: "good", returned: "leaked", withdrawn: "plain" };

/** Everything that was ever proposed, the newest first. */
export async function FactHistory({ locale, timeZone, who, history }: FactPanelProps & { history: ProposedValue[] }) {
  const t = await getTranslations({ locale, namespace: "fact-console" });
  return (
    <Panel title={t("history.title")}>
      <DataTable
        caption={t("history.title")}
        rows={history}
        rowKey={({ number }) => String(number)}
        empty={null}
        columns={[
          { head: t("history.number"), cell: ({ number }) => number, align: "right" },
          { head: t("value"), cell: ({ value }) => formatFact(value, locale, timeZone) },
          { head: t("field.status"), cell: ({ status }) => <FactStatusMark status={status} locale={locale} /> },
          { head: t("field.source"), cell: ({ source }) => source[locale] },
          { head: t("field.asOf"), cell: ({ asOf }) => <Time brief at={asOf} locale={locale} timeZone={timeZone} /> },
          { head: t("history.state"), cell: ({ state, reason }) => <><Badge tone={tones[state]}>{t(`state.${state}`)}</Badge> {reason}</> },
          { head: t("history.proposed"), cell: ({ proposedBy, proposedAt }) => <>{who(proposedBy)} <Time brief at={proposedAt} locale={locale} timeZone={timeZone} /></> },
          { head: t("history.decided"), cell: ({ decidedBy, decidedAt }) => decidedAt && <>{who(decidedBy)} <Time brief at={decidedAt} locale={locale} timeZone={timeZone} /></> },
        ]}
      />
    </Panel>
  );
}
