import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { Time } from "@/components/ui/text";
import { may, type Actor } from "@/domain/kernel/context";
import { mayApproveRetention } from "@/domain/retention/policy";
import type { Retention } from "@/domain/retention/queries";
import type { StaffSession } from "@/domain/staff/types";
import { approveRetentionAction, withdrawRetentionAction } from "./actions";
import type { retentionWords } from "./words";

export interface Shared {
  retention: Retention;
  names: ReadonlyMap<string, string>;
  words: Awaited<ReturnType<typeof retentionWords>>;
  member: Pick<StaffSession, "staffId" | "locale"> & { actor: Actor };
  timeZone: string;
}

/** What one person proposed, for another to decide. */
export function Waiting({ retention: { open }, names, words: { t, what }, member: { staffId, locale, actor }, timeZone }: Shared) {
  if (open.length === 0) return null;
  return (
    <Panel title={t("waiting.title")}>
      <ul className="divide-y divide-line">
        {open.map((proposal) => {
          const own = proposal.proposedBy === staffId;
          return (
            <li key={proposal.id} className="space-y-3 py-3 first:pt-0 last:pb-0">
              <h3 className="text-14 font-semibold">{what(proposal)}</h3>
              <p className="whitespace-pre-line wrap-anywhere">{proposal.reason}</p>
              <p className="text-ink-soft">
                {t("waiting.by")}: {names.get(proposal.proposedBy) ?? "–"}, <Time brief at={proposal.proposedAt} locale={locale} timeZone={timeZone} />
              </p>
              {may(actor, mayApproveRetention) && (
                <>
                  {own && <p>{t("waiting.own")}</p>}
                  <div className="flex flex-wrap gap-3">
                    {!own && (
                      <ActionForm action={approveRetentionAction} hidden={{ proposalId: proposal.id }}>
                        <SubmitButton>{t("waiting.approve")}</SubmitButton>
                      </ActionForm>
                    )}
                    <ActionForm action={withdrawRetentionAction} hidden={{ proposalId: proposal.id }}>
                      <SubmitButton kind="secondary">{t(own ? "waiting.withdraw" : "waiting.refuse")}</SubmitButton>
                    </ActionForm>
                  </div>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
