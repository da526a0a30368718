import { z } from "zod";

const reason = z.string({ error: "reason-too-short" }).trim().min(10, "reason-too-short").max(1000, "too-long");

export const reasonInput = z.object({ reason });
export const addGuestInput = z.object({ contact: z.string({ error: "required" }).trim().min(1, "required").max(254, "too-long") });
export const guestIdInput = z.object({ guestId: z.uuid() });
