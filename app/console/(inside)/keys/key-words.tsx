import { getTranslations } from "next-intl/server";
import { Badge } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import type { RegisteredKey } from "@/domain/keys/register/types";

interface Named {
  named: RegisteredKey;
  locale: Locale;
}

/** What a key is for, which one of its kind, and its id. */
export async function KeyName({ named: { id, kind, name, incident }, locale }: Named) {
  const t = await getTranslations({ locale, namespace: "keys" });
  const which = incident ?? (kind === "installation-index" || kind === "audit-signing" ? null : name);
  return (
    <>
      {t(`kind.${kind}.name`)}
      {which && <span className="text-ink-soft"> · {which}</span>}
      <span className="block text-14 text-ink-soft">{id}</span>
    </>
  );
}

/** Its state, how near its last day is, and whether somebody left who knows it. */
export async function KeyBadges({ named: { state, age, leavers }, locale }: Named) {
  const t = await getTranslations({ locale, namespace: "keys" });
  return (
    <span className="flex flex-wrap gap-1">
      <Badge tone={state === "active" ? "good" : "plain"}>{t(`states.${state}`)}</Badge>
      {age !== "fine" && <Badge tone={age === "overdue" ? "leaked" : "possible"}>{t(`age.${age}`)}</Badge>}
      {leavers.length > 0 && <Badge tone="leaked">{t("to-rotate")}</Badge>}
    </span>
  );
}
