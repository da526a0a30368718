import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { Findings, type FindingInWords } from "@/components/notices/findings";
import { formatTime } from "@/components/ui/text";
import { dataClasses, isDataClass } from "@/content/data-classes";
import { loadRulebook } from "@/content/rules/rulebook";
import type { Locale } from "@/db/values/locales";
import type { StaffContext } from "@/domain/kernel/context";
import { lintVersion } from "@/domain/notices/lint/lint-version";
import type { Finding } from "@/domain/notices/lint/types";
import type { TemplateVersion } from "@/domain/notices/types";

interface FindingsPanelProps {
  ctx: StaffContext;
  locale: Locale;
  timeZone: string;
  version: TemplateVersion;
  /** Whether the editor stands on the same page. */
  editing: boolean;
}

/** What the check finds in the words as they were saved last. */
export async function FindingsPanel({ ctx, locale, timeZone, version, editing }: FindingsPanelProps) {
  const t = await getTranslations({ locale, namespace: "lint" });
  const languages = await getTranslations({ locale, namespace: "notices" });
  const { findings, basis, on } = await lintVersion(ctx, version);
  const rulebook = loadRulebook();
  const inWords = (finding: Finding, i: number): FindingInWords => {
    const { rule, place, about, law, overridable, instead } = finding;
    const named = isDataClass(about) ? dataClasses[about].label[locale] : (rulebook.items.find(({ id }) => id === about)?.name[locale] ?? about);
    const at = place.from === undefined || place.to === undefined || !editing ? null : { field: place.field, from: place.from, to: place.to };
    return {
      ...{ id: `${i}`, title: t(`rule.${rule}`, { about: named }), why: t(`why.${rule}`), locale: place.locale, at },
      place: `${languages(`language.${place.locale}`)} · ${placeInWords(t, place.field)}`,
      quote: quoteOf(version, finding),
      law: law.map((id) => rulebook.rules.find((each) => each.id === id)?.instrument[locale] ?? id),
      demanded: !overridable,
      instead: instead === null || at === null ? null : { words: about, put: instead, label: t("fix", { instead }) },
    };
  };
  return (
    <Panel title={t("title")}>
      <p className="mb-3">{findings.length === 0 ? t("clear") : t("open", { count: findings.length })}</p>
      {findings.length > 0 && <Findings findings={findings.map(inWords)} words={{ law: t("law"), demanded: t("demanded"), show: t("show"), fixed: t("fixed"), moved: t("moved") }} />}
      <p className="mt-4 border-t border-line pt-3 text-ink-soft">
        {t(basis === "dataset" ? "checked-against" : "no-dataset", { at: formatTime(on, locale, timeZone) })} {t("not-advice")}
      </p>
    </Panel>
  );
}

function placeInWords(t: Awaited<ReturnType<typeof getTranslations<"lint">>>, field: string): string {
  const section = /^sections\.(\d+)\./.exec(field)?.[1];
  if (section !== undefined) return t("place.section", { number: Number(section) + 1 });
  return t(field.startsWith("subject") ? "place.subject" : field.startsWith("sms") ? "place.sms" : "place.wording");
}

/** The words in question, with what stands around them where they are few. */
function quoteOf({ content }: TemplateVersion, { place: { field, locale, from, to } }: Finding): string | null {
  if (from === undefined || to === undefined) return null;
  const section = /^sections\.(\d+)\./.exec(field)?.[1];
  const text = section !== undefined ? content.sections[Number(section)]?.text[locale] : field.startsWith("subject") ? content.subject[locale] : content.sms?.text[locale];
  if (text === undefined) return null;
  const [start, end] = [Math.max(0, from - 30), Math.min(text.length, to + 30)];
  return `${start > 0 ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}
