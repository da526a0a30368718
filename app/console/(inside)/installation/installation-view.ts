import type { Locale } from "@/db/values/locales";
import type { Installation } from "@/domain/installation/types";

/** What every part of the page is given. */
export interface InstallationView {
  locale: Locale;
  installation: Installation;
  /** Whether checkpoints of the audit log leave the house. */
  keptOutside: boolean;
  /** Staff by id. */
  names: Map<string, string>;
  /** What goes once it may. */
  waiting: { waves: number; messages: number; mails: number };
  /** Mails that the trial kept from strangers. */
  withheld: number;
}
