import type { Locale } from "@/db/values/locales";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { BannerCheckResult, BannerPageState, PostingCheckResult, PostingState } from "@/db/values/posting-states";
import type { IncidentId, PostingId, TemplateId, TemplateVersionId, WaveId } from "../kernel/ids";

/** What is served in one language. */
export interface PostingFile {
  locale: Locale;
  title: string;
  /** SHA-256 of the bytes, hex. */
  hash: string;
  bytes: number;
}

export interface Posting {
  id: PostingId;
  incidentId: IncidentId;
  /** Of the incident whose page it belongs to; both stand in its public address. */
  slug: string;
  number: number;
  template: { id: TemplateId; versionId: TemplateVersionId; name: string; kind: NoticeKind; number: number };
  state: PostingState;
  /** Days for which the rules ask at least, and the ids of those rules. */
  leastDays: number;
  rules: string[];
  stayDays: number;
  /** The number of the posting whose place it takes. */
  supersedes: number | null;
  waveId: WaveId | null;
  proposedBy: string;
  proposedAt: Date;
  /** Who published, returned or withdrew it. */
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string | null;
  publishedFrom: Date | null;
  mustStayUntil: Date | null;
  archivedBy: string | null;
  archivedAt: Date | null;
}

/** A stretch of time in which every look found the same. */
export interface PostingCheck {
  locale: Locale;
  result: PostingCheckResult;
  detail: string;
  firstAt: Date;
  lastAt: Date;
  checks: number;
}

export interface PostingOverview extends Posting {
  files: PostingFile[];
  /** The newest first. */
  checks: PostingCheck[];
  /** What is wrong with it now: languages whose last look did not find what was published. */
  missing: Locale[];
  supersededBy: number[];
  /** Whether something was found wrong with its wording after that was approved. */
  defective: boolean;
}

/** A posting as everybody sees it in the list of what was said. */
export interface PublicPosting {
  id: PostingId;
  number: number;
  kind: NoticeKind;
  title: Record<Locale, string>;
  hash: Record<Locale, string>;
  publishedFrom: Date;
  mustStayUntil: Date;
  archived: boolean;
  supersedes: number | null;
}

/** A page that everybody could read at some time, in one language. */
export interface PostedPage extends PostingKey {
  incidentId: IncidentId;
  kind: NoticeKind;
  /** SHA-256 of its bytes, hex. */
  hash: string;
  publishedFrom: Date;
  /** Null while it stands. */
  archivedAt: Date | null;
}

/** Where a file is served. */
export interface PostingKey {
  slug: string;
  number: number;
  locale: Locale;
}

/** What a look at an address came to: an answer with its status, or the fault that kept it away. */
export type FetchedPage = { status: number; body: Buffer } | { fault: string };

/** Looks at a web page as a stranger would. It follows no redirect and reads no more than a limit. */
export interface PageFetcher {
  fetch(url: string): Promise<FetchedPage>;
}

/** A page of the organisation's own site that points to a posting. */
export interface BannerPage {
  id: string;
  postingId: PostingId;
  url: string;
  state: BannerPageState;
  proposedBy: string;
  registeredBy: string | null;
  /** What the last looks found, the newest first. */
  checks: { result: BannerCheckResult; detail: string; firstAt: Date; lastAt: Date; checks: number }[];
}
