import { listenForReports, type InboundListener } from "@/channels/inbound/smtp-listener";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { useOfToken } from "@/domain/waves/feedback/find-message";
import { recordOutcome } from "@/domain/waves/feedback/record-outcome";
import { unsubscribeContact } from "@/domain/waves/feedback/unsubscribe-contact";
import type { Env } from "@/lib/env";

/** Listen for the mails that come back, where a port is set for it. */
export async function startInbound(env: Env, parts: ProcessParts): Promise<InboundListener | null> {
  if (env.INBOUND_SMTP_PORT === undefined) return null;
  const context = () => mintContext(parts, { kind: "system", job: "inbound/smtp" });
  const listener = await listenForReports({
    host: env.INBOUND_SMTP_HOST,
    port: env.INBOUND_SMTP_PORT,
    addresses: env.INBOUND_ADDRESSES.toLowerCase().split(",").map((address) => address.trim()).filter((address) => address !== ""),
    ledger: {
      useOf: (token) => useOfToken(parts, token),
      record: (feedback) => recordOutcome(context(), feedback),
      unsubscribe: (token) => unsubscribeContact(context(), token),
    },
    onFault: (error) => parts.log.error({ err: error }, "a report could not be taken; its sender comes again"),
  });
  parts.log.info({ port: listener.port }, "listening for reports");
  return listener;
}
