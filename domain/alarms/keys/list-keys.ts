import { desc } from "drizzle-orm";
import { canaryKeys } from "@/db/schema/alarms";
import { authorise, type Context } from "../../kernel/context";
import { mayReadPlantedKeys } from "../policy";

const MOST = 200;

export interface PlantedKey {
  id: string;
  place: string;
  plantedBy: string;
  plantedAt: Date;
  liftedAt: Date | null;
}

/** The planted keys and where each was put, the newest first. @throws {Forbidden} */
export async function listKeys(ctx: Context): Promise<PlantedKey[]> {
  authorise(ctx, mayReadPlantedKeys);
  const { id, place, plantedBy, plantedAt, liftedAt } = canaryKeys;
  return ctx.db.select({ id, place, plantedBy, plantedAt, liftedAt }).from(canaryKeys).orderBy(desc(id)).limit(MOST);
}
