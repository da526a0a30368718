import { z } from "zod";
import { roles } from "@/db/values/roles";

export const mapGroupInput = z.object({ groupId: z.uuid(), role: z.union([z.enum(roles, { error: "choose-one" }), z.literal("")], { error: "choose-one" }).transform((role) => (role === "" ? null : role)) });
