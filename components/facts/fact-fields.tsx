import { getTranslations } from "next-intl/server";
import type { FactKind } from "@/db/values/facts";
import { factStatuses } from "@/db/values/facts";
import { locales, type Locale } from "@/db/values/locales";
import { Choices, Select, TextArea, TextField } from "../form/field";

interface FactFieldsProps {
  kind: FactKind;
  locale: Locale;
  timeZone: string;
  /** What stands in the fields before anybody types, by name. */
  initial: Record<string, string>;
}

/** The fields of what is said of a fact: heading, value by its kind, how sure, who says so and as of when. */
export async function FactFields({ kind, locale, timeZone, initial }: FactFieldsProps) {
  const t = await getTranslations({ locale, namespace: "fact-console" });
  const words = await getTranslations({ locale, namespace: "facts" });
  const given = (name: string) => (initial[name] === undefined ? {} : { initial: initial[name] });
  const twice = (name: string, label: string, maxLength: number, more: { hint?: string; rows?: number } = {}) => (
    <div className="grid items-end gap-4 lg:grid-cols-2">
      {locales.map((language) => {
        const field = { name: `${name}.${language}`, label: `${label} · ${t(`language.${language}`)}`, maxLength, ...given(`${name}.${language}`) };
        return more.rows ? <TextArea key={language} {...field} rows={more.rows} /> : <TextField key={language} {...field} {...(more.hint ? { hint: more.hint } : {})} autoComplete="off" />;
      })}
    </div>
  );
  return (
    <div className="space-y-5">
      {twice("label", t("field.label"), 120)}
      {kind === "count" && (
        <>
          <TextField name="value.count" label={t("field.value.count")} hint={t("hint.count")} inputMode="numeric" width={20} autoComplete="off" {...given("value.count")} />
          <Choices multiple inline name="value.about" label={t("field.value.about")} options={[{ value: "about", label: t("about"), hint: t("hint.about") }]} {...given("value.about")} />
          {twice("value.unit", t("field.value.unit"), 20, { hint: t("hint.unit") })}
        </>
      )}
      {kind === "date" && (
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <TextField name="value.on" type="date" label={t("field.value.on")} {...given("value.on")} />
          <TextField name="value.time" type="time" label={`${t("field.value.time")} (${timeZone})`} hint={t("hint.time")} {...given("value.time")} />
        </div>
      )}
      {kind === "period" && (
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <TextField name="value.from" type="date" label={t("field.value.from")} {...given("value.from")} />
          <TextField name="value.to" type="date" label={t("field.value.to")} hint={t("hint.to")} {...given("value.to")} />
        </div>
      )}
      {kind === "money" && (
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <TextField name="value.minor" label={t("field.value.minor")} inputMode="numeric" autoComplete="off" {...given("value.minor")} />
          <TextField name="value.currency" label={t("field.value.currency")} width={10} autoComplete="off" initial={initial["value.currency"] ?? "KRW"} />
        </div>
      )}
      {kind === "text" && twice("value.text", t("field.value.text"), 1000, { rows: 3 })}
      <Select name="status" label={t("field.status")} hint={words("status-note")} initial={initial.status ?? "claimed"} options={factStatuses.map((status) => ({ value: status, label: words(`status.${status}`) }))} />
      {twice("source", t("field.source"), 200)}
      <TextField name="asOf" type="datetime-local" label={`${t("field.asOf")} (${timeZone})`} hint={t("hint.asOf")} {...given("asOf")} />
    </div>
  );
}
