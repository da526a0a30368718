import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import type { StaffContext } from "@/domain/kernel/context";
import { countWaitingRequests } from "@/domain/reveals/queries";

/** Says to who may decide it that somebody has asked to see more people than a day allows. */
export async function WaitingRequests({ ctx, locale }: { ctx: StaffContext; locale: Locale }) {
  const count = await countWaitingRequests(ctx);
  if (count === 0) return null;
  const t = await getTranslations({ locale, namespace: "reveals" });
  return (
    <div className="mb-4" role="alert">
      <Callout kind="possible" title={t("overview", { count })}>
        <Link href="/console/reveals" prefetch={false}>
          {t("overview-link")}
        </Link>
      </Callout>
    </div>
  );
}
