import { listVerifiers } from "@/domain/audit/log/signing-key";
import { writeVerifier } from "@/domain/audit/log/signed-note";
import type { Command } from "../command";
import { asOperator } from "../operator";

const usage = `amends audit key    print the public key that the audit log's checkpoints are signed with (C2SP signed-note verifier key)
Keep it, and every checkpoint, with somebody who cannot write to the database.`;

export const command: Command = {
  summary: "the public key of the audit log",
  usage,
  async run([verb]) {
    if (verb !== "key") {
      console.error(usage);
      return 2;
    }
    const keys = await asOperator((ctx) => listVerifiers(ctx));
    if (keys.length === 0) {
      console.error("There is no key yet: a worker makes it when it signs the first checkpoint.");
      return 1;
    }
    for (const key of keys) console.log(writeVerifier(key));
    return 0;
  },
};
