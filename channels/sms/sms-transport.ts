import type { Handover, SmsTransport } from "@/domain/correspondence/types";
import type { SmsGatewayOptions } from "./gateway";
import { openSmsGateway } from "./open-gateway";

/** Texts to single people: codes and claim texts, over a line that no wave uses. */
export function openSmsTransport(options: SmsGatewayOptions): SmsTransport {
  const gateway = openSmsGateway(options);
  return {
    async send(message): Promise<Handover> {
      const { outcome, reply } = await gateway.submit(message);
      return { outcome: outcome === "unavailable" ? "later" : outcome, reply };
    },
    close: () => gateway.close(),
  };
}
