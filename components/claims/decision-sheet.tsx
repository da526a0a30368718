import { getTranslations } from "next-intl/server";
import { localeNames, type Locale } from "@/db/values/locales";
import { conditionField, conditionsOf, describeLoss, isShownByPapers, type AskedClaim } from "@/domain/claims/decisions/rules";
import type { Condition } from "@/domain/claims/types";
import { timeBenefitOf } from "@/domain/programmes/rules";
import type { ProgrammeTerms } from "@/domain/programmes/types";
import { ActionForm } from "../form/action-form";
import { Choices, Select, TextArea, TextField, type Option } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { Callout, formatMoney } from "../ui/text";

interface DecisionSheetProps {
  action: FormAction;
  hidden: Record<string, string>;
  asked: AskedClaim & { terms: ProgrammeTerms };
  /** What the sheet holds already, by the names of its fields. */
  initial: Record<string, string>;
  /** Papers of the claim, in the order of their list. */
  papers: readonly string[];
  /** What the record says of each benefit, as a hint to whether it is for them. */
  eligibleHints: Record<string, string>;
  language: Locale;
  locale: Locale;
}

/** What an agent judges of a claim: of each benefit the conditions of its terms, of each loss its own, and how much of it counts. Amounts are reckoned from that, never typed. */
export async function DecisionSheet({ action, hidden, asked, initial, papers, eligibleHints, language, locale }: DecisionSheetProps) {
  const t = await getTranslations({ locale, namespace: "claims-decision" });
  const conditions = conditionsOf(asked);
  const { terms, answers } = asked;
  const paysTime = timeBenefitOf(terms.benefits, asked.chosen);
  const yesNo: Option[] = [{ value: "yes", label: t("yes") }, { value: "no", label: t("no") }];
  const paperOptions = papers.map((id, index) => ({ value: id, label: t("paper-number", { number: index + 1 }) }));
  const row = (condition: Condition) => {
    const met = conditionField("met", condition);
    const paper = conditionField("paper", condition);
    return (
      <div key={met} className="flex flex-wrap items-start gap-x-8 gap-y-2">
        <Choices inline name={met} label={t(`conditions.${condition.condition}`)} hint={condition.condition === "eligible" ? eligibleHints[condition.benefit] : undefined} options={yesNo} initial={initial[met] ?? ""} />
        {isShownByPapers(condition.condition) && papers.length > 0 && <Select name={paper} label={t("paper")} empty={t("no-paper")} options={paperOptions} initial={initial[paper] ?? ""} />}
      </div>
    );
  };
  const before = [...(asked.granted?.values() ?? [])].reduce((sum, minor) => sum + minor, 0n);
  return (
    <ActionForm action={action} hidden={hidden} className="space-y-6">
      {before > 0n && <Callout>{(await getTranslations({ locale, namespace: "claims-rest" }))("console.judge-whole", { granted: formatMoney(before, terms.currency, locale) })}</Callout>}
      {asked.benefits.map(({ benefit, kind, askedMinor }) => {
        const own = conditions.filter((condition) => condition.benefit === benefit);
        return (
          <fieldset key={benefit} className="space-y-4 rounded-6 border border-line p-4">
            <legend className="px-1 font-semibold">
              {terms.benefits.find(({ slug }) => slug === benefit)?.name[locale] ?? benefit}
              {kind !== "monitoring" && ` · ${formatMoney(askedMinor, terms.currency, locale)}`}
            </legend>
            {own.filter(({ loss }) => loss === undefined).map(row)}
            {benefit === paysTime && answers.time && <TextField name="minutes" label={t("minutes")} hint={t("minutes-hint", { claimed: answers.time.minutes })} inputMode="numeric" maxLength={5} width={10} initial={initial.minutes ?? ""} />}
            {kind === "documented-loss" &&
              answers.losses.filter(({ id }) => own.some((condition) => condition.loss === id)).map((loss) => (
                <div key={loss.id} className="space-y-3 border-t border-line pt-4">
                  <p className="font-semibold">{describeLoss(loss.id, answers, terms, locale)}</p>
                  {own.filter((condition) => condition.loss === loss.id).map(row)}
                  <TextField name={`amount.${loss.id}`} label={t("counted", { currency: terms.currency })} hint={t("counted-hint", { claimed: formatMoney(loss.amountMinor, terms.currency, locale) })} inputMode="numeric" maxLength={30} width={20} initial={initial[`amount.${loss.id}`] ?? ""} />
                </div>
              ))}
          </fieldset>
        );
      })}
      <TextArea name="reason" label={t("reason")} hint={t("reason-hint", { language: localeNames[language] })} rows={4} maxLength={2000} initial={initial.reason ?? ""} />
      <SubmitButton kind="secondary">{t("save")}</SubmitButton>
    </ActionForm>
  );
}
