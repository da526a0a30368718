import type { Locale } from "@/db/values/locales";
import type { RevisionContent } from "@/domain/incidents/types";
import { Prose } from "./prose";

/** The apology and who signs it; `short` gives its first paragraph. */
export function Apology({ apology, locale, short = false }: { apology: RevisionContent["apology"]; locale: Locale; short?: boolean }) {
  const text = apology.text[locale];
  return (
    <>
      <Prose text={short ? (text.split(/\n\s*\n/)[0] ?? "") : text} />
      <p className="mt-6">
        <span className="block text-ink-soft">{apology.role[locale]}</span>
        <strong>{apology.signatory[locale]}</strong>
      </p>
    </>
  );
}
