import { authorise, type Context } from "../../kernel/context";
import { decideEntry } from "./decide-entry";
import { mayPublishEntries } from "../policy";

/** Publish what somebody else has proposed: from its commit everybody can look it up, and a key counts. @throws {Forbidden} @throws {Conflict} */
export async function publishEntry(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayPublishEntries);
  await decideEntry(ctx, raw, "published");
}
