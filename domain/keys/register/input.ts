import { z } from "zod";
import { keyKinds } from "@/db/values/key-kinds";

const keyId = z.string("required").min(1, "required").max(80, "choose-one");
export const custodianInput = z.object({ keyId, staffId: z.uuid("choose-one") });
export const ownerInput = z.object({ keyId, staffId: z.union([z.uuid("choose-one"), z.literal("")]).transform((id) => (id === "" ? null : id)) });
export const keyAgeInput = z.object({ kind: z.enum(keyKinds, "choose-one"), days: z.number().int().min(1).max(3650) });
