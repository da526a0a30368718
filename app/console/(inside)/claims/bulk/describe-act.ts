import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { BulkAct } from "@/domain/claims/desk/bulk/bulk-input";

/** A bulk act in words. */
export async function describeAct(act: BulkAct, { locale, names, macros }: { locale: Locale; names: ReadonlyMap<string, string>; macros: { id: string; name: string }[] }): Promise<string> {
  const t = await getTranslations({ locale, namespace: "claims-desk" });
  if (act.kind === "take") return t("bulk.take");
  if (act.kind === "macro") return t("bulk.macro", { name: macros.find(({ id }) => id === act.macroId)?.name ?? "–" });
  return act.to === "me" || act.to === "rule" || act.to === "nobody" ? t(`bulk.assign-${act.to}`) : t("bulk.assign-to", { name: names.get(act.to) ?? "" });
}
