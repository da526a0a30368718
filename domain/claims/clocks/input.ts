import { z } from "zod";
import { clockKinds } from "@/db/values/claim-clocks";

/** What of the board is looked at. Anything that is no filter is left out rather than refused: it came from an address. */
export const boardFilterInput = z.object({
  stage: z.enum(["late", "soon"]).catch("late"),
  kind: z.enum(clockKinds).optional().catch(undefined),
  /** Whose; `none` for what nobody has taken. */
  agent: z.union([z.literal("none"), z.uuid()]).optional().catch(undefined),
  after: z.string().max(200).optional().catch(undefined),
  before: z.string().max(200).optional().catch(undefined),
});
export type BoardFilter = z.infer<typeof boardFilterInput>;
