import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { formatCount, formatTime } from "@/components/ui/text";
import { may } from "@/domain/kernel/context";
import { mayControlWaves } from "@/domain/waves/policy";
import { listInDoubt } from "@/domain/waves/queries/list-in-doubt";
import { decideInDoubtAction } from "../actions";
import type { WaveView } from "./wave-view";

/** Messages that the mail server may or may not have, and the decision that only a person can make. */
export async function InDoubt({ ctx, locale, wave, timeZone }: WaveView) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const open = await listInDoubt(ctx, wave.id);
  const said = ({ subjectId, attempt, since }: (typeof open)[number]) => t("doubt.one", { number: subjectId, attempt, at: since ? formatTime(since, locale, timeZone) : "–" });
  const decides = may(ctx.actor, mayControlWaves);
  return (
    <Panel title={t("doubt.title", { count: formatCount(wave.deliveries["in-doubt"], locale) })}>
      <p className="mb-3">{t("doubt.text")}</p>
      {decides ? (
        <ActionForm action={decideInDoubtAction} hidden={{ waveId: wave.id }} className="space-y-4">
          <Choices name="subjectIds" multiple label={t("doubt.which")} hint={t("doubt.which-hint")} initial={open.map(({ subjectId }) => subjectId).join(",")} options={open.map((one) => ({ value: one.subjectId, label: said(one), hint: one.relayReply }))} />
          <Choices
            name="decision"
            label={t("doubt.decision")}
            options={[
              ...(wave.state === "cancelled" ? [] : [{ value: "send-again", label: t("doubt.send-again"), hint: t("doubt.send-again-hint") }]),
              { value: "delivered", label: t("doubt.delivered"), hint: t("doubt.delivered-hint") },
            ]}
          />
          <SubmitButton>{t("doubt.submit")}</SubmitButton>
        </ActionForm>
      ) : (
        <ul className="list-disc pl-5">
          {open.map((one) => (
            <li key={one.subjectId}>{said(one)}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
