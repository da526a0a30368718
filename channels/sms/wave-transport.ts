import type { NoticeLetter, NoticePart } from "@/domain/notices/types";
import type { PreparedLetter, WaveRecipient, WaveTransport } from "@/domain/waves/types";
import type { SmsGatewayOptions } from "./gateway";
import { openSmsGateway } from "./open-gateway";

interface SmsLetter extends PreparedLetter {
  parts: readonly NoticePart[];
}

/** Texts of waves, over a line apart from the one for single people. It lays out what `compileSms` wrote. */
export function openSmsWaveTransport(options: SmsGatewayOptions): WaveTransport {
  const gateway = openSmsGateway(options);
  return {
    channel: "sms",
    connections: options.connections,
    prepare: ({ locale, text }: NoticeLetter): SmsLetter => ({ locale, parts: text }),
    send(prepared: PreparedLetter, { to, token, personal }: WaveRecipient) {
      const text = (prepared as SmsLetter).parts.map((part) => (typeof part === "string" ? part : personal.text[part.slot])).join("");
      return gateway.submit({ id: token, to, text: text.trim() });
    },
    close: () => gateway.close(),
  };
}
