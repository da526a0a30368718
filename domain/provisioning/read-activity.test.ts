import { expect, it } from "vitest";
import { readActivity } from "./read-activity";

const PATCH = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
const patch = (...Operations: unknown[]) => JSON.stringify({ schemas: PATCH, Operations });

/** Bodies by which Entra ID and Okta, older and newer, say that somebody left, and such as a proxy or an update of theirs has made of them. */
export const deactivations: [string, string, string][] = [
  ["Entra ID", "PATCH", patch({ op: "Replace", path: "active", value: "False" })],
  ["Entra ID with its compliance flag", "PATCH", patch({ op: "replace", path: "active", value: false })],
  ["Entra ID, list of values", "PATCH", patch({ op: "Replace", path: "active", value: [{ $ref: null, value: "False" }] })],
  ["Entra ID, without a path", "PATCH", patch({ op: "Replace", value: { active: "False" } })],
  ["Entra ID, add instead of replace", "PATCH", patch({ op: "Add", path: "active", value: "False" })],
  ["Entra ID, among other changes", "PATCH", patch({ op: "Replace", path: "displayName", value: "Kim" }, { op: "Replace", path: "active", value: "False" }, { op: "Add", path: "title", value: null })],
  ["Entra ID, behind an attribute that nobody knows", "PATCH", patch({ op: "Add", path: "urn:ietf:params:scim:schemas:extension:haneul:2.0:User:floor", value: "7" }, { op: "Replace", path: "active", value: "False" })],
  ["Entra ID, with a filter in another operation", "PATCH", patch({ op: "Replace", path: 'emails[type eq "work"].value', value: "new@haneulmall.example" }, { op: "Replace", path: "active", value: "False" })],
  ["Entra ID, with the schema in the path", "PATCH", patch({ op: "Replace", path: "urn:ietf:params:scim:schemas:core:2.0:User:active", value: "False" })],
  ["Entra ID, capital path", "PATCH", patch({ op: "Replace", path: "Active", value: "FALSE" })],
  ["Entra ID, a number", "PATCH", patch({ op: "Replace", path: "active", value: 0 })],
  ["Entra ID, dotted keys", "PATCH", patch({ op: "Replace", value: { "name.givenName": "Minji", active: "False" } })],
  ["Okta", "PATCH", patch({ op: "replace", value: { active: false } })],
  ["Okta, word", "PATCH", patch({ op: "replace", value: { active: "false" } })],
  ["Okta, value as text", "PATCH", patch({ op: "replace", value: '{"active":false}' })],
  ["Okta, list of one", "PATCH", patch({ op: "replace", value: [{ active: false }] })],
  ["Okta, whole resource", "PUT", JSON.stringify({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "someone@haneulmall.example", name: { givenName: "Minji", familyName: "Kim" }, emails: [{ primary: true, value: "someone@haneulmall.example", type: "work" }], groups: [], active: false })],
  ["Okta, whole resource with a word", "PUT", JSON.stringify({ userName: "someone@haneulmall.example", active: "False" })],
  ["a whole resource that lacks its name", "PUT", JSON.stringify({ active: false })],
  ["a whole resource with an address that is none", "PUT", JSON.stringify({ userName: "someone", emails: [{ value: "not an address" }], active: false })],
  ["a whole resource sent as a patch", "PATCH", JSON.stringify({ active: false })],
  ["operations in small letters", "PATCH", JSON.stringify({ schemas: PATCH, operations: [{ op: "replace", path: "active", value: "false" }] })],
  ["without schemas", "PATCH", JSON.stringify({ Operations: [{ op: "replace", path: "active", value: false }] })],
  ["active removed", "PATCH", patch({ op: "Remove", path: "active" })],
  ["active emptied", "PATCH", patch({ op: "replace", path: "active", value: null })],
  ["an operation that does not exist", "PATCH", patch({ op: "set", path: "active", value: "false" })],
  ["without an operation", "PATCH", patch({ path: "active", value: false })],
  ["one operation that stands alone", "PATCH", JSON.stringify({ schemas: PATCH, Operations: { op: "replace", path: "active", value: false } })],
  ["operations as text", "PATCH", JSON.stringify({ schemas: PATCH, Operations: '[{"op":"replace","value":{"active":false}}]' })],
  ["a patch that was encoded twice", "PATCH", JSON.stringify(patch({ op: "Replace", path: "active", value: "False" }))],
  ["a whole resource that was encoded three times", "PUT", JSON.stringify(JSON.stringify(JSON.stringify({ userName: "someone@haneulmall.example", active: false })))],
  ["both, the end last", "PATCH", patch({ op: "replace", path: "active", value: true }, { op: "replace", path: "active", value: false })],
  ["both, the end first", "PATCH", patch({ op: "replace", path: "active", value: false }, { op: "replace", path: "active", value: true })],
];

/** Bodies that cannot be read as a deactivation and look like one. */
export const unclear: [string, string, string][] = [
  ["cut off", "PATCH", patch({ op: "Replace", path: "active", value: "False" }).slice(0, -12)],
  ["cut off in the value", "PATCH", '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"active":fal'],
  ["a comma too many", "PATCH", '{"Operations":[{"op":"replace","path":"active","value":false},]}'],
  ["single quotes", "PATCH", "{'Operations':[{'op':'Replace','path':'active','value':'False'}]}"],
  ["XML", "PUT", "<User><userName>someone</userName><active>false</active></User>"],
  ["a form", "PUT", "userName=someone&active=false"],
  ["a word that nobody knows", "PATCH", patch({ op: "replace", path: "active", value: "gone" })],
  ["two values", "PATCH", patch({ op: "replace", path: "active", value: [true, false] })],
  ["one level too deep", "PATCH", patch({ op: "replace", value: { user: { active: false } } })],
  ["another name for it", "PATCH", patch({ op: "replace", value: { accountEnabled: false } })],
  ["a value that is a thing", "PUT", JSON.stringify({ userName: "someone@haneulmall.example", active: { status: "no" } })],
  ["a word of its own", "PUT", "status: deprovisioned"],
  ["a word of its own that was encoded as JSON", "PUT", JSON.stringify("status: deprovisioned")],
  ["another name in the path", "PATCH", patch({ op: "replace", path: "accountEnabled", value: false })],
  ["a shorter name in the path", "PATCH", patch({ op: "replace", path: "enabled", value: "False" })],
  ["another name in the path, removed", "PATCH", patch({ op: "remove", path: "accountEnabled" })],
  ["another name in the path, beside a beginning", "PATCH", patch({ op: "replace", path: "active", value: true }, { op: "replace", path: "accountEnabled", value: false })],
  ["a path with a slash", "PATCH", patch({ op: "replace", path: "/active", value: false })],
  ["a path from the root", "PATCH", patch({ op: "replace", path: "$.user.active", value: "false" })],
  ["a path in a list", "PATCH", patch({ op: "replace", path: ["active"], value: false })],
  ["the schema of another extension in the path", "PATCH", patch({ op: "replace", path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:active", value: "False" })],
  ["a list of operations and nothing around it", "PATCH", JSON.stringify([{ op: "replace", path: "active", value: false }])],
  ["the opposite in the path", "PATCH", patch({ op: "replace", path: "disabled", value: true })],
  ["a day on which they were suspended", "PATCH", patch({ op: "replace", path: "suspended", value: "2026-11-29" })],
  ["a status in the path", "PATCH", patch({ op: "replace", path: "status", value: "left" })],
  ["a resource that is disabled", "PUT", JSON.stringify({ userName: "someone@haneulmall.example", disabled: true })],
  ["a resource that is suspended", "PUT", JSON.stringify({ userName: "someone@haneulmall.example", isSuspended: "True" })],
  ["a resource with a status", "PUT", JSON.stringify({ userName: "someone@haneulmall.example", status: "DEPROVISIONED" })],
  ["a status within an extension", "PUT", JSON.stringify({ userName: "someone@haneulmall.example", "urn:haneul:2.0:User": { accountStatus: { value: "inactive" } } })],
  ["the opposite as a value", "PATCH", patch({ op: "replace", value: { suspended: true } })],
  ["another name behind more lists than fit on a stack", "PUT", `{"photos":${"[".repeat(100_000)}${"]".repeat(100_000)},"accountEnabled":false}`],
  ["another name in a value that is text", "PATCH", patch({ op: "replace", value: '{"accountEnabled":false}' })],
];

it.each(deactivations)("reads the end of access from %s", (_, __, body) => expect(readActivity(body)).toEqual({ says: "ends", clear: true }));

it.each(unclear)("takes for an end of access what only looks like one: %s", (_, __, body) => expect(readActivity(body)).toEqual({ says: "ends", clear: false }));

it.each([
  ["a new name", patch({ op: "replace", path: "displayName", value: "Kim" }), null],
  ["nothing", "", null],
  ["a member of a group", patch({ op: "Add", path: "members", value: [{ value: "1" }] }), null],
  ["a resource that says nothing of it", JSON.stringify({ userName: "someone@haneulmall.example" }), null],
  ["a beginning", patch({ op: "Replace", path: "active", value: "True" }), "begins"],
  ["a resource of somebody who works here", JSON.stringify({ userName: "someone@haneulmall.example", active: true }), "begins"],
  ["a beginning that is cut off", '{"Operations":[{"op":"replace","path":"active","value":true}', null],
  ["a beginning that was encoded twice", JSON.stringify(patch({ op: "replace", path: "active", value: true })), "begins"],
  ["a beginning with something else that is not enabled", JSON.stringify({ userName: "someone@haneulmall.example", active: true, "urn:haneul:2.0:User": { parking: { enabled: false } } }), "begins"],
  ["another name with a yes", patch({ op: "replace", path: "accountEnabled", value: "True" }, { op: "replace", path: "status", value: "Active" }), null],
  ["the opposite with a no", patch({ op: "replace", path: "disabled", value: "False" }, { op: "replace", value: { suspended: false } }), null],
  ["the opposite taken away", patch({ op: "remove", path: "suspended" }, { op: "remove", path: "status" }, { op: "replace", path: "status", value: null }), null],
  ["a resource that is neither disabled nor suspended", JSON.stringify({ userName: "someone@haneulmall.example", disabled: false, suspended: null, status: "active" }), null],
  ["a status that says something else", JSON.stringify({ userName: "someone@haneulmall.example", status: "full-time" }), null],
  ["a filter with the word in it", patch({ op: "replace", path: "emails[active eq true].value", value: "new@haneulmall.example" }), null],
  ["an extension with the word in its name", patch({ op: "add", path: "urn:active:disabled:2.0:User:floor", value: "7" }), null],
  ["a department with the word in it", patch({ op: "replace", path: "department", value: "Suspended ceilings, disabled access" }), null],
  ["a title with the word in it", patch({ op: "replace", path: "title", value: "Head of Active Ageing" }), null],
] as const)("takes no end from %s", (_, body, says) => expect(readActivity(body).says).toBe(says));
