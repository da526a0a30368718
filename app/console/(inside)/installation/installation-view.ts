import type { Locale } from "@/db/values/locales";
import type { MissingSetting } from "@/domain/installation/rules";
import type { Installation } from "@/domain/installation/types";

/** What every part of the page is given. */
export interface InstallationView {
  locale: Locale;
  installation: Installation;
  /** What the settings leave unsaid without which it is not taken live. */
  missing: MissingSetting | null;
  /** Staff by id. */
  names: Map<string, string>;
  /** What goes once it may. */
  waiting: { waves: number; messages: number; mails: number };
  /** Mails that the trial kept from strangers. */
  withheld: number;
}
