import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ObstacleList } from "@/components/erasure/obstacle-list";
import { ActionForm } from "@/components/form/action-form";
import { Select, TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, DataTable } from "@/components/ui/lists";
import { Callout, Time } from "@/components/ui/text";
import { may } from "@/domain/kernel/context";
import { mayProposeRetention, mayReadRetention } from "@/domain/retention/policy";
import { readRetention, readUnfinished } from "@/domain/retention/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { proposeEndAction, proposePeriodAction } from "./actions";
import { ClassTable } from "./class-table";
import { Holds } from "./holds";
import { Waiting } from "./waiting";
import { retentionWords } from "./words";

export const generateMetadata = staffTitle("retention", "title");

/** How long an incident's records are kept, what keeps them longer, and who decided on it. */
export default async function RetentionPage() {
  const { ctx, member, incident } = await requireIncident(mayReadRetention);
  const { locale } = member;
  const [retention, names, tErasures] = await Promise.all([readRetention(ctx, incident.id), listStaffNames(ctx), getTranslations({ locale, namespace: "erasures" })]);
  const { closedAt, clocks, holds, decided } = retention;
  const words = await retentionWords(locale, retention);
  const { t } = words;
  const proposes = may(ctx.actor, mayProposeRetention);
  const shared = { retention, names, words, member: { ...member, actor: ctx.actor }, timeZone: incident.timeZone };
  const reason = <TextArea name="reason" label={t("reason")} hint={t("reason-hint")} rows={2} maxLength={2000} />;
  return (
    <div className="max-w-240">
      <BackLink href="/console/erasures">{tErasures("title")}</BackLink>
      <PageHead title={t("title")}>
        {incident.title[locale]}
        <p className="mt-1">{t("intro")}</p>
      </PageHead>
      {holds.length > 0 && (
        <div className="mb-4">
          <Callout kind="possible" title={t("held-title")}>{t(holds.some(({ class: of }) => of === null) ? "held-all" : "held-some")}</Callout>
        </div>
      )}
      <Waiting {...shared} />
      <Panel title={t("classes.title")}>
        <ClassTable clocks={clocks} words={words} closed={closedAt !== null} locale={locale} timeZone={incident.timeZone} />
      </Panel>
      {proposes && (
        <Panel title={t("change.title")}>
          <p className="mb-3 text-ink-soft">{t("change.intro")}</p>
          <ActionForm action={proposePeriodAction} className="max-w-160 space-y-4">
            <Select name="class" label={t("change.class")} empty="–" options={clocks.map(({ class: of, keep, unit, least }) => ({ value: of, label: `${t(`class.${of}`)} (${[t(`period.${unit}`, { count: keep }), ...(least > 1 ? [t("period.least", { period: t(`period.${unit}`, { count: least }) })] : [])].join(", ")})` }))} />
            <TextField name="keep" label={t("change.number")} hint={t("change.number-hint")} inputMode="numeric" maxLength={4} width={10} autoComplete="off" />
            {reason}
            <SubmitButton>{t("change.submit")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
      <Holds {...shared} />
      <Panel title={t("end.title")}>
        {closedAt ? (
          <>
            <p>
              {t("end.closed")} <strong><Time at={closedAt} locale={locale} timeZone={incident.timeZone} /></strong>
            </p>
            <p className="mt-2 mb-4">{t("end.closed-text")}</p>
          </>
        ) : (
          <>
            <p className="mb-4">{t("end.open")}</p>
            <ObstacleList obstacles={await readUnfinished(ctx, incident.id)} locale={locale} words={{ title: t("end.unfinished"), none: t("end.ready") }} />
          </>
        )}
        {proposes && (
          <ActionForm action={proposeEndAction} hidden={{ act: closedAt ? "reopen" : "close" }} className="max-w-160 space-y-4">
            {reason}
            <SubmitButton kind="secondary">{t(closedAt ? "end.reopen" : "end.close")}</SubmitButton>
          </ActionForm>
        )}
      </Panel>
      <Panel title={t("decided.title")}>
        <DataTable
          caption={t("decided.title")}
          rows={decided}
          rowKey={({ id }) => id}
          empty={<p className="text-ink-soft">{t("decided.none")}</p>}
          columns={[
            { head: t("decided.what"), cell: words.what },
            { head: t("decided.state"), cell: ({ state }) => (state === "proposed" ? "–" : t(`decided.${state}`)) },
            { head: t("waiting.by"), cell: ({ proposedBy }) => names.get(proposedBy) ?? "–" },
            { head: t("decided.by"), cell: ({ decidedBy, decidedAt }) => (decidedBy && decidedAt ? <>{names.get(decidedBy) ?? "–"} <Time brief at={decidedAt} locale={locale} timeZone={incident.timeZone} /></> : "–") },
            { head: t("decided.reason"), cell: (row) => <span className="whitespace-pre-line">{row.reason}</span> },
          ]}
        />
      </Panel>
    </div>
  );
}
