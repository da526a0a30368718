import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import type { FormAction } from "@/components/form/form-state";
import { SubmitButton } from "@/components/form/submit-button";
import { Findings, type FindingInWords } from "@/components/notices/findings";
import { formatTime } from "@/components/ui/text";
import { dataClasses, isDataClass } from "@/content/data-classes";
import { loadRulebook } from "@/content/rules/rulebook";
import type { Locale } from "@/db/values/locales";
import { may, type StaffContext } from "@/domain/kernel/context";
import type { LintedVersion } from "@/domain/notices/lint/lint-version";
import { openFindings } from "@/domain/notices/lint/rules";
import type { Finding, JudgedFinding } from "@/domain/notices/lint/types";
import { mayApproveNotices } from "@/domain/notices/policy";
import type { TemplateVersion } from "@/domain/notices/types";
import { listStaffNames } from "@/domain/staff/queries";
import { withdrawOverrideAction } from "./actions";

interface FindingsPanelProps {
  ctx: StaffContext;
  locale: Locale;
  timeZone: string;
  version: TemplateVersion;
  linted: LintedVersion;
  title: string;
  /** What stands in the way of what, in words. */
  intro: ReactNode;
  /** Whether the editor stands on the same page. */
  editing?: boolean;
  /** What passes over a finding where that is decided; the page adds to it which. */
  override?: { action: FormAction; hidden: Record<string, string> } | null;
}

/** What the check finds in the words as they were saved last, and what of it an approver passed over. */
export async function FindingsPanel({ ctx, locale, timeZone, version, linted, title, intro, editing = false, override = null }: FindingsPanelProps) {
  const t = await getTranslations({ locale, namespace: "lint" });
  const languages = await getTranslations({ locale, namespace: "notices" });
  const { findings, basis, on } = linted;
  const rulebook = loadRulebook();
  const titleOf = ({ rule, about }: Finding) => t(`rule.${rule}`, { about: isDataClass(about) ? dataClasses[about].label[locale] : (rulebook.items.find(({ id }) => id === about)?.name[locale] ?? about) });
  const placeOf = ({ place }: Finding) => `${languages(`language.${place.locale}`)} · ${placeInWords(t, place.field)}`;
  const lawOf = (id: string, undecided: readonly string[]) => {
    const name = rulebook.rules.find((each) => each.id === id)?.instrument[locale] ?? id;
    return undecided.includes(id) ? t("law-undecided", { law: name }) : name;
  };
  const inWords = (finding: JudgedFinding, i: number): FindingInWords => {
    const { rule, place, about, law, undecided, overridable, instead, key } = finding;
    const at = place.from === undefined || place.to === undefined || !editing ? null : { field: place.field, from: place.from, to: place.to };
    return {
      ...{ id: `${i}`, key, title: titleOf(finding), why: t(`why.${rule}`), locale: place.locale, at },
      place: placeOf(finding),
      quote: quoteOf(version, finding),
      law: [...new Set(law.map((id) => lawOf(id, undecided)))],
      demanded: !overridable,
      instead: instead === null || at === null ? null : { words: about, put: instead, label: t("fix", { instead }) },
    };
  };
  const open = openFindings(findings);
  const passed = findings.filter((finding) => !open.includes(finding));
  const decides = override !== null && may(ctx.actor, mayApproveNotices) && !version.editedBy.includes(ctx.actor.staffId);
  const words = { law: t("law"), demanded: t("demanded"), show: t("show"), fixed: t("fixed"), moved: t("moved"), override: { open: t("override.open"), hint: t("override.hint"), reason: t("override.reason"), submit: t("override.submit") } };
  const names = passed.length > 0 ? await listStaffNames(ctx) : new Map<string, string>();
  return (
    <Panel title={title}>
      <p className="mb-3">{open.length === 0 ? t("clear") : t("open", { count: open.length })}</p>
      {open.length > 0 && <p className="mb-3">{intro}</p>}
      {open.length > 0 && <Findings findings={open.map(inWords)} override={decides ? override : null} words={words} />}
      {passed.length > 0 && (
        <>
          <h3 className="mt-4 border-t border-line pt-3 text-16 font-bold">{t("override.title")}</h3>
          <ul className="divide-y divide-line">
            {passed.map((finding) => (
              <li key={`${finding.key} ${String(finding.place.from)}`} className="py-3 last:pb-0">
                <p className="font-semibold wrap-anywhere">{titleOf(finding)}</p>
                <p className="text-ink-soft">{placeOf(finding)}</p>
                {finding.override && (
                  <>
                    <p className="wrap-anywhere whitespace-pre-line">{finding.override.reason}</p>
                    <p className="text-ink-soft">{t("override.by", { name: names.get(finding.override.by) ?? "–", at: formatTime(finding.override.at, locale, timeZone) })}</p>
                    {decides && (
                      <ActionForm action={withdrawOverrideAction} hidden={{ overrideId: finding.override.id }} className="mt-2">
                        <SubmitButton kind="secondary">{t("override.withdraw")}</SubmitButton>
                      </ActionForm>
                    )}
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
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
