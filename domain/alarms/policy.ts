import { policy } from "../kernel/context";

export const mayReadAlarms = policy("alarms.read", ["security", "admin", "auditor"], { weak: true });
export const mayHandleAlarms = policy("alarms.handle", ["security", "admin"]);
/** Where keys are planted is known to few. */
export const mayReadPlantedKeys = policy("alarms.read-keys", ["security"], { weak: true });
export const mayPlantKeys = policy("alarms.plant-keys", ["security"], { stepUp: true });
/** Looking, and telling who ought to know: the worker's. */
export const mayWatch = policy("alarms.watch", [], { machine: true });
