import { z } from "zod";
import { claimFilterInput } from "./input";

const line = (most: number) => z.string({ error: "required" }).transform((typed) => typed.normalize("NFC").trim()).pipe(z.string().min(1, "required").max(most, "too-long").regex(/^[^\p{Cc}]*$/u, "control-characters"));
const lines = (most: number) => z.string({ error: "required" }).transform((typed) => typed.normalize("NFC").replaceAll("\r\n", "\n").trim()).pipe(z.string().max(most, "too-long").regex(/^(?:[^\p{Cc}]|[\n\t])*$/u, "control-characters"));
const yes = z.literal("1").optional().transform((ticked) => ticked === "1");

export const saveViewInput = z.object({ name: line(60), shared: yes, filter: claimFilterInput });
export const viewIdInput = z.object({ viewId: z.uuid("view") });
export const renameViewInput = viewIdInput.extend({ name: line(60) });

/** What a canned reply can say of its claim. */
const replyFields = ["reference", "amount", "deadline"] as const;
export type ReplyField = (typeof replyFields)[number];

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** A text whose placeholders are all known, so that no claimant reads a bracket. */
const replyText = lines(2000)
  .pipe(z.string().min(1, "required"))
  .refine((text) => [...text.matchAll(PLACEHOLDER)].every(([, name]) => replyFields.some((field) => field === name)) && !/\{\{|\}\}/.test(text.replaceAll(PLACEHOLDER, "")), "placeholder");

/** A saved thing that is changed names the save it was read at; a new one has no id. */
const saved = { id: z.union([z.literal("").transform(() => undefined), z.uuid()]).optional(), edit: z.coerce.number().int().default(0) };

export const saveReplyInput = z.object({ ...saved, name: line(80), ko: replyText, en: replyText });

/** A macro's steps, in the order in which they are done. */
export const macroSteps = z.object({
  /** Taken into review where it was just filed, and one's own in any case. */
  take: z.boolean(),
  assignMe: z.boolean(),
  note: z.string(),
  replyId: z.uuid().nullable(),
});
export type MacroSteps = z.output<typeof macroSteps>;

export const saveMacroInput = z
  .object({ ...saved, name: line(80), take: yes, assignMe: yes, note: lines(4000).default(""), replyId: z.union([z.literal("").transform(() => null), z.uuid("choose-one")]).default(null) })
  .refine(({ take, assignMe, note, replyId }) => take || assignMe || note !== "" || replyId !== null, { path: ["form"], message: "macro-empty" });

/** Something that the team works with, by what it is. */
export const teamTextInput = z.object({ kind: z.enum(["canned-reply", "claim-macro"], { error: "choose-one" }), id: z.uuid("claim") });
export type TeamText = z.infer<typeof teamTextInput>;

export const runMacroInput = z.object({ claimId: z.uuid("claim"), macroId: z.uuid("choose-one") });

/** Put what is so of a claim into a reply. What is not known stands in brackets, to be filled in by whoever sends it. */
export function fillReply(text: string, values: Partial<Record<ReplyField, string>>, unknown: Record<ReplyField, string>): string {
  return text.replaceAll(PLACEHOLDER, (whole, name: string) => {
    const field = replyFields.find((one) => one === name);
    return field ? (values[field] ?? `[${unknown[field]}]`) : whole;
  });
}
