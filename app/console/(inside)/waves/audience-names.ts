import { getTranslations } from "next-intl/server";
import { formatBrief } from "@/components/ui/text";
import type { AudienceNames } from "@/components/waves/audience-words";
import type { Locale } from "@/db/values/locales";
import { listAudienceLists } from "@/domain/audiences/queries";
import type { StaffContext } from "@/domain/kernel/context";
import { listWaveNames, type NamedWave } from "@/domain/waves/queries/list-waves";

/** How an incident's waves and lists are called where an audience speaks of them. Waves of one wording are told apart by when they began. */
export async function audienceNames(ctx: StaffContext, incident: { id: string; timeZone: string }, locale: Locale): Promise<AudienceNames & { frozen: NamedWave[] }> {
  const t = await getTranslations({ locale, namespace: "audiences" });
  const [waves, lists] = await Promise.all([listWaveNames(ctx, incident.id), listAudienceLists(ctx, incident.id)]);
  const name = ({ template, frozenAt, createdAt }: NamedWave) => t("wave", { name: template.name, number: template.number, at: formatBrief(frozenAt ?? createdAt, incident.timeZone) });
  return { waves: new Map(waves.map((wave) => [wave.id, name(wave)])), lists: new Map(lists.map(({ id, fileName }) => [id, fileName])), frozen: waves.filter(({ frozenAt }) => frozenAt !== null) };
}
