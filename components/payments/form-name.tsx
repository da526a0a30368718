import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { FormName as Name } from "@/domain/payments/types";

/** What a form of the bank's file is called: a bank's table by the name that it was given. */
export async function FormName({ format, table, locale }: Name & { locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "payments" });
  return table ?? t(`export.formats.${format.replace(".", "-")}`);
}
