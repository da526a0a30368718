import { z } from "zod";
import { payoutMethods } from "@/db/values/payout";
import { programmeTexts } from "./types";

export const createProgrammeInput = z
  .object({
    incidentId: z.uuid(),
    slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "slug").max(60, "too-long"),
    amountMinor: z.bigint().positive("required"),
    currency: z.string().regex(/^[A-Z]{3}$/, "currency"),
    payoutMethods: z.array(z.enum(payoutMethods)).min(1, "required"),
    texts: programmeTexts,
    opensAt: z.date(),
    closesAt: z.date(),
  })
  .refine((input) => input.closesAt > input.opensAt, { path: ["closesAt"], message: "ends-before-start" });

export const openProgrammeInput = z.object({ programmeId: z.uuid() });
