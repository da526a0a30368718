import { dataClasses, type DataClassSlug } from "@/content/data-classes";
import type { Locale } from "@/db/values/locales";
import { StateMark, type Answer } from "../ui/state-mark";

/** Kinds of data, each with one of the three answers beside it. */
export function ClassList({ slugs, answer, word, locale }: { slugs: DataClassSlug[]; answer: Answer; word: string; locale: Locale }) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {slugs.map((slug) => (
        <li key={slug} className="grid grid-cols-[7.5rem_1fr] items-baseline gap-x-4 py-2">
          <StateMark answer={answer}>{word}</StateMark>
          <span className={answer === "none" ? "" : "font-semibold"}>{dataClasses[slug].label[locale]}</span>
        </li>
      ))}
    </ul>
  );
}
