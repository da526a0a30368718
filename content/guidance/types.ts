import type { Localized } from "@/db/values/locales";
import type { Urgency } from "@/db/values/urgencies";
import type { HelplineId } from "./helplines";

/** One thing to do about one leaked class. */
export interface GuidanceStep {
  /** Kept with a person's tick; never reused for another step. */
  id: string;
  title: Localized;
  why: Localized;
  /** What to do, in order; each entry is one action. */
  how: Localized<string[]>;
  /** How long it takes most people, in minutes. */
  minutes: number;
  urgency: Urgency;
  helplines: HelplineId[];
}

export interface ClassGuidance {
  /** What somebody else can do with this class. */
  risk: Localized;
  steps: GuidanceStep[];
}
