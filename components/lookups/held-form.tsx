import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { PROOF_MS } from "@/domain/lookups/rules";
import { KeyValues } from "../ui/lists";

/** What people type, in the order of the forms. What they chose and what is not theirs to type is not shown. */
const TYPED = ["text", "answer", "amount", "on", "hours", "minutes", "what", "account", "iban", "holder", "number", "postalCode"] as const;

interface HeldFormProps {
  /** What was sent, by the names of its fields. */
  values: Record<string, string>;
  /** Where one proves one's contact anew. */
  proof: string;
  locale: Locale;
}

/**
 * The answer to a form that was sent without JavaScript after its person's proof had ended. The page that it stood on shows what is theirs and cannot be drawn for somebody who proves nothing; this gives back what they have
 * just sent. It cannot carry the form along, because the framework takes out of what an action sees which action it is; the browser can, which sends the same once more when it loads the answer to a form anew.
 */
export async function HeldForm({ values, proof, locale }: HeldFormProps) {
  const t = await getTranslations({ locale, namespace: "lookups" });
  const typed = TYPED.filter((name) => (values[name] ?? "").trim() !== "").map((name) => ({ name: t(`held.fields.${name}`), value: <span className="wrap-anywhere whitespace-pre-wrap">{values[name]}</span> }));
  return (
    <>
      <h1 className="mb-4 text-28">{t("held.title")}</h1>
      <p className="mb-6">{t("held.kept", { minutes: PROOF_MS / 60_000 })}</p>
      <ol className="mb-6 list-decimal space-y-2 pl-6">
        <li>
          {t("held.first")}{" "}
          <a href={proof} target="_blank" rel="noreferrer">
            {t("held.prove")}
          </a>
        </li>
        <li>{t("held.then")}</li>
      </ol>
      <p className="mb-6">
        {t("held.else")}{" "}
        {/* The page itself: an address of nothing is that of the document, with what it asks for. */}
        <a href="" target="_blank" rel="noreferrer">
          {t("held.reopen")}
        </a>
      </p>
      {typed.length > 0 && (
        <section>
          <h2 className="mb-2 text-18">{t("held.typed")}</h2>
          <KeyValues rows={typed} />
        </section>
      )}
    </>
  );
}
