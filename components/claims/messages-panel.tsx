import { getTranslations } from "next-intl/server";
import { localeNames, type Locale } from "@/db/values/locales";
import type { Claim, ClaimMessage } from "@/domain/claims/types";
import { Panel } from "../console/page-head";
import { ActionForm } from "../form/action-form";
import { TextArea } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { MessageThread } from "./message-thread";

interface MessagesPanelProps {
  messages: ClaimMessage[];
  /** Whether anything has come from the claimant since somebody read what there was: a message, an answer, a paper, an appeal. */
  unread: boolean;
  names: ReadonlyMap<string, string>;
  claim: Pick<Claim, "id" | "arrivals">;
  language: Locale;
  locale: Locale;
  timeZone: string;
  /** Present for who may write. */
  acts: { /** Null where nothing that is written would be read. */ send: FormAction | null; read: FormAction } | null;
}

/** What claimant and agents wrote to each other, and a place to write. */
export async function MessagesPanel({ messages, unread, names, claim, language, locale, timeZone, acts }: MessagesPanelProps) {
  const t = await getTranslations({ locale, namespace: "claims-messages" });
  const hidden = { claimId: claim.id, seen: String(claim.arrivals) };
  const writer = ({ from, byId }: ClaimMessage) => (from === "claimant" ? t("from.claimant") : (names.get(byId ?? "") ?? ""));
  return (
    <Panel title={t("panel")}>
      {messages.length === 0 ? <p className="text-ink-soft">{t("none")}</p> : <MessageThread messages={messages} writer={writer} unread={{ of: "claimant", text: t("unread") }} language={language} locale={locale} timeZone={timeZone} />}
      {unread && !messages.some(({ from, readAt }) => from === "claimant" && !readAt) && <p className="mt-4 font-semibold">{t("something")}</p>}
      {acts && unread && (
        <ActionForm action={acts.read} hidden={hidden} className="mt-4">
          <SubmitButton kind="secondary">{t("read")}</SubmitButton>
        </ActionForm>
      )}
      {acts?.send && (
        <ActionForm action={acts.send} hidden={hidden} className="mt-4 max-w-160 space-y-3">
          <TextArea name="text" label={t("write")} hint={t("hint", { language: localeNames[language] })} rows={4} maxLength={2000} />
          <SubmitButton kind="secondary">{t("send")}</SubmitButton>
        </ActionForm>
      )}
    </Panel>
  );
}
