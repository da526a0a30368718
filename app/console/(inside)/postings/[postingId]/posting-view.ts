import type { Locale } from "@/db/values/locales";
import type { StaffContext } from "@/domain/kernel/context";
import type { PostingOverview } from "@/domain/postings/types";

/** What every part of a posting's page is given. */
export interface PostingView {
  ctx: StaffContext;
  locale: Locale;
  posting: PostingOverview;
  /** The incident's, in which its times are read. */
  timeZone: string;
}
