import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { Select } from "@/components/form/field";
import { ComparedWording, type SectionInWords } from "@/components/notices/compared-wording";
import { conditionInWords } from "@/components/notices/condition-in-words";
import { buttonClass } from "@/components/ui/button";
import { dataClasses } from "@/content/data-classes";
import type { Locale } from "@/db/values/locales";
import { compareWordings, titleOf, type ComparedSection, type Meaning } from "@/domain/notices/editing/compare-wordings";
import type { TemplateVersion } from "@/domain/notices/types";
import { conditionWords } from "../condition-words";

interface ComparisonProps {
  locale: Locale;
  versions: TemplateVersion[];
  /** Nothing where there is one version alone. */
  before: TemplateVersion | undefined;
  after: TemplateVersion | undefined;
}

type Words = Awaited<ReturnType<typeof getTranslations<"notices">>>;

/** Two versions of one wording: what the differences mean, and then word by word. */
export async function Comparison({ locale, versions, before, after }: ComparisonProps) {
  const t = await getTranslations({ locale, namespace: "notices" });
  if (!before || !after) return <p className="text-ink-soft">{t("history.alone")}</p>;
  const { subject, sections, sms, meanings } = compareWordings(before.content, after.content);
  const options = versions.map(({ number, state }) => ({ value: String(number), label: `${t("version", { number })} · ${t(`state.${state}`)}` }));
  return (
    <>
      <Panel title={t("history.compare")}>
        <form method="get" className="no-print mb-4 flex flex-wrap items-end gap-3">
          <Select name="from" label={t("history.from")} initial={String(before.number)} options={options} />
          <Select name="to" label={t("history.to")} initial={String(after.number)} options={options} />
          <button type="submit" className={buttonClass("secondary")}>
            {t("history.show")}
          </button>
        </form>
        <h3 className="mb-2 text-16">{t("history.meaning", { before: before.number, after: after.number })}</h3>
        {meanings.length === 0 ? (
          <p>{t("history.no-meaning")}</p>
        ) : (
          <ul className="list-disc space-y-1 pl-5">
            {meanings.map((meaning, i) => (
              <li key={i}>{meaningInWords(t, locale, meaning)}</li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={t("history.words")}>
        <ComparedWording
          subject={subject}
          sections={sections.map((section) => sectionInWords(t, locale, section, before, after))}
          sms={sms}
          languages={{ ko: t("language.ko"), en: t("language.en") }}
          words={{
            subject: t("edit.subject"),
            sms: t("sms.title"),
            before: t("version", { number: before.number }),
            after: t("version", { number: after.number }),
            removed: t("history.removed-words"),
            added: t("history.added-words"),
            end: t("history.end-words"),
            nothing: t("history.nothing"),
          }}
        />
      </Panel>
    </>
  );
}

function meaningInWords(t: Words, locale: Locale, meaning: Meaning): string {
  switch (meaning.kind) {
    case "class-added":
    case "class-removed":
      return t(`history.${meaning.kind}`, { data: dataClasses[meaning.dataClass].label[locale], slug: meaning.dataClass });
    case "section-added":
    case "section-removed":
    case "section-moved":
    case "audience-changed":
      return t(`history.${meaning.kind}`, { number: meaning.number, title: meaning.title[locale] });
    case "one-language":
      return t("history.one-language", { number: meaning.number, title: meaning.title[locale], language: t(`language.${meaning.locale}`) });
    case "fact-added":
    case "fact-removed":
      return t(`history.${meaning.kind}`, { name: meaning.name });
    case "placeholder-added":
    case "placeholder-removed":
      return t(`history.${meaning.kind}`, { name: t(`insert.name.${meaning.name}`) });
    default:
      return t(`history.${meaning.kind}`);
  }
}

function sectionInWords(t: Words, locale: Locale, section: ComparedSection, before: TemplateVersion, after: TemplateVersion): SectionInWords {
  const { kind, when, words, moved } = section;
  const text = section.after === null ? before.content.sections[(section.before ?? 1) - 1]?.text : after.content.sections[section.after - 1]?.text;
  const conditions = conditionWords(t, locale);
  const said = (side: "before" | "after") => {
    const whom = when[side] && conditionInWords(when[side], conditions);
    // That a section which is in one version alone is for everybody goes without saying.
    return whom === null && (when.before === null || when.after === null) ? null : `${t("condition.for-whom")} ${whom ?? t("condition.for-all")}`;
  };
  const whom = { before: said("before"), after: said("after") };
  return {
    kind,
    title: t("history.section", { number: section.after ?? section.before ?? 0, title: titleOf(text?.[locale] ?? "") }),
    state: moved ? t("history.kind.moved", { kind: t(`history.kind.${kind}`) }) : t(`history.kind.${kind}`),
    forWhom: whom.before === whom.after ? null : whom,
    words,
  };
}
