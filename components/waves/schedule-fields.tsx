import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { Channel } from "@/db/values/wave-states";
import { Choices, Select, TextField } from "../form/field";
import type { FormAction } from "../form/form-state";
import { MoreFields } from "../form/more-fields";
import { ForecastNote } from "./forecast-note";
import { PaceFields, paceFieldNames } from "./pace-fields";

interface ScheduleFieldsProps {
  locale: Locale;
  /** Those that are set up and work. */
  channels: readonly Channel[];
  /** The incident's own zone, in which times are unless another is chosen. */
  timeZone: string;
  timeZones: readonly string[];
  initial: Record<string, string>;
  /** Says when a wave with what stands in the form would be through. */
  forecastAction: FormAction;
}

const more = [...paceFieldNames, "rampPercent", "rampMinutes", "rampGoOn", "stopRejections", "stopBounces", "stopComplaints", "doubtPolicy"];

/** Over which channels a wave goes, when it begins and has to end, and how: all of it optional, and what it comes to is said at once. */
export async function ScheduleFields({ locale, channels, timeZone, timeZones, initial, forecastAction }: ScheduleFieldsProps) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const field = (name: string) => ({ name, label: t(`plan-form.${name}`), initial: initial[name] });
  const named = channels.map((channel) => ({ value: channel, label: t(`channel.${channel}`) }));
  return (
    <section className="min-w-0 space-y-5 rounded-6 border border-line bg-surface p-4">
      <h2 className="text-16">{t("plan-form.title")}</h2>
      {named.length > 1 ? (
        <fieldset className="space-y-1">
          <legend className="font-semibold">{t("plan-form.channels")}</legend>
          <p className="text-ink-soft">{t("plan-form.channels-hint")}</p>
          <div className="grid items-end gap-4 sm:grid-cols-3">
            {named.map(({ value }, index) => (
              <Select key={value} name={`channel${index + 1}`} label={t("plan-form.channel-nth", { n: index + 1 })} initial={initial[`channel${index + 1}`] ?? (index === 0 ? named[0]?.value : "")} empty={index === 0 ? undefined : t("plan-form.channel-none")} options={named} />
            ))}
          </div>
        </fieldset>
      ) : (
        <p>
          <span className="font-semibold">{t("plan-form.channels")}:</span> {named.map(({ label }) => label).join(", ")}
        </p>
      )}
      <div className="grid items-end gap-4 sm:grid-cols-2">
        <TextField {...field("startsAt")} type="datetime-local" hint={t("plan-form.startsAt-hint")} />
        <TextField {...field("endBy")} type="datetime-local" hint={t("plan-form.endBy-hint")} />
      </div>
      <Select {...field("timeZone")} hint={t("plan-form.timeZone-hint")} initial={initial.timeZone ?? timeZone} options={timeZones.map((zone) => ({ value: zone, label: zone }))} />
      <MoreFields label={t("plan-form.more")} hint={t("plan-form.more-hint")} names={more}>
        <PaceFields locale={locale} initial={initial} />
        <fieldset className="space-y-3">
          <legend className="font-semibold">{t("plan-form.ramp")}</legend>
          <p className="text-ink-soft">{t("plan-form.ramp-hint")}</p>
          <div className="flex flex-wrap items-end gap-4">
            <TextField {...field("rampPercent")} inputMode="numeric" width={10} />
            <TextField {...field("rampMinutes")} initial={initial.rampMinutes ?? "60"} inputMode="numeric" width={10} />
          </div>
          <Choices name="rampGoOn" inline label={t("plan-form.rampGoOn")} initial={initial.rampGoOn ?? "healthy"} options={(["healthy", "person"] as const).map((value) => ({ value, label: t(`plan-form.rampGoOn-${value}`) }))} />
        </fieldset>
        <fieldset className="space-y-1">
          <legend className="font-semibold">{t("plan-form.stop")}</legend>
          <p className="text-ink-soft">{t("plan-form.stop-hint")}</p>
          <div className="flex flex-wrap items-end gap-4">
            {[["stopRejections", "10"], ["stopBounces", "5"], ["stopComplaints", "0.3"]].map(([name = "", usual]) => (
              <TextField key={name} {...field(name)} initial={initial[name] ?? usual} inputMode="numeric" width={10} />
            ))}
          </div>
        </fieldset>
        <Choices
          name="doubtPolicy"
          label={t("plan-form.doubtPolicy")}
          hint={t("plan-form.doubtPolicy-hint")}
          initial={initial.doubtPolicy ?? ""}
          options={[{ value: "", label: t("plan-form.doubtPolicy-usual") }, ...(["resend-once", "hold"] as const).map((value) => ({ value, label: t(`plan.doubt-${value}`) }))]}
        />
      </MoreFields>
      <ForecastNote action={forecastAction} />
    </section>
  );
}
