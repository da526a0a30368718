import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { mayReview } from "@/domain/access-review/policy";
import { findOwnOpen } from "@/domain/access-review/queries";
import { may, type StaffContext } from "@/domain/kernel/context";

/** Says to a reviewer how many roles wait for their answer. */
export async function WaitingReviews({ ctx, locale }: { ctx: StaffContext; locale: Locale }) {
  if (!may(ctx.actor, mayReview)) return null;
  const open = await findOwnOpen(ctx);
  if (!open) return null;
  const t = await getTranslations({ locale, namespace: "access-review" });
  return (
    <div className="mb-4">
      <Callout kind="possible" title={t("waiting", { count: open.count })}>
        <Link href={`/console/access-review/${open.campaignId}`} prefetch={false}>
          {t("go")}
        </Link>
      </Callout>
    </div>
  );
}
