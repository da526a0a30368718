/** Pictures and papers that somebody else made: shown as what they are or not at all, so that nothing in their bytes can act as a page of ours. */
export const handedIn = [
  "/:locale/verify/fakes/:entry/picture",
  "/console/authenticity/:report/picture",
  "/:locale/:incident/claim/:programme/papers/:claim/files/:paper",
  "/console/claims/:claim/papers/:paper",
  "/:locale/:incident/compensation/:programme/documents/:sha256",
  "/console/programmes/:programme/documents/:sha256",
] as const;

/** A posting and a look at one or at a mail: documents without scripts, whose handler names their policy. */
const withPolicyOfTheirOwn = ["/:locale/:incident/postings/:number", "/console/postings/:posting/preview/:locale", "/console/notices/preview/frame"] as const;

const patterns = [...handedIn, ...withPolicyOfTheirOwn].map((source) => new RegExp(`^${source.replaceAll(/:\w+/g, "[^/]+")}/?$`));

/** Whether an address answers with a document that is no page of ours, under a policy of its own. */
export function hasPolicyOfItsOwn(pathname: string): boolean {
  return patterns.some((pattern) => pattern.test(pathname));
}

/** What every answer says besides its policy. */
export const everyAnswer = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
];

/** How long browsers keep to HTTPS, where that is what people are told: two years, as their own lists ask. Other names of the same domain are their owner's. Null where the installation is told to be at plain HTTP. */
export function transportSecurity(): string | null {
  return process.env.AMENDS_URL?.startsWith("https:") ? "max-age=63072000" : null;
}

/** Where browsers say what a policy has stopped. */
const REPORTS = "/api/csp-reports";

/**
 * The policy of our pages (CSP level 3): scripts run by the nonce of their answer and what those load, styles come from files of ours, nothing is evaluated, framed or sent elsewhere. Without a nonce no script
 * runs, and every page works so too. `development` lets the framework's tools evaluate and colour.
 */
export function contentSecurityPolicy(nonce: string | null, development = false): string {
  return [
    "default-src 'self'",
    nonce === null ? "script-src 'none'" : `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self'${development ? " 'unsafe-inline'" : ""}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    `report-uri ${REPORTS}`,
  ].join("; ");
}
