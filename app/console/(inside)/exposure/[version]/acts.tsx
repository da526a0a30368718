import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { Callout, formatCount } from "@/components/ui/text";
import { mayImportDatasets, mayPublishDatasets } from "@/domain/exposure/policy";
import { whyNotPublishable, whyNotRemovalConfirmable } from "@/domain/exposure/rules";
import type { DatasetSummary } from "@/domain/exposure/types";
import { may } from "@/domain/kernel/context";
import { confirmRemovalAction, dropDraftAction, publishDatasetAction, withdrawDatasetAction } from "../actions";
import type { DatasetFrame } from "./figures";

type ActFrame = DatasetFrame & { versions: DatasetSummary[] };

/** What can be done with a version by whoever looks at it; each act says what will happen and to how many people. */
export function DatasetActs(frame: ActFrame) {
  const { ctx, dataset } = frame;
  const imports = may(ctx.actor, mayImportDatasets);
  const open = dataset.state === "importing" || dataset.state === "draft";
  return (
    <>
      {dataset.state === "draft" && dataset.typedRemoval && <Removal {...frame} />}
      {dataset.state === "draft" && <Publish {...frame} />}
      {open && imports && <Drop {...frame} />}
      {dataset.current && may(ctx.actor, mayPublishDatasets) && <Withdraw {...frame} />}
    </>
  );
}

async function words({ member: { locale }, dataset, incident }: ActFrame) {
  const t = await getTranslations({ locale, namespace: "exposure" });
  return { t, errors: await getTranslations({ locale, namespace: "errors" }), count: (of: number) => formatCount(of, locale), hidden: { incidentId: incident.id, version: String(dataset.version) } };
}

/** A replacement that takes many people out: whoever imported it types how many. */
async function Removal(frame: ActFrame) {
  const { member, dataset, ctx } = frame;
  const { t, count, hidden } = await words(frame);
  const mine = may(ctx.actor, mayImportDatasets) && whyNotRemovalConfirmable(dataset, member.staffId, dataset.removed) === null;
  return (
    <Panel title={t("confirm.title")}>
      <p className="mb-3">{t("confirm.what", { removed: dataset.removed })}</p>
      {dataset.removalConfirmed ? (
        <p>{t("confirm.done", { removed: count(dataset.removed) })}</p>
      ) : (
        mine && (
          <ActionForm action={confirmRemovalAction} hidden={hidden} className="space-y-4">
            <TypedNumber label={t("publish.typed")} hint={t("publish.typed-hint", { removed: dataset.removed })} />
            <SubmitButton>{t("confirm.submit")}</SubmitButton>
          </ActionForm>
        )
      )}
    </Panel>
  );
}

async function Publish(frame: ActFrame) {
  const { ctx, member, dataset, versions } = frame;
  const { t, errors, count, hidden } = await words(frame);
  const { version, people, added, removed, changed } = dataset;
  const published = versions.find(({ current }) => current)?.version ?? null;
  const refusal = whyNotPublishable(dataset, published, member.staffId, removed);
  const publishes = may(ctx.actor, mayPublishDatasets);
  const why = dataset.importedBy === member.staffId ? t("publish.own") : refusal ? errors(refusal.reason, refusal.values) : publishes ? null : t("publish.wait");
  return (
    <Panel title={t("publish.title")}>
      <p className="mb-3">{t("publish.what", { version, people, added: count(added), removed: count(removed), changed: count(changed) })}</p>
      {why ? (
        <Callout kind="possible">{why}</Callout>
      ) : (
        <ActionForm action={publishDatasetAction} hidden={hidden} className="space-y-4">
          {dataset.typedRemoval && <TypedNumber label={t("publish.typed")} hint={t("publish.typed-hint", { removed })} />}
          <SubmitButton>{t("publish.submit", { version })}</SubmitButton>
        </ActionForm>
      )}
    </Panel>
  );
}

function TypedNumber({ label, hint }: { label: string; hint: string }) {
  return <TextField name="removed" inputMode="numeric" autoComplete="off" label={label} hint={hint} width={20} />;
}

async function Drop(frame: ActFrame) {
  const { dataset: { version, people, state } } = frame;
  const { t, hidden } = await words(frame);
  return (
    <Panel title={t("drop.title")}>
      <p className="mb-3">{state === "importing" ? t("drop.what-importing", { version }) : t("drop.what", { version, people })}</p>
      <ActionForm action={dropDraftAction} hidden={hidden}>
        <SubmitButton kind="danger">{t("drop.submit", { version })}</SubmitButton>
      </ActionForm>
    </Panel>
  );
}

async function Withdraw(frame: ActFrame) {
  const { dataset: { version, people }, versions } = frame;
  const { t, hidden } = await words(frame);
  // The list has the newest first.
  const before = versions.find((other) => other.state === "published" && other.version < version);
  return (
    <Panel title={t("withdraw.title")}>
      <p className="mb-3">{before ? t("withdraw.what", { version, people, before: before.version, beforePeople: before.people }) : t("withdraw.what-first", { version, people })}</p>
      <ActionForm action={withdrawDatasetAction} hidden={hidden} className="space-y-4">
        <TextArea name="reason" label={t("withdraw.reason")} rows={2} maxLength={2000} />
        <SubmitButton kind="danger">{t("withdraw.submit", { version })}</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
