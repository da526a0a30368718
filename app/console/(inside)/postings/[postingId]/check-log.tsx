import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { DataTable } from "@/components/ui/lists";
import { Badge, formatCount, Time } from "@/components/ui/text";
import { localeNames } from "@/db/values/locales";
import { may } from "@/domain/kernel/context";
import { mayKeepPostings } from "@/domain/postings/policy";
import { checkPostingsAction } from "../actions";
import type { PostingView } from "./posting-view";

/** What was found at the public address, the newest first. */
export async function CheckLog({ ctx, locale, posting, timeZone }: PostingView) {
  const t = await getTranslations({ locale, namespace: "postings" });
  const time = (at: Date) => <Time brief at={at} locale={locale} timeZone={timeZone} />;
  return (
    <Panel title={t("checks.title")}>
      <p className="mb-3 text-ink-soft">{t("checks.intro")}</p>
      {may(ctx.actor, mayKeepPostings) && (
        <div className="mb-3">
          <ActionForm action={checkPostingsAction} hidden={{ postingId: posting.id }} className="space-y-3">
            <SubmitButton kind="secondary">{t("checks.now")}</SubmitButton>
          </ActionForm>
        </div>
      )}
      <DataTable
        caption={t("checks.title")}
        rows={posting.checks}
        rowKey={({ locale: language, firstAt }) => `${language}${firstAt.toISOString()}`}
        empty={<p>{t("checks.none")}</p>}
        columns={[
          { head: t("checks.language"), cell: ({ locale: language }) => localeNames[language] },
          { head: t("checks.result"), cell: ({ result }) => <Badge tone={result === "stands" ? "good" : "leaked"}>{t(`result.${result}`)}</Badge> },
          { head: t("checks.from"), cell: ({ firstAt }) => time(firstAt) },
          { head: t("checks.to"), cell: ({ lastAt }) => time(lastAt) },
          { head: t("checks.count"), align: "right", cell: ({ checks }) => formatCount(checks, locale) },
          { head: t("checks.detail"), cell: ({ detail }) => <span className="break-all">{detail || "–"}</span> },
        ]}
      />
    </Panel>
  );
}
