import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Locale } from "@/db/values/locales";
import { BackLink } from "../ui/lists";

/** Where in a claim's questions a page stands: the one before it, and how many there are. The answers come after the last. */
export async function QuestionHead({ base, questions, name, locale }: { base: string; questions: readonly { name: string }[]; name: string; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims" });
  const at = name === "answers" ? questions.length : questions.findIndex((question) => question.name === name);
  const before = questions[at - 1]?.name;
  return (
    <>
      <BackLink href={before ? `${base}/${before}` : base}>{t("back")}</BackLink>
      {name !== "answers" && questions.length > 1 && <p className="text-16 text-ink-soft">{t("question-of", { number: at + 1, of: questions.length })}</p>}
    </>
  );
}

/** The question as the heading of its page. */
export function QuestionTitle({ children }: { children: ReactNode }) {
  return <h1 className="mb-2 text-28">{children}</h1>;
}
