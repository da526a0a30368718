import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { ActionForm } from "../form/action-form";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { Callout } from "../ui/text";

/** What somebody can do under a programme, or why they can do nothing: begin, go on with a draft, begin anew what was begun elsewhere. */
export type ClaimStand = "start" | "continue" | "nothing-left" | "begun-elsewhere" | "entered" | "claimed-elsewhere" | "not-eligible" | "closed" | "not-open";

interface ClaimStartProps {
  stand: ClaimStand;
  /** Of a draft for which nothing is offered: whether the terms have another version than those under which it was begun. */
  newTerms: boolean;
  action: FormAction;
  hidden: Record<string, string>;
  /** Address of the incident's pages. */
  base: string;
  opens: string;
  locale: Locale;
}

/** The button that goes with where somebody stands, or the sentence that says why there is none. */
export async function ClaimStart({ stand, newTerms, action, hidden, base, opens, locale }: ClaimStartProps) {
  const t = await getTranslations({ locale, namespace: "claims" });
  const draft = await getTranslations({ locale, namespace: "claims-draft" });
  const wrong = (
    <p className="mt-4">
      <Link href={`${base}/wrong`} prefetch={false}>
        {t("looks-wrong")}
      </Link>
    </p>
  );
  switch (stand) {
    case "start":
    case "continue":
      return (
        <ActionForm action={action} hidden={hidden}>
          <p className="text-16 text-ink-soft">{t("start-hint")}</p>
          <SubmitButton>{t(stand)}</SubmitButton>
        </ActionForm>
      );
    case "begun-elsewhere":
      return (
        <ActionForm action={action} hidden={{ ...hidden, replace: "1" }}>
          <Callout kind="possible" title={draft("begun-title")}>
            <p>{draft("begun-text")}</p>
            <p className="mt-2">{draft("begun-anew-text")}</p>
          </Callout>
          <SubmitButton kind="secondary">{draft("begin-anew")}</SubmitButton>
        </ActionForm>
      );
    case "nothing-left":
      return (
        <>
          <Callout kind="possible" title={draft("nothing-title")}>
            {draft(newTerms ? "nothing-terms" : "nothing-data")}
          </Callout>
          {wrong}
        </>
      );
    case "not-eligible":
      return (
        <>
          <p className="font-semibold">{t(stand)}</p>
          {wrong}
        </>
      );
    case "entered":
      return <p className="font-semibold">{draft("entered")}</p>;
    case "not-open":
      return <p className="font-semibold">{draft("not-open", { at: opens })}</p>;
    default:
      return <p className="font-semibold">{t(stand)}</p>;
  }
}
