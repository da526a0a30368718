import { z } from "zod";
import { locales } from "@/db/values/locales";
import { roles } from "@/db/values/roles";

const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "too-long")
  .pipe(z.email("email"));

/** NIST SP 800-63B § 5.1.1: length is what counts; no rules about kinds of characters. */
const password = z.string().min(12, "password-short").max(200, "too-long");

/** One box ticked arrives as a string, several as a list, none not at all. */
const roleList = z.preprocess((value) => (value === undefined || value === "" ? [] : [value].flat()), z.array(z.enum(roles)).min(1, "roles-empty"));

const proof = { password: z.string({ error: "required" }).min(1, "required").max(200, "too-long"), code: z.string({ error: "required" }).transform((typed) => typed.normalize("NFKC").replace(/\D/g, "")) };

export const signInInput = z.object({ email: z.string().trim().toLowerCase().min(1, "required").max(254, "too-long"), ...proof });
export const proveOneselfInput = z.object(proof);
export const endOwnSessionsInput = z.object({ which: z.enum(["one", "others", "all"], { error: "choose-one" }), sessionId: z.string().regex(/^[0-9a-f]{64}$/).optional() });
export const addStaffMemberInput = z.object({
  email,
  name: z.string().trim().min(1, "name-empty").max(80, "too-long").regex(/^[^\p{Cc}<>]*$/u, "control-characters"),
  locale: z.enum(locales).default("ko"),
  roles: roleList,
});
export const setUpStaffMemberInput = z.object({ email, code: z.string().transform((typed) => typed.toUpperCase().replace(/[^0-9A-Z]/g, "")).pipe(z.string().min(1, "required")), password });
export const staffIdInput = z.object({ staffId: z.uuid() });
export const offBoardInput = z.object({ staffId: z.uuid(), reason: z.string().trim().min(10, "reason-too-short").max(1000, "too-long") });
/** A day, or none. */
const until = z.preprocess((value) => (value === "" ? undefined : value), z.coerce.date({ error: "date" }).optional());
export const grantRoleInput = z.object({ staffId: z.uuid(), role: z.enum(roles, { error: "choose-one" }), until });
export const renewGrantInput = z.object({ grantId: z.uuid(), until });
/** The end that the second person was shown. */
export const approveRenewalInput = z.object({ grantId: z.uuid(), until: z.iso.datetime() });
export const grantIdInput = z.object({ grantId: z.uuid() });
export const setLocaleInput = z.object({ locale: z.enum(locales, { error: "choose-one" }) });
