import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ClaimState } from "@/db/values/claim-states";
import type { Locale } from "@/db/values/locales";
import { MOST_ACCOUNTS } from "../payments/waiting-accounts";
import { formatCount } from "../ui/text";

/** Enquiries are counted up to here; claims have counters of their own. */
export const MOST_ENQUIRIES = 1_000;

/** Decisions that wait are counted up to here. */
export const MOST_PROPOSED = 100;

/** What waits for somebody, each as a link to where it is done. */
export async function WaitingWork({ claims, proposed, accounts, enquiries, batches, mentions, locale }: { claims: Partial<Record<ClaimState, number>> | null; proposed: number | null; accounts: number; enquiries: number | null; batches: number; mentions: number; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "overview" });
  const upTo = (count: number, most: number) => `${formatCount(Math.min(count, most), locale)}${count > most ? "+" : ""}`;
  const rows = [
    ...(claims
      ? [
          { key: "waiting-claims", count: formatCount(claims.submitted ?? 0, locale), href: "/console/claims?state=submitted" },
          { key: "reviewed-claims", count: formatCount(claims["in-review"] ?? 0, locale), href: "/console/claims?state=in-review" },
          // Where nothing waits there is nothing to say; most terms ask for no second person.
          ...(proposed ? [{ key: "proposed-claims", count: upTo(proposed, MOST_PROPOSED), href: "/console/claims?flag=second-person" }] : []),
        ]
      : []),
    ...(accounts > 0 ? [{ key: "new-accounts", count: upTo(accounts, MOST_ACCOUNTS), href: "/console/claims?flag=new-account" }] : []),
    ...(enquiries === null ? [] : [{ key: "open-enquiries", count: upTo(enquiries, MOST_ENQUIRIES), href: "/console/enquiries?state=open" }]),
  ];
  if (batches > 0) rows.push({ key: "draft-batches", count: formatCount(batches, locale), href: "/console/payments" });
  if (mentions > 0) rows.push({ key: "unread-mentions", count: formatCount(mentions, locale), href: "/console/claims/mentions" });
  if (rows.length === 0) return null;
  return (
    <ul className="mb-6 flex flex-wrap gap-3">
      {rows.map(({ key, count, href }) => (
        <li key={key} className="rounded-6 border border-line bg-surface px-4 py-2">
          <Link href={href} prefetch={false}>
            {t(key)}
          </Link>{" "}
          <strong className="ml-2 text-18 tabular-nums">{count}</strong>
        </li>
      ))}
    </ul>
  );
}
