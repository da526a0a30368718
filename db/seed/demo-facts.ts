import { approveFactValue } from "@/domain/facts/approve-fact-value";
import { createFact } from "@/domain/facts/create-fact";
import { proposeFactValue } from "@/domain/facts/propose-fact-value";
import { listFacts } from "@/domain/facts/queries";
import type { StaffId } from "@/domain/kernel/ids";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import type { Role } from "@/db/values/roles";
import { haneulMallFacts, type DemoFact } from "./demo-fact-words";

/**
 * Fill the demo's ledger of facts by the verbs that people use, each value at the moment that it speaks of; `proposer` (comms) and `approver` are two different
 * staff members. Goes on where an earlier run was cut short.
 */
export async function seedFacts(parts: ProcessParts, { incidentId, proposer, approver, facts = haneulMallFacts }: { incidentId: string; proposer: string; approver: string; facts?: DemoFact[] | undefined }): Promise<void> {
  const as = (staffId: string, role: Role, at: string) => mintContext({ ...parts, clock: { now: () => new Date(at) } }, { kind: "staff", staffId: staffId as StaffId, sessionId: "seed", proven: true, roles: [role] });
  const known = new Map((await listFacts(as(proposer, "comms", new Date().toISOString()), incidentId)).map((fact) => [fact.name, fact]));
  for (const { name, said } of facts) {
    let factId = known.get(name)?.id;
    for (const [index, statement] of said.entries()) {
      const number = index + 1;
      const held = known.get(name)?.history.find((value) => value.number === number);
      if (held?.state === "approved") continue;
      if (!factId) ({ factId } = await createFact(as(proposer, "comms", statement.asOf), { incidentId, name, ...statement }));
      else if (!held) await proposeFactValue(as(proposer, "comms", statement.asOf), { factId, base: index, ...statement });
      await approveFactValue(as(approver, "approver", statement.asOf), { factId, number });
    }
  }
}
