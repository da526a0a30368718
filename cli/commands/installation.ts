import { fingerprintParts, type FingerprintPart } from "@/db/values/installation";
import { confirmInstallation } from "@/domain/installation/confirm-installation";
import { markCopy } from "@/domain/installation/mark-copy";
import { getInstallation } from "@/domain/installation/queries";
import { returnToTrial } from "@/domain/installation/return-to-trial";
import { findMissing } from "@/domain/installation/rules";
import { takeLive } from "@/domain/installation/take-live";
import type { Installation } from "@/domain/installation/types";
import type { Context } from "@/domain/kernel/context";
import { Invalid, Refusal } from "@/domain/kernel/errors";
import { loadEnv } from "@/lib/env";
import type { Command } from "../command";
import type { Installation as OpenInstallation } from "../installation";
import { asOperator } from "../operator";

const usage = `amends installation status           trial or live, and whether this is the database it was
amends installation confirm REASON   this database is the real one: sending goes on, here
amends installation copy REASON      this database is a copy: trial mode for good, without guests
amends installation live REASON      end the trial: everybody is written to, waves that wait go
amends installation trial REASON     back to trial mode, at once
The reason (ten characters or more) is kept in the audit.`;

const acts = {
  confirm: confirmInstallation,
  copy: markCopy,
  live: (ctx: Context, raw: unknown, { embedded }: OpenInstallation) => takeLive(ctx, raw, { missing: embedded ? null : findMissing(loadEnv()) }),
  trial: returnToTrial,
};

const refusals: Record<string, string> = {
  "installation-is-copy": "This database was called a copy. If that was a mistake: amends installation confirm REASON.",
  "installation-unconfirmed": "First somebody has to say which installation is the real one: amends installation status.",
  "installation-confirmed": "Nobody doubts that this is the real installation.",
  "installation-already-live": "It is live already.",
  "installation-already-trial": "It is in trial mode already.",
  "installation-backups-unsaid": "Nobody has said for how long backups are kept, which each record of an erasure names. First set BACKUP_RETENTION_DAYS, and start web and workers anew.",
  "installation-kept-nowhere": "Checkpoints of the audit log go nowhere outside the database. First set AUDIT_CHECKPOINT_DIR, AUDIT_CHECKPOINT_WEBHOOK or AUDIT_CHECKPOINT_MAIL to a place that the database's operators cannot write to, and start web and workers anew.",
};

const names: Record<FingerprintPart, string> = {
  url: "public address",
  host: "database server",
  port: "port",
  database: "database",
  databaseOid: "database's number",
  systemIdentifier: "server's identifier",
  timeline: "timeline",
  counter: "minutes counted",
};

export const command: Command = {
  summary: "trial or live; say which database is the real one",
  usage,
  async run([verb = "", ...words]) {
    const reason = words.join(" ");
    const act = Object.hasOwn(acts, verb) ? acts[verb as keyof typeof acts] : null;
    if ((!act && verb !== "status") || (act && reason === "")) {
      console.error(usage);
      return 2;
    }
    return asOperator(async (ctx, opened) => {
      try {
        await act?.(ctx, { reason }, opened);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        console.error(error instanceof Invalid ? "The reason must have at least ten characters." : (refusals[error.reason] ?? error.reason));
        return 1;
      }
      const installation = await getInstallation(ctx);
      console.log(describe(installation).join("\n"));
      // A script that asks before it does something can tell by the status.
      return installation.standing === "unconfirmed" ? 3 : 0;
    });
  },
};

function describe(installation: Installation): string[] {
  const { mode, standing, known, seen, differences, counter } = installation;
  const lines = [
    standing === "unconfirmed"
      ? "UNCONFIRMED: this may be a restored copy. Nothing is sent until you say which one is real."
      : standing === "copy"
        ? "A copy, in trial mode for good: only staff and guests are written to."
        : mode === "trial"
          ? "In trial mode: only staff and guests are written to, and waves wait."
          : "Live: everybody is written to.",
  ];
  if (!known) return [...lines, "No worker has looked at it yet."];
  const value = (found: Partial<Record<FingerprintPart, string | null>> | null, part: FingerprintPart) => found?.[part] ?? "unknown";
  const rows = fingerprintParts.filter((part) => part !== "counter" || differences.includes(part));
  for (const part of rows) {
    const was = part === "counter" ? counter.toString() : value(known, part);
    lines.push(`  ${names[part].padEnd(20)} ${was}${differences.includes(part) ? `   now: ${value(seen, part)}` : ""}`);
  }
  return lines;
}
