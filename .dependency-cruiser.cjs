/* Who may import whom. Each ban names what to use instead and the accident it prevents; test/architecture sees every one of them fail. */
const slices = ["audit", "keys", "installation", "correspondence", "staff", "reveals", "facts", "incidents", "exposure", "lookups", "guidance", "enquiries", "rules", "notices", "audiences", "suppressions", "waves", "letters", "postings", "authenticity", "programmes", "evidence", "ledger", "claims", "payments", "exports", "erasure", "offboarding", "alarms", "provisioning", "access-review", "retention"];
const rooms = ["app", "bench", "channels", "cli", "components", "content", "db", "domain", "e2e", "lib", "test", "worker"];

/** `from` may import itself and the rooms listed; every other room is refused. */
function room(from, may, comment) {
  const refused = rooms.filter((name) => name !== from && !may.includes(name));
  return { name: `room-${from}`, severity: "error", comment, from: { path: `^${from}/` , pathNot: "\\.test\\.tsx?$" }, to: { path: `^(${refused.join("|")})/` } };
}

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", comment: "Move what both need into the earlier of the two: a cycle loads in an order nobody chose.", from: {}, to: { circular: true } },
    { name: "no-barrels", severity: "error", comment: "Import the file itself: a barrel pulls a whole folder into every bundle.", from: {}, to: { path: "(^|/)index\\.tsx?$", pathNot: "node_modules" } },
    { ...room("app", ["components", "domain", "content", "lib", "db"], "A page calls the domain; transport and jobs are the worker's, or a slow relay would hold a request."), from: { path: "^app/(?!_server/(letter-printer|evidence-store)\\.ts$)", pathNot: "\\.test\\.tsx?$" } },
    { name: "app-prints-letters", severity: "error", comment: "Of the channels the web has the letters' printer alone, to show one: it speaks to nobody.", from: { path: "^app/_server/letter-printer\\.ts$" }, to: { path: "^(worker|cli|test|bench|e2e|channels/(?!letter/))" } },
    { name: "app-stores-evidence", severity: "error", comment: "Of the channels the web has the store of papers besides: what it takes in and gives out lies there sealed. Inspecting is the worker's.", from: { path: "^app/_server/evidence-store\\.ts$" }, to: { path: "^(worker|cli|test|bench|e2e|channels/(?!storage/))" } },
    { name: "app-no-infrastructure", severity: "error", comment: "Only app/_server opens the database and reads keys; a page that did would have passed no gate.", from: { path: "^app/", pathNot: "^app/_server/" }, to: { path: "^(db/(?!values/)|lib/(?!env|logger))" } },
    { name: "app-no-sql", severity: "error", comment: "Ask a query of the slice: SQL in a page escapes the policy that the query checks.", from: { path: "^app/" }, to: { path: "node_modules/(drizzle-orm|pg)/" } },
    { name: "no-pictures-made", severity: "error", comment: "Put a picture into public/: next/og renders whatever an address says, and fetches what that names.", from: {}, to: { path: "node_modules/(next/og|@vercel/og|next/dist/.*/og)" } },
    room("worker", ["domain", "channels", "db", "lib"], "The worker has no screens; words for mails come through the domain."),
    room("cli", ["domain", "worker", "db", "lib", "content"], "The command line is an edge like the web; it never reaches into pages."),
    room("channels", ["content", "lib", "domain"], "A channel moves bytes; what to say and to whom is decided before."),
    { name: "channels-interfaces-only", severity: "error", comment: "Import the interface from a slice's types.ts: a channel that could call verbs could send without a ledger.", from: { path: "^channels/" }, to: { path: "^domain/(?!.*types\\.ts$)" } },
    room("components", ["content", "db", "domain"], "A component is given what it shows; actions arrive as props."),
    { name: "components-presentational", severity: "error", comment: "Only a slice's input, rules and types, and lists of values: a component that reads data has no gate in front of it.", from: { path: "^components/" }, to: { path: "^(db/(?!values/)|domain/(?!(kernel/ids|[^/]+/((desk|decisions|requests|rest|risk)/)?(input|rules|types)|notices/editing/merge-rules)\\.ts$))" } },
    room("domain", ["db", "content", "lib"], "The domain is used by web, worker and command line alike, so it knows none of them."),
    { ...room("db", ["lib"], "Storage knows no meaning; put the rule into the slice."), from: { path: "^db/(?!seed/)", pathNot: "\\.test\\.tsx?$" } },
    { ...room("db", ["lib", "domain", "content"], "Demo data is made by the same verbs that people use; it reaches into no screen and no process."), name: "room-db-seed", from: { path: "^db/seed/", pathNot: "\\.test\\.tsx?$" } },
    room("lib", [], "lib is infrastructure without product words; product types in it would tie everything to everything."),
    room("content", ["db", "lib", "domain"], "Content is words and data; it calls nothing."),
    { name: "content-values-only", severity: "error", comment: "Content may name languages and statuses (db/values) and nothing else of the program.", from: { path: "^content/", pathNot: "\\.test\\.ts$" }, to: { path: "^(domain|lib|db/(?!values/))" } },
    { name: "mint-at-the-edge", severity: "error", comment: "Take the context as a parameter: whoever mints one decides who is asking.", from: { pathNot: "^(app/_server|worker|cli|test|bench|e2e|db/seed)/|\\.test\\.ts$" }, to: { path: "^domain/kernel/mint-context\\.ts$" , dependencyTypesNot: ["type-only"] } },
    { name: "strangers", severity: "error", comment: "Share through components or domain: console code in a public bundle shows strangers how the console works.", from: { path: "^app/\\(portal\\)/" }, to: { path: "^app/console/" } },
    { name: "strangers-back", severity: "error", comment: "Share through components or domain: a public page must be free to change without the console.", from: { path: "^app/console/" }, to: { path: "^app/\\(portal\\)/" } },
    { name: "nothing-imports-tests", severity: "error", comment: "Move it into the product: code that only tests load is not there in production.", from: { path: `^(${rooms.filter((r) => !["test", "bench", "e2e"].includes(r)).join("|")})/`, pathNot: "\\.test\\.tsx?$" }, to: { path: "^(test|bench|e2e)/" } },
    ...slices.slice(0, -1).map((slice, i) => ({
      name: `slice-order-${slice}`,
      severity: "error",
      comment: `${slice} comes before the slices it would import here; let the later slice call, or hand over by a job.`,
      from: { path: `^domain/${slice}/`, pathNot: "\\.test\\.ts$" },
      to: { path: `^domain/(${slices.slice(i + 1).join("|")})/` },
    })),
    { name: "kernel-first", severity: "error", comment: "The kernel knows no slice; a slice builds on the kernel.", from: { path: "^domain/kernel/" }, to: { path: `^domain/(${slices.join("|")})/` } },
  ],
  options: { doNotFollow: { path: "node_modules" }, tsPreCompilationDeps: true, tsConfig: { fileName: "tsconfig.json" }, exclude: { path: "^(\\.next|\\.data)/" }, enhancedResolveOptions: { extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json"] } },
};
