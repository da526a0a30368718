import { getTranslations } from "next-intl/server";
import { waveChannels } from "@/app/_server/wave-channels";
import type { CountState } from "@/components/waves/audience-count";
import { countryName } from "@/components/waves/audience-words";
import { ScheduleFields } from "@/components/waves/schedule-fields";
import { WaveForm } from "@/components/waves/wave-form";
import { dataClasses, isDataClass } from "@/content/data-classes";
import { evidenceLevels, subjectKinds } from "@/db/values/audience";
import { locales, type Locale } from "@/db/values/locales";
import { listAudienceChoices, listAudienceLists } from "@/domain/audiences/queries";
import { getIncidentForStaff } from "@/domain/incidents/queries";
import type { StaffContext } from "@/domain/kernel/context";
import { listDefects, listTemplates } from "@/domain/notices/queries";
import { audienceNames } from "./audience-names";
import { countPeopleAction, saveWaveAction } from "./form-actions";
import { forecastWaveAction } from "./pace-actions";

interface WaveEditorProps {
  ctx: StaffContext;
  locale: Locale;
  incident: { id: string; timeZone: string };
  wordings: { value: string; label: string }[];
  hidden: Record<string, string>;
  initial: Record<string, string>;
  initialCount: CountState;
}

/** The form of a wave, new or drafted, with everything that an audience of the incident can be made of. */
export async function WaveEditor({ ctx, locale, incident, wordings, hidden, initial, initialCount }: WaveEditorProps) {
  const t = await getTranslations({ locale, namespace: "audiences" });
  const waves = await getTranslations({ locale, namespace: "waves" });
  const [{ classes }, { countries, versions }, names, lists, defects] = await Promise.all([getIncidentForStaff(ctx, incident.id), listAudienceChoices(ctx, incident.id), audienceNames(ctx, incident, locale), listAudienceLists(ctx, incident.id), listDefects(ctx, incident.id)]);
  const choices = {
    wordings,
    classes: classes.map(({ slug }) => ({ value: slug, label: isDataClass(slug) ? dataClasses[slug].label[locale] : slug })),
    levels: evidenceLevels.map((value) => ({ value, label: t(`level.${value}`) })),
    kinds: subjectKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
    languages: locales.map((value) => ({ value, label: waves(`language.${value}`) })),
    countries: countries.map((value) => ({ value, label: countryName(value, locale) })),
    versions: versions.map((version) => ({ value: String(version), label: String(version) })),
    waves: names.frozen.map(({ id }) => ({ value: id, label: names.waves.get(id) ?? id })),
    wrongWordings: wordings.filter(({ value }) => defects.some(({ versionId }) => versionId === value)),
    lists: lists.map(({ id, fileName, references }) => ({ value: id, label: t("form.list-option", { name: fileName, references }) })),
  };
  return (
    <WaveForm action={saveWaveAction} countAction={countPeopleAction} hidden={hidden} initial={initial} initialCount={initialCount} choices={choices} say={{ ...plain(t.raw("form"), "form"), ...plain(t.raw("sample"), "sample"), "form.wording-label": waves("new.wording") }}>
      <ScheduleFields locale={locale} channels={waveChannels()} timeZone={incident.timeZone} timeZones={timeZones(incident.timeZone)} initial={initial} forecastAction={forecastWaveAction} />
    </WaveForm>
  );
}

/** The zones that this machine knows, with the incident's own among them whatever it is called. */
function timeZones(own: string): string[] {
  return [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}

/** Words without arguments, by their key. */
function plain(words: unknown, under: string): Record<string, string> {
  return Object.fromEntries(Object.entries(words as Record<string, string>).map(([key, text]) => [`${under}.${key}`, text]));
}

/** Wordings that can be sent, by name, version and kind. */
export async function approvedWordings(ctx: StaffContext, incidentId: string, locale: Locale): Promise<{ value: string; label: string }[]> {
  const t = await getTranslations({ locale, namespace: "waves" });
  const notices = await getTranslations({ locale, namespace: "notices" });
  const templates = await listTemplates(ctx, incidentId);
  return templates.flatMap(({ name, kind, versions }) => versions.filter(({ state }) => state === "approved").map(({ id, number }) => ({ value: id, label: t("new.wording-option", { name, number, kind: notices(`kind.${kind}`) }) })));
}
