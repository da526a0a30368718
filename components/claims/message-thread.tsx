import type { Locale } from "@/db/values/locales";
import type { ClaimMessage } from "@/domain/claims/types";
import { Prose } from "../incidents/prose";
import { Badge, Time } from "../ui/text";

interface MessageThreadProps {
  messages: readonly ClaimMessage[];
  /** Who wrote one, in the reader's words. */
  writer: (message: ClaimMessage) => string;
  /** What marks one that the reader has not seen; none for the claimant, who sees them all. */
  unread?: { of: ClaimMessage["from"]; text: string };
  /** The language of the claim, in which both sides write. */
  language: Locale;
  locale: Locale;
  timeZone: string;
}

/** Messages between a claimant and the agents of their claim, oldest first. */
export function MessageThread({ messages, writer, unread, language, locale, timeZone }: MessageThreadProps) {
  return (
    <ol className="space-y-4">
      {messages.map((message) => (
        <li key={message.number} className={`border-l-4 bg-surface px-4 py-3 ${message.from === "claimant" ? "border-edge" : "border-accent"}`}>
          <p className="text-ink-soft">
            <strong className="text-ink">{writer(message)}</strong> · <Time at={message.at} locale={locale} timeZone={timeZone} /> {unread && message.from === unread.of && !message.readAt && <Badge tone="accent">{unread.text}</Badge>}
          </p>
          <div lang={language} className="mt-1 wrap-break-word">
            <Prose text={message.text} />
          </div>
        </li>
      ))}
    </ol>
  );
}
