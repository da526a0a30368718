import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { lookPurposes, type PurposefulAct } from "@/db/values/look-purposes";
import type { PurposeChoice } from "../ui/reveal-form";

/** What an act can be for, in words, with who reads what. */
export async function lookPurposeChoice(act: PurposefulAct, locale: Locale): Promise<PurposeChoice> {
  const t = await getTranslations({ locale, namespace: "reveals" });
  return { label: t("purpose"), hint: t("purpose-hint"), options: lookPurposes[act].map((value) => ({ value, label: t(`purpose-is.${value}`) })), reasonHint: t("reason-unseen") };
}
