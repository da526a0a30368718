import { policy } from "../kernel/context";

export const mayReadPostings = policy("postings.read", ["support", "lead", "comms", "approver", "security", "auditor"], { machine: true, weak: true });
export const mayProposePostings = policy("postings.propose", ["comms"]);
export const mayPublishPostings = policy("postings.publish", ["approver"], { stepUp: true });
/** Taking a proposal back, or returning somebody else's. */
export const mayWithdrawPostings = policy("postings.withdraw", ["comms", "approver"]);
/** How long a posting stays, and having it looked at. */
export const mayKeepPostings = policy("postings.keep", ["comms", "approver"]);
/** What only a job does. */
export const mayRunPostings = policy("postings.run", [], { machine: true });
/** Naming a page of the organisation's site, and taking one off; and letting the worker open it. */
export const mayProposeBannerPages = policy("postings.propose-banner-page", ["comms"]);
export const mayRegisterBannerPages = policy("postings.register-banner-page", ["approver"], { stepUp: true });
