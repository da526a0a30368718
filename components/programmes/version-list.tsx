import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { ProgrammeVersion } from "@/domain/programmes/types";
import { Time } from "../ui/text";

/** Every version of a programme: who wrote it, who published it, and which findings they accepted for which reason. */
export async function VersionList({ versions, published, names, locale, timeZone }: { versions: ProgrammeVersion[]; published: number | null; names: ReadonlyMap<string, string>; locale: Locale; timeZone: string }) {
  const t = await getTranslations({ locale, namespace: "programmes-console" });
  const people = (ids: string[]) => new Intl.ListFormat(locale).format(ids.map((id) => names.get(id) ?? "–"));
  return (
    <ol className="divide-y divide-line">
      {versions.map((version) => (
        <li key={version.number} className="py-2">
          <p>
            <strong>{t("version", { number: version.number })}</strong> · {t(version.number === published ? "state.current" : `state.${version.state}`)} · {t("written-by", { names: people(version.editedBy) })}
          </p>
          {version.publishedAt && (
            <p className="text-ink-soft">
              <Time at={version.publishedAt} locale={locale} timeZone={timeZone} /> · {names.get(version.publishedBy ?? "") ?? "–"}
            </p>
          )}
          {version.accepted.length > 0 && (
            <ul className="mt-1 list-disc pl-5">
              {version.accepted.map(({ rule, place, reason }) => (
                <li key={`${rule}:${place}`}>
                  {t(`rule.${rule}`)}: {reason}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}
