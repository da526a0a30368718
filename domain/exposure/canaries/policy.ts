import { policy } from "../../kernel/context";

export const mayReadCanaries = policy("canaries.read", ["security", "approver"], { weak: true });
export const mayProposeCanaries = policy("canaries.propose", ["security"]);
export const mayPlantCanaries = policy("canaries.plant", ["security", "approver"], { stepUp: true });
export const mayWatchCanaries = policy("canaries.watch", [], { machine: true });
