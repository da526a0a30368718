import { z } from "zod";
import type { fakeReports } from "@/db/schema/authenticity";
import type { ReportVerdict, ReportWay } from "@/db/values/authenticity";
import type { Locale } from "@/db/values/locales";
import type { PictureType } from "@/db/values/pictures";
import { INSTALLATION } from "../../keys/key-ring";
import type { SealedPlace } from "../../keys/sealed";

/** What somebody told us of a message that they take for a fake; sealed. */
export const reportWords = z.object({ text: z.string(), sender: z.string(), contact: z.string() });
export type ReportWords = z.infer<typeof reportWords>;

/** A report as far as it may be known without opening it. */
export interface FakeReport {
  id: string;
  reference: string;
  way: ReportWay;
  locale: Locale;
  picture: PictureType | null;
  createdAt: Date;
  verdict: ReportVerdict | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  /** Since when nothing of what was written is left. */
  erasedAt: Date | null;
}

type Row = Omit<typeof fakeReports.$inferSelect, "sealed" | "picture">;

export function toReport({ id, reference, way, locale, pictureType, createdAt, verdict, decidedBy, decidedAt, erasedAt }: Row): FakeReport {
  return { id, reference, way, locale, picture: pictureType, createdAt, verdict, decidedBy, decidedAt, erasedAt };
}

/** Show that there is a contact, and of what kind it looks. */
export function maskReporter(contact: string): string {
  const [local = "", domain] = contact.split("@");
  return domain === undefined ? `${contact.slice(0, 3)}••••` : `${Array.from(local)[0] ?? ""}•••@•••`;
}

export function reportPlace(id: string, column: "sealed" | "picture"): SealedPlace {
  return { table: "fake_reports", column, scope: INSTALLATION, recordId: id };
}
