import { z } from "zod";
import { suppressionScopes } from "@/db/values/suppressions";

const contact = z.string().trim().min(1, "required").max(320, "too-long");
const reason = z.string().trim().min(10, "reason-too-short").max(2000, "too-long");
const scope = z.enum(suppressionScopes, { error: "choose-one" });

export const findSuppressionInput = z.object({ contact });
export const changeSuppressionInput = z.object({ contact, scope, reason });
