import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { formatCount, formatTime } from "@/components/ui/text";
import type { Channel } from "@/db/values/wave-states";
import { may } from "@/domain/kernel/context";
import { mayControlWaves } from "@/domain/waves/policy";
import { listInDoubt } from "@/domain/waves/queries/list-in-doubt";
import type { InDoubtDelivery } from "@/domain/waves/types";
import { decideInDoubtAction } from "../actions";
import type { WaveView } from "./wave-view";

/** As many as are shown at a time; the list of thousands would be asked for anew every two seconds. */
const SHOWN = 200;

/** Messages that the other side may or may not have: what becomes of them by itself, and the decision that only a person can make. */
export async function InDoubt({ ctx, locale, wave, timeZone }: WaveView) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const open = await listInDoubt(ctx, wave.id);
  const shown = open.slice(0, SHOWN);
  const at = (when: Date | null) => (when ? formatTime(when, locale, timeZone) : "–");
  const said = ({ subjectId, attempt, since, againAt }: InDoubtDelivery) => t("doubts.one", { number: subjectId, attempt, since: at(since), next: againAt && wave.state !== "cancelled" ? t("doubts.again", { at: at(againAt) }) : t("doubts.waits") });
  const decides = may(ctx.actor, mayControlWaves);
  const several = wave.channels.length > 1;
  const channels = wave.channels.filter((channel) => shown.some((one) => one.channel === channel));
  const count = (of: number) => formatCount(of, locale);
  const title = (channel: Channel, of: InDoubtDelivery[]) => several && <h3 className="font-semibold">{t("doubts.channel", { channel: t(`channel.${channel}`), count: count(of.length) })}</h3>;
  return (
    <Panel title={t("doubt.title", { count: count(wave.deliveries["in-doubt"]) })}>
      <div className="space-y-4">
        <p>{t("doubt.text")}</p>
        {open.length > SHOWN && <p className="text-ink-soft">{t("doubts.first", { count: count(SHOWN) })}</p>}
        {channels.map((channel) => {
          const here = shown.filter((one) => one.channel === channel);
          const people = here.filter(({ againAt }) => againAt === null || wave.state === "cancelled");
          return decides ? (
            <ActionForm key={channel} action={decideInDoubtAction} hidden={{ waveId: wave.id, channel }} className="space-y-4">
              {title(channel, here)}
              <Choices
                name="subjectIds"
                multiple
                label={t("doubt.which")}
                hint={people.length < here.length ? t("doubts.decided-hint") : t("doubt.which-hint")}
                initial={people.map(({ subjectId }) => subjectId).join(",")}
                options={here.map((one) => ({ value: one.subjectId, label: said(one), hint: one.relayReply }))}
              />
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
            <div key={channel}>
              {title(channel, here)}
              <ul className="list-disc pl-5">
                {here.map((one) => (
                  <li key={one.subjectId}>{said(one)}</li>
                ))}
              </ul>
            </div>
          );
        })}
      </div>
    </Panel>
  );
}
