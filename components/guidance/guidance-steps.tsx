import { getTranslations } from "next-intl/server";
import { dataClasses } from "@/content/data-classes";
import { helplines } from "@/content/guidance/helplines";
import type { GuidanceStep } from "@/content/guidance/types";
import type { Locale } from "@/db/values/locales";
import { urgencies, type Urgency } from "@/db/values/urgencies";
import type { DataClassSlug } from "@/content/data-classes";
import { ActionForm } from "../form/action-form";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { Badge } from "../ui/text";

interface Step {
  slug: DataClassSlug;
  step: GuidanceStep;
  urgency: Urgency;
}

interface GuidanceStepsProps {
  steps: Step[];
  /** Steps that are done; null for somebody who has proven nothing and so has nowhere to keep them. */
  ticks: ReadonlySet<string> | null;
  locale: Locale;
  incident: string;
  action: FormAction;
}

/** What to do, the most urgent first, each with why, how and how long. */
export async function GuidanceSteps({ steps, ticks, locale, incident, action }: GuidanceStepsProps) {
  const t = await getTranslations({ locale, namespace: "guidance" });
  const done = steps.filter(({ step }) => ticks?.has(step.id)).length;
  const seen = new Set<string>();
  return (
    <>
      {ticks && <p role="status" className="mb-4 font-semibold">{t("progress", { done, all: steps.length })}</p>}
      {urgencies.map((urgency) => {
        const here = steps.filter((step) => step.urgency === urgency);
        if (here.length === 0) return null;
        return (
          <section key={urgency} className="mb-10">
            <h2 className="mb-3 text-22">{t(`urgency.${urgency}`)}</h2>
            <ol className="divide-y divide-line border-y border-line">
              {here.map(({ slug, step }) => {
                // The result page links to the first step about a class.
                const anchor = seen.has(slug) ? undefined : slug;
                seen.add(slug);
                return (
                  <li key={step.id} id={`step-${step.id}`} className="scroll-mt-4 py-5">
                    <p id={anchor} className="text-16 text-ink-soft">
                      {dataClasses[slug].label[locale]} · {t("minutes", { minutes: step.minutes })}
                    </p>
                    <h3 className="mt-1 text-18">
                      {step.title[locale]} {ticks?.has(step.id) && <Badge tone="accent">{t("done")}</Badge>}
                    </h3>
                    <p className="mt-2">{step.why[locale]}</p>
                    <ol className="mt-3 list-decimal space-y-1 pl-6">
                      {step.how[locale].map((how) => (
                        <li key={how}>{how}</li>
                      ))}
                    </ol>
                    {step.helplines.length > 0 && (
                      <p className="mt-3 text-16">
                        {t("ask")}{" "}
                        {step.helplines.map((id, index) => (
                          <span key={id}>
                            {index > 0 && ", "}
                            {helplines[id].name[locale]} <a href={`tel:${helplines[id].phone}`}>{helplines[id].phone}</a>
                          </span>
                        ))}
                      </p>
                    )}
                    {ticks && (
                      <ActionForm action={action} className="no-print mt-4" hidden={{ locale, incident, step: step.id, done: ticks.has(step.id) ? "0" : "1" }}>
                        <SubmitButton kind="secondary">
                          {t(ticks.has(step.id) ? "untick" : "tick")}
                          <span className="sr-only">: {step.title[locale]}</span>
                        </SubmitButton>
                      </ActionForm>
                    )}
                  </li>
                );
              })}
            </ol>
          </section>
        );
      })}
    </>
  );
}
