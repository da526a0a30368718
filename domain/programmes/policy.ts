import { policy } from "../kernel/context";

export const mayCreateProgrammes = policy("programmes.create", ["finance", "approver"]);
export const mayOpenProgrammes = policy("programmes.open", ["approver", "finance"]);
