import { z } from "zod";
import { benefitKinds } from "@/db/values/benefits";
import { claimFlags } from "@/db/values/claim-facets";
import { filedClaimStates } from "@/db/values/claim-states";
import { locales } from "@/db/values/locales";

/** Those of some values that are known, each once, in the order of the list. */
const someOf = <T extends string>(known: readonly T[]) =>
  z
    .union([z.string().transform((one) => [one]), z.array(z.string())])
    .catch([])
    .default([])
    .transform((typed) => known.filter((one) => typed.includes(one)));

const optional = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

/** Orders that the queue can stand in. */
export const claimSorts = ["oldest", "newest", "amount", "due"] as const;
export type ClaimSort = (typeof claimSorts)[number];

/** The queue's filters as they stand in the URL and in a saved view. Unknown values are dropped rather than refused: a link from an older version still opens. */
export const claimFilterInput = z.object({
  state: someOf(filedClaimStates),
  locale: optional(z.enum(locales)),
  benefit: someOf(benefitKinds),
  flag: someOf(claimFlags),
  /** Who has it: whoever asks, nobody, somebody, or a person by id. */
  assigned: optional(z.union([z.enum(["me", "nobody", "somebody"]), z.uuid()])),
  programme: optional(z.string().regex(/^[a-z0-9-]{1,60}$/)),
  /** Days of the incident's own time, both of them included. */
  from: optional(z.iso.date()),
  until: optional(z.iso.date()),
  /** In whole units of each programme's currency. */
  over: optional(z.string().regex(/^\d{1,12}$/)),
  sort: z.enum(claimSorts).catch("oldest").default("oldest"),
});
export type ClaimFilter = z.output<typeof claimFilterInput>;

/** The same with the place where a page begins. */
export const claimListInput = claimFilterInput.extend({ after: optional(z.string().max(200)), before: optional(z.string().max(200)) });
export type ClaimListInput = z.input<typeof claimListInput>;

const text = (most: number) => z.string({ error: "required" }).transform((typed) => typed.normalize("NFC").replaceAll("\r\n", "\n").trim()).pipe(z.string().min(1, "required").max(most, "too-long").regex(/^(?:[^\p{Cc}]|[\n\t])*$/u, "control-characters"));

export const addNoteInput = z.object({ claimId: z.uuid("claim"), note: text(4000) });

/** To whom: oneself, nobody, whoever fits by the rule, or a person by id. */
export const saveDeskInput = z.object({ assignsNew: z.enum(["yes", "no"], { error: "choose-one" }).transform((answer) => answer === "yes") });

export const assignTarget = z.union([z.enum(["me", "nobody", "rule"]), z.uuid()], { error: "choose-one" });

export const assignClaimInput = z.object({
  claimId: z.uuid("claim"),
  to: assignTarget,
  /** Who had it on the page, empty where nobody did; not given where it does not matter. */
  had: z.union([z.literal(""), z.uuid()]).optional(),
});

const day = z.union([z.literal("").transform(() => null), z.iso.date("date")], { error: "date" }).default(null);

export const saveAgentInput = z
  .object({
    staffId: z.uuid("staff"),
    locales: someOf(locales),
    benefits: someOf(benefitKinds),
    loadLimit: z.string({ error: "required" }).trim().regex(/^\d{1,4}$/, "number").transform(Number),
    absentFrom: day,
    absentUntil: day,
  })
  .refine(({ absentFrom, absentUntil }) => absentUntil === null || absentFrom !== null, { path: ["absentFrom"], message: "absence-from" })
  .refine(({ absentFrom, absentUntil }) => absentUntil === null || absentFrom === null || absentUntil >= absentFrom, { path: ["absentUntil"], message: "absence-order" });

/** Ids of claims as boxes that were ticked. */
const ticked = z.union([z.uuid("claim").transform((one) => [one]), z.array(z.uuid("claim")).max(200)], { error: "tick-one" });

export const readMentionsInput = z.object({ claim: ticked });
