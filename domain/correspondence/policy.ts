import { policy } from "../kernel/context";

/** Letting held mails go is what a job does once somebody has decided. */
export const mayReleaseMails = policy("correspondence.release", [], { machine: true });
