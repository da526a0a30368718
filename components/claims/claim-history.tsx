import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { ClaimEvent } from "@/domain/claims/types";
import { Time } from "../ui/text";

/** What happened to a claim and who did it, for the people who work on it. */
export async function ClaimHistory({ events, names, locale, timeZone }: { events: ClaimEvent[]; names: ReadonlyMap<string, string>; locale: Locale; timeZone: string }) {
  const t = await getTranslations({ locale, namespace: "claims" });
  return (
    <ol className="space-y-2">
      {events.map((event, index) => (
        <li key={index}>
          <span className="block text-ink-soft">
            <Time at={event.at} locale={locale} timeZone={timeZone} /> · {(event.byId && names.get(event.byId)) ?? t(`console.by.${event.byKind}`)}
          </span>
          {t(`state.${event.to}`)}
        </li>
      ))}
    </ol>
  );
}
