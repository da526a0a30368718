import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { KeyValues } from "@/components/ui/lists";
import { formatTime } from "@/components/ui/text";
import { audienceWords } from "@/components/waves/audience-words";
import { may } from "@/domain/kernel/context";
import { mayReadNotices } from "@/domain/notices/policy";
import { getTemplateVersion } from "@/domain/notices/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { countPeople } from "@/domain/audiences/count-people";
import { audienceNames } from "../audience-names";
import { countWords } from "../count-words";
import { planRows } from "./plan-rows";
import type { WaveView } from "./wave-view";

/** Which words go to whom, from which data, and who decided it when. */
export async function WaveFacts({ ctx, locale, wave, timeZone }: Omit<WaveView, "outlook">) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const names = await listStaffNames(ctx);
  const by = (id: string | null, at: Date | null) => (id && at ? t("facts.by", { name: names.get(id) ?? "–", at: formatTime(at, locale, timeZone) }) : null);
  const at = (when: Date | null) => (when ? formatTime(when, locale, timeZone) : null);
  const { template, expected, countedVersion, found, datasetVersion, readVersion } = wave;
  const title = t("notice-of", { name: template.name, number: template.number });
  const link = may(ctx.actor, mayReadNotices) ? (await getTemplateVersion(ctx, wave.templateVersionId)).templateId : null;
  const audiences = await getTranslations({ locale, namespace: "audiences" });
  const known = await audienceNames(ctx, { id: wave.incidentId, timeZone }, locale);
  const rows: [string, React.ReactNode][] = [
    [t("notice"), link ? <Link key="notice" href={`/console/notices/${link}?version=${template.number}`} prefetch={false}>{title}</Link> : title],
    [t("audience"), audienceWords(wave.audience, template.kind, locale, audiences, known)],
    [t("people"), wave.state === "draft" ? await peopleNow({ ctx, locale, wave }) : expected !== null && countedVersion !== null ? t("facts.expected", { people: expected, version: countedVersion }) : null],
    [t("facts.found"), found !== null && datasetVersion !== null ? t("facts.found-text", { people: found, version: datasetVersion }) : null],
    [t("facts.reads"), readVersion !== null && readVersion !== datasetVersion ? t("facts.reads-text", { version: readVersion }) : null],
    [t("facts.created"), by(wave.createdBy, wave.createdAt)],
    [t("facts.edited"), wave.editedBy.length > 0 ? wave.editedBy.map((id) => names.get(id) ?? "–").join(", ") : null],
    [t("facts.submitted"), wave.state === "draft" ? null : by(wave.submittedBy, wave.submittedAt)],
    [t("facts.approved"), by(wave.approvedBy, wave.approvedAt)],
    ...planRows(wave, locale, timeZone, t),
    [t("facts.begun"), at(wave.frozenAt)],
    [t("facts.ended"), at(wave.endedAt)],
    [t("facts.hash"), wave.state !== "draft" && wave.approvalHash ? <code key="hash" className="break-all">{wave.approvalHash}</code> : null],
  ];
  return (
    <Panel title={t("facts.title")}>
      <KeyValues rows={rows.filter(([, value]) => value !== null).map(([name, value]) => ({ name, value }))} />
    </Panel>
  );
}

/** Before approval is asked for, nothing is counted for good: the number of this moment. */
export async function peopleNow({ ctx, locale, wave }: Pick<WaveView, "ctx" | "locale" | "wave">): Promise<string> {
  return (await countWords(await countPeople(ctx, { templateVersionId: wave.templateVersionId, audience: wave.audience }), locale)).message ?? "";
}
