import { authorise, type Context } from "../../kernel/context";
import { decideEntry } from "./decide-entry";
import { mayProposeEntries } from "../policy";

/** Withdraw a proposal of one's own. @throws {Forbidden} @throws {Conflict} */
export async function withdrawEntry(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayProposeEntries);
  await decideEntry(ctx, raw, "withdrawn");
}
