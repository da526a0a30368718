import type { KeyKind } from "@/db/values/key-kinds";
import { keyKinds } from "@/db/values/key-kinds";
import { originOf } from "@/domain/audit/log/signing-key";
import { whySendingIsLocked } from "@/domain/installation/why-sending-is-locked";
import type { Context } from "@/domain/kernel/context";
import { Conflict } from "@/domain/kernel/errors";
import { listKeys } from "@/domain/keys/register/queries";
import { recordStoredKeys } from "@/domain/keys/register/record-stored-keys";
import { setKeyAge } from "@/domain/keys/register/set-key-age";
import { rotateAuditSigning } from "@/domain/keys/rotation/rotate-audit-signing";
import { rotateIndex } from "@/domain/keys/rotation/rotate-index";
import { rotateInstallationIndex } from "@/domain/keys/rotation/rotate-installation-index";
import { rotateHeld } from "@/domain/keys/rotation/rotate-held";
import { rotateLogin } from "@/domain/keys/rotation/rotate-login";
import { rotateKeyEncryption } from "@/domain/keys/rotation/rotate-key-encryption";
import type { Rotated } from "@/domain/keys/rotation/types";
import { rotateToken } from "@/domain/staff/tokens/rotate-token";
import { loadEnv } from "@/lib/env";
import { secretsOfWorker } from "@/worker/key-watch";
import { loadRelays } from "@/worker/relays";
import { readCount, UsageError } from "../arguments";
import type { Command } from "../command";
import type { Installation } from "../installation";
import { asOperator } from "../operator";
import { startProgress } from "../progress";

const usage = `amends keys list                  every key and secret: its id, what it is for, its state, until when it may be used, when it was used last; never a value
amends keys rotate KIND [NAME]    let a new key take over and stop the old one; run again after an interruption, it goes on
amends keys age KIND DAYS         how old keys of a kind may become
Kinds: ${keyKinds.join(", ")}
A key from settings or files (all but blind-index, installation-index, audit-signing, database-login and api-token) is rotated by giving the new value to every process first; README says how for each.
For api-token NAME is the name or id of the token, or the id of its key: it is ended, and a new one for the same person is printed once.
For database-login NAME is the name of the login, or the id of its key: it gets another password, which is printed once, and its connections are cut. DATABASE_URL is then of whoever made that login.
Exit status: 0 done, 1 nothing to rotate, 2 wrong usage.`;

/** What refuses a rotation, in the words of a terminal. */
const refusals: Record<string, string> = {
  "key-no-next": "There is no new key yet: give the new value in the settings or the file, start the processes again, then run this.",
  "key-import-running": "An import of this incident is under way: let it end, or drop it.",
  "key-wave-running": "A wave of this incident is under way or paused: let it end, or cancel it. Its messages go by the present key.",
  "key-none": "This incident has no index key yet: nothing is imported.",
  "key-retired": "That key has been rotated already.",
  "token-none": "There is no living token of that name or id: amends keys list has them.",
  "key-custodian-left": "Whose token it is has left: it opens nothing any more.",
  "login-none": "There is no login of that name: amends keys list has them.",
  "login-not-yours": "The login of DATABASE_URL may not change that one. Run this with the one that made it, which has to be let be of the worker's role too (grant amends_worker to LOGIN with inherit false, set true); or make another login and drop this one, which ends it here as well.",
  "audit-no-key": "The audit log has no key yet: a worker makes it when it signs the first checkpoint.",
  "audit-contradicts": "The audit log contradicts a checkpoint that was signed before, so that nothing more is signed: the alarm says what to do. The new key waits.",
  "audit-not-sealed": "No checkpoint could be made within half a minute. The new key waits; a worker announces it with its next checkpoint. Run this again then.",
};

export const command: Command = {
  summary: "list keys and secrets, rotate them",
  usage,
  async run([verb, ...args]) {
    try {
      if (verb === "list" && args.length === 0) return await asOperator(printKeys);
      if (verb === "age" && args.length === 2) return await asOperator((ctx) => setKeyAge(ctx, { kind: kindOf(args[0]), days: readCount("DAYS", args[1], 3_650) }).then(() => 0));
      if (verb === "rotate" && (args.length === 1 || args.length === 2)) return await rotate(kindOf(args[0]), args[1] ?? null);
      throw new UsageError("amends keys: list, rotate KIND [NAME] or age KIND DAYS.");
    } catch (error) {
      if (error instanceof UsageError) {
        console.error(`${error.message}\n\n${usage}`);
        return 2;
      }
      if (!(error instanceof Conflict)) throw error;
      console.error(refusals[error.reason] ?? error.reason);
      return 1;
    }
  },
};

function kindOf(text = ""): KeyKind {
  const kind = keyKinds.find((each) => each === text);
  if (!kind) throw new UsageError(`${text} is no kind of key.`);
  return kind;
}

async function printKeys(ctx: Context): Promise<number> {
  const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? "-";
  for (const key of await listKeys(ctx)) {
    const notes = [key.age === "overdue" && "OVERDUE", key.age === "soon" && "due soon", key.leavers.length > 0 && "TO BE ROTATED: somebody who knew it has left"].filter(Boolean);
    console.log([key.id.padEnd(30), key.state.padEnd(9), `until ${key.state === "active" ? day(key.dueAt) : "-"}`.padEnd(17), `used ${day(key.lastUsedAt)}`.padEnd(16), key.incident ?? key.name, ...notes].join(" "));
  }
  return 0;
}

async function rotate(kind: KeyKind, name: string | null): Promise<number> {
  return asOperator(async (ctx, installation) => {
    const progress = startProgress(`Rotating ${kind}`);
    const rotated = await rotateOne(ctx, installation, { kind, name, show: (share) => progress.show(share, "") }).finally(() => progress.end());
    for (const { from, to, shown } of rotated) {
      console.log(`${from} is stopped; ${to} has taken its place.`);
      if (shown) console.log(shown);
    }
    const hint = hints[kind];
    if (hint) console.log(hint);
    return 0;
  });
}

const hints: Partial<Record<KeyKind, string>> = {
  "key-encryption": "Make the new key AMENDS_KEY_FILE (or AMENDS_KEY) of every process, remove AMENDS_NEXT_KEY_FILE, and destroy the old key: nothing is wrapped with it any more. Backups made before this still are.",
  "installation-index": "Nothing is looked for under the old key any more but the list of erasures, which a backup from before this has to be able to read.",
  "audit-signing": "Hand the new public key to whoever verifies the log: amends audit key. Whoever has the old one can follow: the last checkpoint under it names the new one.",
  "scim-token": "Make the new value SCIM_TOKEN_SHA256 of every process and remove SCIM_NEXT_TOKEN_SHA256.",
  "api-token": "This is shown once: give it to the program now. Whose token it is was told by mail.",
  "database-login": "This is shown once: hand it to whoever uses the login.",
  webhook: "If the new value was FEEDBACK_NEXT_SECRET or SMS_NEXT_SECRET, make it FEEDBACK_SECRET or SMS_SECRET of every process.",
};

async function incidentOf(ctx: Context, name: string | null): Promise<string> {
  await recordStoredKeys(ctx);
  const known = (await listKeys(ctx)).filter((key) => key.kind === "blind-index" && key.state === "active");
  const wanted = known.find((key) => name !== null && [key.name, key.incident, key.id].includes(name));
  if (!wanted) throw new UsageError(`Name the incident: ${known.map((key) => key.incident ?? key.name).join(", ") || "there is none"}.`);
  return wanted.name;
}

interface Wanted {
  kind: KeyKind;
  name: string | null;
  show: (share: number) => void;
}

async function rotateOne(ctx: Context, { kek }: Installation, { kind, name, show }: Wanted): Promise<(Rotated & { /** A new value that nobody else knows. */ shown?: string })[]> {
  if (kind === "key-encryption") return [await rotateKeyEncryption(ctx, kek, show)];
  if (kind === "audit-signing") {
    const lock = await whySendingIsLocked(ctx);
    if (lock === "unconfirmed" || lock === "copy") throw new UsageError("This installation may be a copy, and a copy signs nothing.");
    return [await rotateAuditSigning(ctx, originOf(process.env.AMENDS_URL ?? "http://localhost"))];
  }
  if (kind === "blind-index") return [await rotateIndex(ctx, await incidentOf(ctx, name), { show })];
  if (kind === "installation-index") return [await rotateInstallationIndex(ctx, { show })];
  if (kind === "api-token") {
    if (name === null) throw new UsageError("Name the token.");
    const { token, ...rotated } = await rotateToken(ctx, name);
    return [{ ...rotated, shown: token }];
  }
  if (kind === "database-login") {
    if (name === null) throw new UsageError("Name the login.");
    const { password, ...rotated } = await rotateLogin(ctx, name);
    return [{ ...rotated, shown: password }];
  }
  if (process.env.DATABASE_URL === undefined) throw new UsageError("This installation has made its own settings; there is nothing to rotate in them.");
  const env = loadEnv();
  return rotateHeld(ctx, kind, secretsOfWorker(env, loadRelays(env)), name);
}
