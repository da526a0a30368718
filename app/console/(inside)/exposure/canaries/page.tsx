import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, DataTable } from "@/components/ui/lists";
import { Badge, Callout, EmptyState, Masked, Time } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { mayPlantCanaries, mayProposeCanaries, mayReadCanaries } from "@/domain/exposure/canaries/policy";
import { countOpenCanaryHits, listCanaries, listCanaryHits } from "@/domain/exposure/canaries/queries";
import type { Canary } from "@/domain/exposure/canaries/types";
import { shownNumber } from "@/domain/exposure/rules";
import { may } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";
import { liftCanaryAction, plantCanaryAction, proposeCanaryAction, seeCanaryHitsAction } from "./actions";

export const generateMetadata = staffTitle("canaries", "title");

export default async function CanariesPage() {
  const { ctx, member, incident } = await requireIncident(mayReadCanaries);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "canaries" });
  const [canaries, hits, open, names] = await Promise.all([listCanaries(ctx, incident.id), listCanaryHits(ctx, incident.id), countOpenCanaryHits(ctx, incident.id), listStaffNames(ctx)]);
  const proposes = may(ctx.actor, mayProposeCanaries);
  const time = (at: Date) => <Time brief at={at} locale={locale} timeZone={incident.timeZone} />;
  const act = ({ subjectId, state, proposedBy }: Canary) => (
    <div className="flex flex-wrap gap-2 py-1">
      {state === "proposed" && proposedBy !== member.staffId && may(ctx.actor, mayPlantCanaries) && (
        <ActionForm action={plantCanaryAction} hidden={{ incidentId: incident.id, subjectId }} className="">
          <SubmitButton>{t("plant")}</SubmitButton>
        </ActionForm>
      )}
      {state === "proposed" && proposedBy === member.staffId && <span className="text-ink-soft">{t("second-person")}</span>}
      {state !== "lifted" && proposes && (
        <ActionForm action={liftCanaryAction} hidden={{ incidentId: incident.id, subjectId }} className="">
          <SubmitButton kind="secondary">{t(state === "planted" ? "lift" : "take-back")}</SubmitButton>
        </ActionForm>
      )}
    </div>
  );
  return (
    <div className="max-w-240">
      <BackLink href="/console/exposure">{t("back")}</BackLink>
      <PageHead title={t("title")}>{t("intro")}</PageHead>
      {open > 0 && (
        <div className="mb-4" role="alert">
          <Callout kind="leaked" title={t("alarm", { count: open })}>
            <p>{t("alarm-next")}</p>
            {proposes && (
              <ActionForm action={seeCanaryHitsAction} hidden={{ incidentId: incident.id }} className="mt-3">
                <SubmitButton kind="secondary">{t("see")}</SubmitButton>
              </ActionForm>
            )}
          </Callout>
        </div>
      )}
      <Panel title={t("records")}>
        <DataTable
          caption={t("records")}
          rows={canaries}
          rowKey={({ subjectId }) => subjectId}
          empty={<EmptyState title={t("none")} />}
          columns={[
            { head: t("number"), cell: ({ subjectId }) => <span className="tabular-nums">{shownNumber(BigInt(subjectId))}</span> },
            { head: t("address"), cell: ({ contact }) => <Masked>{contact}</Masked> },
            { head: t("state"), cell: ({ state }) => <Badge tone={state === "planted" ? "accent" : "plain"}>{t(`state-is.${state}`)}</Badge> },
            { head: t("proposed"), cell: ({ proposedBy, createdAt }) => <>{names.get(proposedBy) ?? "–"} {time(createdAt)}</> },
            { head: t("planted"), cell: ({ plantedBy, plantedAt }) => plantedAt && <>{names.get(plantedBy ?? "") ?? "–"} {time(plantedAt)}</> },
            { head: t("act"), cell: act },
          ]}
        />
      </Panel>
      <Panel title={t("hits")}>
        <DataTable
          caption={t("hits")}
          rows={hits}
          rowKey={({ id }) => id}
          empty={<p className="text-ink-soft">{t("no-hits")}</p>}
          columns={[
            { head: t("when"), cell: ({ at }) => time(at) },
            { head: t("number"), cell: ({ subjectId }) => <span className="tabular-nums">{shownNumber(BigInt(subjectId))}</span> },
            { head: t("what"), cell: ({ kind, staffId }) => <>{t(`hit.${kind}`)}{staffId && ` (${names.get(staffId) ?? "–"})`}</> },
            { head: t("seen-by"), cell: ({ seenBy }) => (seenBy ? (names.get(seenBy) ?? "–") : <Badge tone="leaked">{t("unseen")}</Badge>) },
          ]}
        />
      </Panel>
      {proposes && <ProposeForm incidentId={incident.id} locale={locale} />}
    </div>
  );
}

async function ProposeForm({ incidentId, locale }: { incidentId: string; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "canaries" });
  return (
    <Panel title={t("propose")}>
      <p className="mb-4 text-ink-soft">{t("propose-hint")}</p>
      <ActionForm action={proposeCanaryAction} hidden={{ incidentId: incidentId }} className="max-w-160 space-y-4">
        <TextField name="email" type="email" label={t("email")} hint={t("email-hint")} autoComplete="off" />
        <TextField name="phone" type="tel" label={t("phone")} width={20} autoComplete="off" />
        <TextField name="name" label={t("name")} width={20} autoComplete="off" />
        <TextField name="postalCode" label={t("postal-code")} width={10} autoComplete="off" />
        <TextField name="address" label={t("postal-address")} autoComplete="off" />
        <Choices name="nobody" multiple label={t("nobody-label")} options={[{ value: "1", label: t("nobody") }]} />
        <SubmitButton>{t("propose-submit")}</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
