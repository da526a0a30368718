import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { mayReadAlarms } from "@/domain/alarms/policy";
import { countOpenAlarms, MOST_ALARMS } from "@/domain/alarms/queries";
import { may, type StaffContext } from "@/domain/kernel/context";

/** Says to who may know how many alarms nobody has taken on. */
export async function OpenAlarms({ ctx, locale }: { ctx: StaffContext; locale: Locale }) {
  if (!may(ctx.actor, mayReadAlarms)) return null;
  const { open, critical } = await countOpenAlarms(ctx);
  if (open === 0) return null;
  const t = await getTranslations({ locale, namespace: "alarms" });
  return (
    <div className="mb-4" role="alert">
      <Callout kind={critical ? "leaked" : "possible"} title={t("overview", { count: open > MOST_ALARMS ? `${MOST_ALARMS}+` : String(open) })}>
        <Link href="/console/alarms?state=open" prefetch={false}>
          {t("overview-link")}
        </Link>
      </Callout>
    </div>
  );
}
