import { getTranslations } from "next-intl/server";
import { notFoundOr } from "@/app/_server/not-found-or";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { buttonClass } from "@/components/ui/button";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { Time } from "@/components/ui/text";
import { mayDecideExports, mayReadExports } from "@/domain/exports/policy";
import { getExport, secondedBy } from "@/domain/exports/queries";
import { may } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";
import { approveExportAction, refuseExportAction } from "../actions";
import { ExportState } from "../export-state";

export const generateMetadata = staffTitle("exports", "one");

export default async function ExportPage({ params }: PageProps<"/console/exports/[exportId]">) {
  const { ctx, member } = await requireStaff(mayReadExports);
  const { locale, staffId } = member;
  const one = await notFoundOr(getExport(ctx, (await params).exportId));
  const [names, t] = await Promise.all([listStaffNames(ctx), getTranslations({ locale, namespace: "exports" })]);
  const time = (at: Date) => <Time at={at} locale={locale} />;
  const chosen = (name: string, value: string) => {
    if (name === "from" || name === "until") return time(new Date(value));
    const key = `chosen.${value.startsWith("bank-table:") ? "bank-table" : value.replace(".", "-")}`;
    return t.has(key) ? t(key) : value;
  };
  const mine = one.askedBy === staffId;
  const decides = one.state === "waiting" && !mine && may(ctx.actor, mayDecideExports) && secondedBy(ctx).includes(one.kind);
  return (
    <div className="max-w-180">
      <BackLink href="/console/exports">{t("title")}</BackLink>
      <PageHead title={t(`kind.${one.kind}`)}>
        <ExportState state={one.state}>{t(`state.${one.state}`)}</ExportState>
      </PageHead>
      <Panel title={t("one")}>
        <p className="mb-3">{t(`says.${mine ? "mine" : "theirs"}.${one.state}`, { times: one.takesLeft })}</p>
        <KeyValues
          rows={[
            { name: t("people"), value: t(`unit.${one.kind}`, { count: one.people }) },
            { name: t("reason"), value: <p className="whitespace-pre-wrap wrap-anywhere">{one.reason}</p> },
            ...Object.entries(one.choice).map(([name, value]) => ({ name: t(`choice.${name}`), value: chosen(name, value) })),
            { name: t("asked-by"), value: <>{names.get(one.askedBy) ?? "–"}, {time(one.askedAt)}</> },
            ...(one.decidedBy && one.decidedAt ? [{ name: t(one.state === "refused" ? "refused-by" : "decided-by"), value: <>{names.get(one.decidedBy) ?? "–"}, {time(one.decidedAt)}</> }] : []),
            ...(one.refusal ? [{ name: t("refusal"), value: <p className="whitespace-pre-wrap wrap-anywhere">{one.refusal}</p> }] : []),
            ...(one.state === "waiting" || one.state === "ready" ? [{ name: t(`until.${one.state}`), value: time(one.endsAt) }] : []),
            ...(one.takenAt ? [{ name: t("taken"), value: time(one.takenAt) }] : []),
            { name: t("number"), value: <span className="wrap-anywhere">{one.id}</span> },
          ]}
        />
        {mine && one.state === "ready" && (
          <form method="post" action={`/console/exports/${one.id}/file`} className="mt-4 space-y-3">
            <p>{t("take.text")}</p>
            <button className={buttonClass("primary")}>{t("take.submit")}</button>
          </form>
        )}
      </Panel>
      {decides && (
        <Panel title={t("decide.title")}>
          <ActionForm action={approveExportAction} hidden={{ exportId: one.id }} className="space-y-4">
            <p>{t("decide.text", { what: t(`unit.${one.kind}`, { count: one.people }), name: names.get(one.askedBy) ?? "–" })}</p>
            <SubmitButton>{t("decide.approve")}</SubmitButton>
          </ActionForm>
          <details className="mt-4">
            <summary className="text-accent">{t("decide.refuse")}</summary>
            <ActionForm action={refuseExportAction} hidden={{ exportId: one.id }} className="mt-3 space-y-4">
              <TextArea name="reason" label={t("decide.reason")} rows={2} maxLength={1000} />
              <SubmitButton kind="danger">{t("decide.refuse-submit")}</SubmitButton>
            </ActionForm>
          </details>
        </Panel>
      )}
    </div>
  );
}
