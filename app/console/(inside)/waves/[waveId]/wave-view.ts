import type { Locale } from "@/db/values/locales";
import type { StaffContext } from "@/domain/kernel/context";
import type { WaveOverview } from "@/domain/waves/types";

/** What every part of a wave's page is given. */
export interface WaveView {
  ctx: StaffContext;
  locale: Locale;
  wave: WaveOverview;
  timeZone: string;
}
