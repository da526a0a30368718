import type { SendingLock } from "@/db/values/installation";
import type { Locale } from "@/db/values/locales";
import type { StaffContext } from "@/domain/kernel/context";
import type { lintWave } from "@/domain/waves/check-wording";
import type { WaveOutlook } from "@/domain/waves/queries/get-outlook";
import type { WaveOverview } from "@/domain/waves/types";

/** What every part of a wave's page is given. */
export interface WaveView {
  ctx: StaffContext;
  locale: Locale;
  wave: WaveOverview;
  outlook: WaveOutlook;
  timeZone: string;
  /** What the check finds in the words for this audience, while that is still decided; null after, and while it is not known who is in it. */
  linted: Awaited<ReturnType<typeof lintWave>>;
  /** Why the installation holds every wave; null when it holds none. */
  lock: SendingLock | null;
}
