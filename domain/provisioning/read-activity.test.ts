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
  ["a title with the word in it", patch({ op: "replace", path: "title", value: "Head of Active Ageing" }), null],
] as const)("takes no end from %s", (_, body, says) => expect(readActivity(body).says).toBe(says));
