import { BREAKER } from "@/channels/email/relay-breaker";
import type { RelaySettings } from "@/channels/email/relay";

/** One relay on loopback, spoken to without TLS. Its breaker never pauses, so that a test that plays faults need not wait; tests of the breaker set it themselves. */
export function aRelay(port: number, more: Partial<RelaySettings> = {}): RelaySettings {
  return {
    name: "relay",
    url: `smtp://127.0.0.1:${port}`,
    allowPlain: true,
    connections: { person: 1, bulk: 4 },
    perSecond: null,
    breaker: { ...BREAKER, firstPause: 0, longestPause: 0 },
    ...more,
  };
}
