import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { Callout } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { may, type StaffContext } from "@/domain/kernel/context";
import { mayReadKeys } from "@/domain/keys/policy";
import { listKeys } from "@/domain/keys/register/queries";

/** Says to who may know that keys are past their age or nearly, and that somebody left who knows one. */
export async function KeyAlarm({ ctx, locale }: { ctx: StaffContext; locale: Locale }) {
  if (!may(ctx.actor, mayReadKeys)) return null;
  const keys = (await listKeys(ctx)).filter(({ state }) => state === "active" || state === "next");
  const count = { overdue: keys.filter(({ age }) => age === "overdue").length, owed: keys.filter(({ leavers }) => leavers.length > 0).length, soon: keys.filter(({ age }) => age === "soon").length };
  const what = (["overdue", "owed", "soon"] as const).filter((each) => count[each] > 0);
  if (what.length === 0) return null;
  const t = await getTranslations({ locale, namespace: "keys" });
  return (
    <div className="mb-4" role="alert">
      {what.map((each) => (
        <Callout key={each} kind={each === "soon" ? "possible" : "leaked"} title={t(`${each}.title`, { count: count[each] })}>
          <Link href="/console/keys" prefetch={false}>
            {t("title")}
          </Link>
        </Callout>
      ))}
    </div>
  );
}
