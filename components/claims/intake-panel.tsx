import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Locale } from "@/db/values/locales";
import type { ClaimIntake } from "@/domain/claims/types";
import { Panel } from "../console/page-head";
import { SubmitButton } from "../form/submit-button";
import { lookPurposeChoice } from "../reveals/look-purpose-choice";
import { KeyValues } from "../ui/lists";
import { RevealFileForm } from "../ui/reveal-form";
import { Callout, formatTime, Masked, Time } from "../ui/text";

interface IntakePanelProps {
  intake: ClaimIntake | null;
  /** Names of staff, by id. */
  names: ReadonlyMap<string, string>;
  /** Where its letter is asked for, and how much may still be looked at; null for whoever may not, and where mails are written. */
  letter: { at: string; budget: ReactNode } | null;
  locale: Locale;
}

/** How a claim came in, where nobody filed it from a contact of its own record: a fact for whoever decides, no judgement. */
export async function IntakePanel({ intake, names, letter, locale }: IntakePanelProps) {
  if (!intake) return null;
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  return (
    <Panel title={t("intake")}>
      {intake.way === "paper" ? (
        <KeyValues
          rows={[
            { name: t("way"), value: t("way-paper") },
            { name: t("postmark"), value: <Time at={new Date(`${intake.postmarkedOn ?? ""}T00:00:00Z`)} locale={locale} timeZone="UTC" dateOnly /> },
            { name: t("signer"), value: <Masked>{intake.signer ?? ""}</Masked> },
            { name: t("entered-by"), value: [intake.enteredBy ?? "", ...intake.takenOverBy].map((id) => names.get(id)).join(", ") },
            ...(intake.letters.length > 0
              ? [
                  {
                    name: t("letters"),
                    value: intake.letters.map(({ number, kind, postmarkedOn, enteredBy }) => (
                      <span key={number} className="block">
                        {t("letter-line", { kind: t(`letter-kind.${kind}`), on: formatTime(new Date(`${postmarkedOn}T00:00:00Z`), locale, "UTC", true), name: names.get(enteredBy) ?? "" })}
                      </span>
                    )),
                  },
                ]
              : []),
          ]}
        />
      ) : (
        <Callout kind="possible">
          {t("way-letter")} {t(intake.compared ? "way-letter-compared" : "way-letter-not-compared")}
        </Callout>
      )}
      {letter && (
        <div className="mt-4 space-y-2">
          <p>{t("letter-hint")}</p>
          <details>
            <summary className="text-accent">{t("letter-open")}</summary>
            <div className="my-2">
              <RevealFileForm action={letter.at} words={{ hint: t("letter-recorded"), reason: t("letter-reason") }} purpose={await lookPurposeChoice("claim.print-letter", locale)} budget={letter.budget}>
                <SubmitButton kind="secondary">{t("letter-print")}</SubmitButton>
              </RevealFileForm>
            </div>
          </details>
        </div>
      )}
    </Panel>
  );
}
