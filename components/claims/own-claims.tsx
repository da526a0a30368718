import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { shownState } from "@/domain/claims/rules";
import type { Claim } from "@/domain/claims/types";
import { Money, Time } from "../ui/text";

/** The claims that a person has filed under one programme, each with where it stands. */
export async function OwnClaims({ claims, base, locale, timeZone }: { claims: Claim[]; base: string; locale: Locale; timeZone: string }) {
  const t = await getTranslations({ locale, namespace: "claims" });
  const rest = await getTranslations({ locale, namespace: "claims-rest" });
  const filed = claims.filter(({ restOf }) => restOf === null);
  // The appeal against a part of a claim stands below it.
  const ordered = filed.flatMap((claim) => [claim, ...claims.filter(({ restOf }) => restOf === claim.id)]);
  const firstOf = (claim: Claim) => filed.find(({ id }) => id === claim.restOf)?.reference ?? "";
  return (
    <section className="my-6">
      <h2 className="mb-2 text-22">{t("own-claims", { count: filed.length })}</h2>
      <ul className="divide-y divide-line border-y border-line">
        {ordered.map((claim) => (
          <li key={claim.id} className="grid gap-x-4 gap-y-1 py-3 sm:grid-cols-[1fr_auto]">
            <Link href={`${base}/filed/${claim.reference ?? ""}`} prefetch={false} className="font-semibold tabular-nums">
              {claim.reference}
            </Link>
            <strong>{t(`state.${shownState(claim)}`)}</strong>
            <span className="text-ink-soft">{claim.restOf !== null ? rest("list-of", { reference: firstOf(claim) }) : claim.submittedAt && <Time at={claim.submittedAt} locale={locale} timeZone={timeZone} dateOnly />}</span>
            <Money minor={claim.approvedMinor ?? claim.amountMinor} currency={claim.currency} locale={locale} />
          </li>
        ))}
      </ul>
    </section>
  );
}
