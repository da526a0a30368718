import type { Locale } from "@/db/values/locales";
import type { CurrentFact, FactChange } from "@/domain/facts/types";
import type { RevisionContent } from "@/domain/incidents/types";
import { Apology } from "./apology";
import { IncidentView } from "./incident-view";
import { Updates } from "./updates";

/** A revision as the public would see it, in the public side's column and type: the page, and below it the pages that it leads to. */
export function RevisionPreview({ content, facts, changes, locale, words }: { content: RevisionContent; facts: CurrentFact[]; changes: FactChange[]; locale: Locale; words: { updates: string; apology: string } }) {
  return (
    <div className="space-y-6 text-18">
      <div lang={locale} className="rounded-6 border-2 border-dashed border-possible bg-paper p-4 sm:p-8">
        <div className="mx-auto max-w-160">
          <IncidentView content={content} facts={facts} changes={changes} locale={locale} links={{ check: "#preview-note", updates: "#preview-updates", apology: "#preview-apology" }} />
        </div>
      </div>
      {content.updates.length > 0 && (
        <Page id="preview-updates" title={words.updates} locale={locale}>
          <Updates content={content} locale={locale} />
        </Page>
      )}
      <Page id="preview-apology" title={words.apology} locale={locale}>
        <Apology apology={content.apology} locale={locale} />
      </Page>
    </div>
  );
}

function Page({ id, title, locale, children }: { id: string; title: string; locale: Locale; children: React.ReactNode }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} tabIndex={-1} className="rounded-6 border-2 border-dashed border-possible bg-paper p-4 sm:p-8">
      <div className="mx-auto max-w-160">
        <h2 id={`${id}-title`} className="mb-4 text-14 text-ink-soft">
          {title}
        </h2>
        <div lang={locale}>{children}</div>
      </div>
    </section>
  );
}
