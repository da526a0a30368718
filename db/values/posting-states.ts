/** A posting's life; `publishing` until the worker has made its files. One that is archived stays readable. */
export type PostingState = "proposed" | "withdrawn" | "publishing" | "standing" | "archived";

/** What a look at a public address found: the very bytes, no answer, another status than 200, a redirect, or other bytes. */
export type PostingCheckResult = "stands" | "unreachable" | "refused" | "moved" | "differs";

/** A page of the organisation's own site: named by one person, registered by another, and opened by the worker only then. */
export type BannerPageState = "proposed" | "registered" | "removed";

/** What a look at such a page found: a link to the posting, none, or no page. */
export type BannerCheckResult = "linked" | "not-linked" | "unreachable" | "refused" | "moved";
