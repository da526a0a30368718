import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { StaffContext } from "@/domain/kernel/context";
import { getOwnBudget } from "@/domain/reveals/queries";

/** How much of the day's budget is used, where somebody is about to use it. */
export async function OwnBudget({ ctx, locale }: { ctx: StaffContext; locale: Locale }) {
  const [{ used, limit }, t] = await Promise.all([getOwnBudget(ctx), getTranslations({ locale, namespace: "reveals" })]);
  return (
    <p className="text-ink-soft">
      {t("budget", { used, limit })}{" "}
      <Link href="/console/reveals" prefetch={false}>
        {t("title")}
      </Link>
    </p>
  );
}
