"use server";

import { getTranslations } from "next-intl/server";
import { findCurrentIncident } from "@/app/_server/current-incident";
import { typedValues } from "@/app/_server/run-action";
import { runStaffAction } from "@/app/_server/staff-action";
import type { CountState } from "@/components/waves/audience-count";
import { countryName } from "@/components/waves/audience-words";
import type { SampledRow, WaveFormState } from "@/components/waves/wave-form";
import { dataClasses } from "@/content/data-classes";
import { isLocale, type Locale } from "@/db/values/locales";
import { countPeople } from "@/domain/audiences/count-people";
import { sampleAudience, type SampledPerson } from "@/domain/audiences/sample-audience";
import { createWave } from "@/domain/waves/create-wave";
import { editWave } from "@/domain/waves/edit-wave";
import { mayEditWaves } from "@/domain/waves/policy";
import { readScheduleForm } from "@/domain/waves/read-schedule-form";
import { audienceOf } from "./audience-form";
import { countWords } from "./count-words";

export async function countPeopleAction(_: CountState, form: FormData): Promise<CountState> {
  let counted: CountState | undefined;
  const state = await runStaffAction(mayEditWaves, form, async (ctx, input, { locale }) => {
    const { templateVersionId, exact } = input;
    counted = await countWords(await countPeople(ctx, { templateVersionId, audience: audienceOf(input), exact: exact === "1" }), locale);
    return { state: counted };
  });
  return counted ?? state;
}

/** The form of a wave is one form: with what button it is posted says whether to save, to count, or to look at people, which is recorded. */
export async function saveWaveAction(_: WaveFormState, form: FormData): Promise<WaveFormState> {
  const shown: Pick<WaveFormState, "count" | "sample"> = {};
  const state = await runStaffAction(mayEditWaves, form, async (ctx, input, { locale }) => {
    const { act, waveId, templateVersionId } = input;
    const wanted = { templateVersionId, audience: audienceOf(input) };
    if (act === "count" || act === "sample") {
      if (act === "sample") shown.sample = await Promise.all((await sampleAudience(ctx, wanted)).map((person) => sampledRow(person, locale)));
      shown.count = await countWords(await countPeople(ctx, { ...wanted, exact: act === "count" }), locale);
      return { state: { status: "done", values: typedValues(form) } };
    }
    const { scheduledAt, doubtPolicy, ...plan } = readScheduleForm(input, { timeZone: (await findCurrentIncident(ctx)).current?.timeZone ?? "UTC", now: ctx.clock.now() });
    const whole = { ...wanted, ...plan, scheduledAt, doubtPolicy };
    const wave = typeof waveId === "string" && waveId !== "" ? await editWave(ctx, { waveId, ...whole }) : await createWave(ctx, whole);
    return { redirect: `/console/waves/${wave.id}` };
  });
  return { ...state, ...shown };
}

async function sampledRow({ subjectId, kind, locale: reads, country, email, phone, classes }: SampledPerson, locale: Locale): Promise<SampledRow> {
  const t = await getTranslations({ locale, namespace: "audiences" });
  const waves = await getTranslations({ locale, namespace: "waves" });
  const named = classes.map(({ slug, level }) => t("words.class", { name: dataClasses[slug].label[locale], levels: t(`level.${level}`) }));
  return { number: subjectId, kind: t(`kind.${kind}`), language: isLocale(reads) ? waves(`language.${reads}`) : reads, country: countryName(country, locale), email: email ?? "–", phone: phone ?? "–", classes: named.join(", ") };
}
