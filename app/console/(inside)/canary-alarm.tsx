import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { mayReadCanaries } from "@/domain/exposure/canaries/policy";
import { countOpenCanaryHits } from "@/domain/exposure/canaries/queries";
import { may, type StaffContext } from "@/domain/kernel/context";

/** Says to who may know that somebody came with a planted record. */
export async function CanaryAlarm({ ctx, incidentId, locale }: { ctx: StaffContext; incidentId: string; locale: Locale }) {
  if (!may(ctx.actor, mayReadCanaries) || (await countOpenCanaryHits(ctx, incidentId)) === 0) return null;
  const t = await getTranslations({ locale, namespace: "canaries" });
  return (
    <div className="mb-4" role="alert">
      <Callout kind="leaked" title={t("overview")}>
        <Link href="/console/exposure/canaries" prefetch={false}>
          {t("title")}
        </Link>
      </Callout>
    </div>
  );
}
