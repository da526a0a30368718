import { z } from "zod";

const line = (most: number) => z.string().transform((typed) => typed.normalize("NFC").trim()).pipe(z.string().max(most, "too-long").regex(/^[^\p{Cc}<>]*$/u, "control-characters"));

export const proposeCanaryInput = z
  .object({
    incidentId: z.uuid(),
    email: z.string({ error: "required" }).trim().min(1, "required").max(320, "too-long"),
    phone: line(40).default(""),
    name: line(60).default(""),
    postalCode: line(12).default(""),
    address: line(240).default(""),
    /** That the mailbox is one's own and no person's. */
    nobody: z.literal("1", { error: "canary-nobody" }),
  })
  // A name or a postal code is kept as part of an address alone.
  .refine(({ name, postalCode, address }) => address !== "" || (name === "" && postalCode === ""), { path: ["address"], message: "required" })
  .refine(({ name, address }) => address === "" || name !== "", { path: ["name"], message: "required" });

export const canaryInput = z.object({ incidentId: z.uuid(), subjectId: z.string().regex(/^-[1-9]\d{0,17}$/).transform(BigInt) });

export const seeCanaryHitsInput = z.object({ incidentId: z.uuid() });
