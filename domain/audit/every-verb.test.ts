import { readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const BOOKKEEPING = "what a job notes of its own running: when it last looked, what it has told whom";
const RECKONED = "figures that follow from rows whose changes have events of their own, and may be reckoned again at any time";
const LOG = "the log itself: an event about it would need the next one";
const USE = "when a session, a role or the provider was last heard of, with each request";
const BUDGET = "a use of a budget, under a keyed trace: it limits strangers, and what they may do then has its own event where it changes anything";
const HOLD = "which worker has a piece of work in hand, until it gives it back or its time runs out";
const PART = "a part of a verb that writes its event once the whole is done";
const CHALLENGE = "a random number that a device is to sign; what comes of it has an event";

/** Verbs that write and leave no event, each with the reason. */
const silent: Record<string, string> = {
  ...Object.fromEntries(["remind-of-ends remindOfEnds", "remind-reviewers remindReviewers", "warn-idle-staff warnIdleStaff", "warn-of-unused-roles warnOfUnusedRoles"].map((verb) => [`access-review/${verb}`, BOOKKEEPING])),
  ...Object.fromEntries(["alarms/tell-alarm tellAlarm", "exposure/canaries/tell-canary-hit tellCanaryHit", "payments/tell-payments tellPayments", "payments/tell-shares tellShares", "waves/record-relay-states recordRelayStates", "waves/ledger/advance-paths advancePaths"].map((verb) => [verb, BOOKKEEPING])),
  ...Object.fromEntries(["postings/banner/check-banner-pages checkBannerPages", "postings/check-postings checkPostings"].map((verb) => [verb, "the looks from outside are a record of their own, each a row"])),
  ...Object.fromEntries(["audiences/count-people countPeople", "audiences/run-count runCount", "waves/corrections/ask-corrections askCorrections", "waves/corrections/count-corrections countCorrections", "waves/queries/forecast-draft forecastDraft", "ledger/recount-ledger recountLedger"].map((verb) => [verb, RECKONED])),
  ...Object.fromEntries(["claims/risk/mark-claim markClaims", "claims/risk/record-paper-traces recordPaperTraces", "claims/risk/watch-network watchNetwork"].map((verb) => [verb, RECKONED])),
  ...Object.fromEntries(["push-checkpoint pushCheckpoint", "seal-log sealLog", "sequence-events sequenceEvents", "signing-key openSigningKey"].map((verb) => [`audit/log/${verb}`, LOG])),
  ...Object.fromEntries(["keys/register/note-use writeUses", "provisioning/note-contact noteContact", "staff/note-role-use noteRoleUse", "staff/note-session-use noteSessionUse"].map((verb) => [verb, USE])),
  ...Object.fromEntries(["add-passkey beginPasskey", "check-passkey askForPasskey", "check-passkey checkPasskey"].map((verb) => [`staff/passkeys/${verb}`, CHALLENGE])),
  ...Object.fromEntries(["authenticity/limit-use limitUse", "lookups/count-use countUse", "lookups/slow-busy-network slowBusyNetwork", "staff/count-sign-in-try countSignInTry"].map((verb) => [verb, BUDGET])),
  ...Object.fromEntries(["check-mail checkMail", "check-number checkNumber", "check-text checkText"].map((verb) => [`authenticity/check/${verb}`, BUDGET])),
  ...Object.fromEntries(["lease-range leaseRange", "lease-range releaseRange"].map((verb) => [`waves/ledger/${verb}`, HOLD])),
  ...Object.fromEntries(["erasure/incident/erase-incident emptyClaims", "letters/letter-files letterFileWriter", "letters/take-letters takeLetters"].map((verb) => [verb, PART])),
  "staff/tokens/note-token-use noteTokenUse": USE,
  "lookups/lookup-latency measureLookup": "how long a lookup took, and nothing of anybody",
  "lookups/request-code requestCode": "whoever asks has proven nothing, and could fill a log from which nothing is taken away; rows of its own say what was asked for and sent until they are let go, and proving writes the event",
  "correspondence/hold-mail holdMail": "what became of a message is its row; who caused it to be written has an event",
  "reveals/decide-request decideRequest": "a part of granting and of declining, which write theirs",
};

interface Known {
  name: string;
  exported: boolean;
  /** Whether it takes the context of whoever acts before anything else: a verb, and not a part that its caller's transaction is handed to. */
  verb: boolean;
  calls: Set<string>;
  gate: boolean;
  writes: boolean;
  records: boolean;
}

const GATES = new Set(["authorise", "requireSubject", "requireStaffActor"]);
const RECORDS = new Set(["recordAudit", "recordSubjectLook"]);
const WRITING = /\b(insert into|update \$\{|update [a-z_]+ |delete from)\b/;

/** Every function of the domain by its file and name: what it calls, and whether it asks for a right, writes rows or writes an event itself. */
function readDomain(): Map<string, Known> {
  const files = readdirSync("domain", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts")).map((file) => path.join("domain", file));
  const known = new Map<string, Known>();
  for (const file of files) {
    const source = ts.createSourceFile(file, ts.sys.readFile(file) ?? "", ts.ScriptTarget.Latest, true);
    const imported = new Map<string, string>();
    for (const statement of source.statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier) || !statement.moduleSpecifier.text.startsWith(".")) continue;
      const from = `${path.join(path.dirname(file), statement.moduleSpecifier.text)}.ts`;
      const names = statement.importClause?.namedBindings;
      if (names && ts.isNamedImports(names)) for (const { name, propertyName } of names.elements) imported.set(name.text, `${from}#${(propertyName ?? name).text}`);
    }
    const add = (name: string, exported: boolean, body: ts.Node, parameters: readonly ts.ParameterDeclaration[] = []) => {
      const found: Known = { name, exported, verb: parameters[0]?.name.getText() === "ctx", calls: new Set(), gate: false, writes: false, records: false };
      const visit = (node: ts.Node): void => {
        // Also what is handed on by its name is called in the end.
        if (ts.isIdentifier(node)) found.calls.add(imported.get(node.text) ?? `${file}#${node.text}`);
        if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
          if (GATES.has(node.expression.text)) found.gate = true;
          if (RECORDS.has(node.expression.text)) found.records = true;
        }
        if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && ["insert", "update", "delete"].includes(node.expression.name.text) && /^(tx|db|ctx\.db|ledger)$/.test(node.expression.expression.getText())) found.writes = true;
        if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === "sql" && WRITING.test(node.template.getText())) found.writes = true;
        ts.forEachChild(node, visit);
      };
      visit(body);
      known.set(`${file}#${name}`, found);
    };
    for (const statement of source.statements) {
      const exported = ts.canHaveModifiers(statement) && (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false);
      if (ts.isFunctionDeclaration(statement) && statement.name && statement.body) add(statement.name.text, exported, statement.body, statement.parameters);
      if (ts.isVariableStatement(statement)) for (const { name, initializer } of statement.declarationList.declarations) if (ts.isIdentifier(name) && initializer) add(name.text, exported, initializer, ts.isArrowFunction(initializer) ? initializer.parameters : []);
    }
  }
  return known;
}

it("every verb that writes, whether somebody has to be let do it or a visitor or a job does it, leaves an event, or stands in the list of those that do not with its reason", () => {
  const known = readDomain();
  /** Whether a function, or whatever it comes to call, has a property. */
  const reaches = (start: string, has: (one: Known) => boolean): boolean => {
    const seen = new Set<string>([start]);
    for (const place of seen) {
      const one = known.get(place);
      if (!one) continue;
      if (has(one)) return true;
      for (const next of one.calls) if (known.has(next)) seen.add(next);
    }
    return false;
  };
  const writing = [...known].filter(([place, { exported, verb }]) => exported && (verb || reaches(place, ({ gate }) => gate)) && reaches(place, ({ writes }) => writes));
  expect(writing.length).toBeGreaterThan(200);
  const nameOf = (place: string) => place.replace(/^domain\//, "").replace(/\.ts#/, " ");
  const found = writing.filter(([place]) => !reaches(place, ({ records }) => records)).map(([place]) => nameOf(place));
  expect(found.filter((verb) => !(verb in silent))).toEqual([]);
  expect(Object.keys(silent).filter((verb) => !found.includes(verb)), "verbs of the list that are gone, or leave an event by now").toEqual([]);
});
