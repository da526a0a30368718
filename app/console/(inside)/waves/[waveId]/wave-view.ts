import type { SendingLock } from "@/db/values/installation";
import type { Locale } from "@/db/values/locales";
import type { StaffContext } from "@/domain/kernel/context";
import type { WaveOutlook } from "@/domain/waves/queries/get-outlook";
import type { WaveOverview } from "@/domain/waves/types";

/** What every part of a wave's page is given. */
export interface WaveView {
  ctx: StaffContext;
  locale: Locale;
  wave: WaveOverview;
  outlook: WaveOutlook;
  timeZone: string;
  /** Why the installation holds every wave; null when it holds none. */
  lock: SendingLock | null;
}
