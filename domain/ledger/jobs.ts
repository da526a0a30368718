import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Add the ledger's lines up anew and compare them with its balances; every hour. */
export const recountLedgerJob = defineJob("ledger/recount-ledger", z.object({}), { maxAttempts: 1 });
