import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { describeFinding } from "@/components/programmes/describe-finding";
import { Callout } from "@/components/ui/text";
import { may, type Actor } from "@/domain/kernel/context";
import type { FairnessFinding } from "@/domain/programmes/fairness";
import { mayEditProgrammes, mayPublishProgrammes } from "@/domain/programmes/policy";
import { missingBeforeProposal, whyNotPublishable } from "@/domain/programmes/rules";
import type { ProgrammeVersion } from "@/domain/programmes/types";
import type { StaffSession } from "@/domain/staff/types";
import { dropProgrammeDraftAction, proposeProgrammeAction, publishProgrammeAction, returnProgrammeAction } from "../actions";

interface OpenVersionProps {
  programmeId: string;
  slug: string;
  version: ProgrammeVersion;
  findings: FairnessFinding[];
  member: Pick<StaffSession, "staffId" | "locale">;
  actor: Actor;
}

/** What the fairness check finds in the terms that are looked at, what they lack, and the next step with them. */
export async function OpenVersion({ programmeId, slug, version, findings, member, actor }: OpenVersionProps) {
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "programmes-console" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  const { state, number, edit, terms } = version;
  const hidden = { programmeId, slug, number: String(number) };
  const missing = state === "draft" ? missingBeforeProposal(terms) : [];
  const refusal = state === "in-review" ? whyNotPublishable(version, member.staffId, edit) : null;
  const publishes = state === "in-review" && may(actor, mayPublishProgrammes) && !refusal;
  const text = (finding: FairnessFinding) => describeFinding(finding, terms, locale, t);
  return (
    <>
      <Panel title={t("fairness")}>
        {findings.length === 0 && <p>{t("fairness-none")}</p>}
        {!publishes && (
          <ul className="list-disc space-y-2 pl-5">
            {findings.map((finding) => (
              <li key={`${finding.rule}:${finding.place}`}>
                {text(finding)} {finding.grave && <strong className="text-leaked">{t("grave")}</strong>}
              </li>
            ))}
          </ul>
        )}
        {publishes && (
          <ActionForm action={publishProgrammeAction} hidden={{ ...hidden, edit: String(edit) }} className="max-w-160 space-y-4">
            {findings.map((finding) =>
              finding.grave ? (
                <Callout key={`${finding.rule}:${finding.place}`} kind="leaked" title={t("grave")}>
                  {text(finding)}
                </Callout>
              ) : (
                <TextArea key={`${finding.rule}:${finding.place}`} name={`reason:${finding.rule}:${finding.place}`} label={text(finding)} hint={t("reason-hint")} rows={2} maxLength={2000} />
              ),
            )}
            <p>{t("publish-hint")}</p>
            <SubmitButton>{t("publish", { number })}</SubmitButton>
          </ActionForm>
        )}
        {refusal && may(actor, mayPublishProgrammes) && <p className="mt-3">{errors(refusal.reason)}</p>}
      </Panel>
      {state === "draft" && may(actor, mayEditProgrammes) && (
        <Panel title={t("next-step")}>
          {missing.length > 0 ? (
            <p>{t("missing", { count: missing.length })}</p>
          ) : (
            <ActionForm action={proposeProgrammeAction} hidden={{ ...hidden, edit: String(edit) }}>
              <p className="mb-3">{t("propose-hint")}</p>
              <SubmitButton>{t("propose")}</SubmitButton>
            </ActionForm>
          )}
          <details className="mt-4">
            <summary className="text-accent">{t("drop-open")}</summary>
            <ActionForm action={dropProgrammeDraftAction} hidden={hidden} className="mt-3">
              <SubmitButton kind="danger">{t("drop")}</SubmitButton>
            </ActionForm>
          </details>
        </Panel>
      )}
      {state === "in-review" && may(actor, mayEditProgrammes) && (
        <Panel title={t("next-step")}>
          <ActionForm action={returnProgrammeAction} hidden={hidden}>
            <p className="mb-3">{t("return-hint")}</p>
            <SubmitButton kind="secondary">{t("return")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
    </>
  );
}
