import { authorise, type Context } from "../../kernel/context";
import { decideEntry } from "./decide-entry";
import { mayPublishEntries } from "../policy";

/** Return a proposal to whoever made it; nothing of it becomes public. @throws {Forbidden} @throws {Conflict} */
export async function returnEntry(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayPublishEntries);
  await decideEntry(ctx, raw, "returned");
}
