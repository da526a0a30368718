import type { SmsGateway, SmsGatewayOptions, SmsTimeouts } from "./gateway";
import { openHttpGateway } from "./http-gateway";
import { openSmppGateway } from "./smpp-gateway";

const TIMEOUTS: SmsTimeouts = { connect: 15_000, answer: 30_000, idle: 30_000 };

/** Open the kind of gateway that the address names. */
export function openSmsGateway(options: SmsGatewayOptions): SmsGateway {
  const whole = { ...options, timeouts: { ...TIMEOUTS, ...options.timeouts } };
  const gateway = /^smpps?:/.test(options.url) ? openSmppGateway(whole) : openHttpGateway(whole);
  return {
    async submit(message) {
      const handover = await gateway.submit(message);
      if (handover.outcome === "accepted") options.onUse?.();
      return handover;
    },
    close: () => gateway.close(),
  };
}
