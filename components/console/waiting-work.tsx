import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ClaimState } from "@/db/values/claim-states";
import type { Locale } from "@/db/values/locales";
import { formatCount } from "../ui/text";

/** What waits for somebody, each as a link to where it is done. */
export async function WaitingWork({ counts, locale }: { counts: Partial<Record<ClaimState, number>> | null; locale: Locale }) {
  if (!counts) return null;
  const t = await getTranslations({ locale, namespace: "overview" });
  const rows = [
    { key: "waiting-claims", count: counts.submitted ?? 0, href: "/console/claims?state=submitted" },
    { key: "reviewed-claims", count: counts["in-review"] ?? 0, href: "/console/claims?state=in-review" },
  ] as const;
  return (
    <ul className="mb-6 flex flex-wrap gap-3">
      {rows.map(({ key, count, href }) => (
        <li key={key} className="rounded-6 border border-line bg-surface px-4 py-2">
          <Link href={href} prefetch={false}>
            <strong className="mr-2 text-18 tabular-nums">{formatCount(count, locale)}</strong>
            {t(key)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
