import { createPublicKey } from "node:crypto";
import { hostname } from "node:os";
import { Counter, Gauge, type Registry } from "prom-client";
import type { RelaySettings } from "@/channels/email/relay";
import type { RelaySet } from "@/channels/email/relay-set";
import { readRelays } from "@/channels/email/relay-settings";
import { relayPhases } from "@/db/values/relay-states";
import { recordSigningKeys } from "@/domain/authenticity/register/record-signing-keys";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { recordRelayStates } from "@/domain/waves/record-relay-states";
import type { Env } from "@/lib/env";

const EVERY_MS = 3_000;

/** Enter the keys that this process signs with into the register, before the first mail that bears a signature of theirs. A private key stays where it is. */
export async function registerKeys(parts: ProcessParts, relays: readonly RelaySettings[]): Promise<void> {
  const keys = relays.flatMap(({ dkim }) => (dkim ? [{ domain: dkim.domain, selector: dkim.selector, publicKey: createPublicKey(dkim.key).export({ format: "der", type: "spki" }).toString("base64") }] : []));
  await recordSigningKeys(mintContext(parts, { kind: "system", job: "authenticity/record-keys" } as const), keys);
}

/** The relays of this process. With a broken list it prints every problem and ends the process with status 2. */
export function loadRelays(env: Env): RelaySettings[] {
  const read = readRelays(env);
  if (read.ok) return read.relays;
  process.stderr.write(`The configuration has ${read.problems.length} problem(s):\n${read.problems.map((problem) => `  - ${problem}`).join("\n")}\n`);
  process.exit(2);
}

export function relayMetrics(registry: Registry, relays: RelaySet): void {
  const registers = [registry];
  new Gauge({
    name: "amends_relay_phase",
    help: "1 for the phase in which a relay's breaker is: closed (in use), open (resting), half-open (being tried)",
    labelNames: ["relay", "phase"],
    registers,
    collect() {
      for (const { name, phase } of relays.report()) for (const each of relayPhases) this.set({ relay: name, phase: each }, each === phase ? 1 : 0);
    },
  });
  new Gauge({
    name: "amends_relay_handover_seconds",
    help: "What a hand-over to the relay takes, on a moving average",
    labelNames: ["relay"],
    registers,
    collect() {
      for (const { name, meanMs } of relays.report()) this.set({ relay: name }, meanMs / 1000);
    },
  });
  new Gauge({
    name: "amends_relay_in_flight",
    help: "Messages that are being handed to the relay or wait for one of its connections",
    labelNames: ["relay"],
    registers,
    collect() {
      for (const { name, inFlight } of relays.report()) this.set({ relay: name }, inFlight);
    },
  });
  new Counter({
    name: "amends_relay_handovers_total",
    help: "Hand-overs by what came of them: accepted, or failed because the relay did not take part",
    labelNames: ["relay", "result"],
    registers,
    collect() {
      this.reset();
      for (const { name, accepted, failed } of relays.report()) {
        this.inc({ relay: name, result: "accepted" }, accepted);
        this.inc({ relay: name, result: "failed" }, failed);
      }
    },
  });
}

/** Write down every few seconds how this process finds its relays, for the console. */
export function watchRelays(parts: ProcessParts, relays: RelaySet): { stop(): Promise<void> } {
  const ctx = mintContext(parts, { kind: "system", job: "waves/watch-relays" } as const);
  const process_ = `${hostname()}:${process.pid}`;
  const write = () =>
    recordRelayStates(ctx, process_, relays.report()).catch((error: unknown) => parts.log.warn({ err: error }, "could not write down how the relays are"));
  let writing = write();
  const timer = setInterval(() => {
    writing = write();
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await writing;
    },
  };
}
