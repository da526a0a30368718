import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { Panel } from "../console/page-head";
import { formatCount } from "../ui/text";

/** Claims are counted up to here. */
export const MOST_ACCOUNTS = 100;

/** What is approved and cannot be paid because of its account, with the way to exactly these claims. Nothing where nothing waits. */
export async function WaitingAccounts({ accounts: { given, awaited }, locale }: { accounts: { given: number; awaited: number }; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "payments" });
  const lines = ([["given", given, "new-account"], ["awaited", awaited, "account-awaited"]] as const).filter(([, count]) => count > 0);
  if (lines.length === 0) return null;
  return (
    <Panel title={t("accounts.title")}>
      <ul className="space-y-2">
        {lines.map(([name, count, flag]) => (
          <li key={name}>
            {t(`accounts.${name}`, { count: count > MOST_ACCOUNTS ? `${MOST_ACCOUNTS}+` : formatCount(count, locale) })}{" "}
            <Link href={`/console/claims?flag=${flag}`} prefetch={false}>
              {t("accounts.see")}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
