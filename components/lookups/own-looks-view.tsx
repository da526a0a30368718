import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { formatClock } from "@/content/formats";
import type { Locale } from "@/db/values/locales";
import { groupLooks } from "@/domain/lookups/rules";
import type { LookGroup, OwnLooks } from "@/domain/lookups/types";
import { Callout, formatTime, zoneName } from "../ui/text";

interface OwnLooksViewProps {
  /** Null while nothing is published. */
  found: OwnLooks | null;
  locale: Locale;
  timeZone: string;
  older: (before: string) => string;
}

/** Who looked at one's record, day by day, in which role, in which act and why. */
export async function OwnLooksView({ found, locale, timeZone, older }: OwnLooksViewProps) {
  const t = await getTranslations({ locale, namespace: "own-looks" });
  if (!found || found.records === 0) return <div className="mt-6"><Callout>{t("no-record")}</Callout></div>;
  const days = groupLooks(found.looks, timeZone);
  if (days.length === 0) return <div className="mt-6"><Callout>{t("none")}</Callout></div>;
  return (
    <>
      {found.records > 1 && <p className="mt-4 text-16 text-ink-soft">{t("records", { count: found.records })}</p>}
      {days.map(({ day, groups }) => (
        <section key={day.getTime()} className="mt-8 break-inside-avoid">
          <h2 className="mb-2 text-18">{formatTime(day, locale, timeZone, true)}</h2>
          <ul className="divide-y divide-line border-y border-line">
            {groups.map((group) => (
              <Look key={`${group.role} ${group.action} ${group.purpose}`} group={group} locale={locale} timeZone={timeZone} />
            ))}
          </ul>
        </section>
      ))}
      <p className="mt-3 text-16 text-ink-soft">{t("zone", { zone: zoneName(days[0]?.day ?? new Date(0), locale, timeZone) })}</p>
      {found.next !== null && (
        <p className="no-print mt-6">
          <Link href={older(found.next)} prefetch={false}>
            {t("older")}
          </Link>
        </p>
      )}
    </>
  );
}

async function Look({ group: { role, action, purpose, first, last, times }, locale, timeZone }: { group: LookGroup; locale: Locale; timeZone: string }) {
  const t = await getTranslations({ locale, namespace: "own-looks" });
  const [from, until] = [formatClock(first, timeZone), formatClock(last, timeZone)];
  return (
    <li className="grid gap-x-4 gap-y-1 py-3 sm:grid-cols-[8.5rem_1fr]">
      <span className="text-16 tabular-nums text-ink-soft">
        {from === until ? from : `${from}–${until}`}
        {times > 1 && <span className="sm:block">{" "}{t("times", { times })}</span>}
      </span>
      <span>
        <strong>{t(`role.${role ?? "unknown"}`)}</strong>
        <span className="block">{t(`${purpose ? "seen" : "what"}.${action}`)}</span>
        {purpose && <span className="block">{t(`why.${purpose}`)}</span>}
      </span>
    </li>
  );
}
