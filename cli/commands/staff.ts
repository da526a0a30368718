import { roles } from "@/db/values/roles";
import { offBoard } from "@/domain/offboarding/off-board";
import { getOffBoardingReport } from "@/domain/offboarding/report";
import { takenKinds } from "@/domain/offboarding/types";
import { addStaffMember } from "@/domain/staff/add-staff-member";
import { currentDemoCode } from "@/domain/staff/current-demo-code";
import { grantRole } from "@/domain/staff/grant-role";
import { findStaffByEmail } from "@/domain/staff/queries";
import { reactivateStaffMember } from "@/domain/staff/reactivate-staff-member";
import { renewGrant } from "@/domain/staff/renew-grant";
import type { OffBoardingReport } from "@/domain/offboarding/types";
import type { Command } from "../command";
import { asOperator } from "../operator";

const usage = `amends staff add EMAIL NAME ROLE [ROLE …]   add a person; they get a set-up code by mail
amends staff off-board EMAIL REASON         end a person's access at once, and print what became of it
amends staff grant EMAIL ROLE                give a role to somebody who is on the list
amends staff renew EMAIL ROLE                let a role last as long as roles of its kind do, from today
amends staff reactivate EMAIL               let somebody in again who was suspended because nobody used their account
amends staff code EMAIL                     the one-time code of a demo member (embedded database only)
Roles: ${roles.join(", ")}`;

/** Ids and counts: what personal data is behind them is not for a terminal. */
function printReport({ at, ended, keys, complete, looks }: OffBoardingReport): void {
  console.log(`Their access ended at ${at.toISOString()}.`);
  if (!ended) return;
  console.log(`Ended: ${ended.sessions} sessions, ${ended.tokens} API tokens, ${ended.roles} roles, ${ended.setUpCodes} set-up codes; ${ended.offeredRoles} roles that they offered to others, ${ended.sentCodes} set-up codes of people whom they had invited.`);
  for (const kind of takenKinds) {
    const ids = ended.taken.filter((taken) => taken.kind === kind).map(({ id }) => id);
    if (ids.length > 0) console.log(`Taken back, ${kind}: ${ids.join(", ")}`);
  }
  if (ended.sending.length > 0) console.log(`Still being sent on their approval: waves ${ended.sending.join(", ")}`);
  if (ended.erasing.length > 0) console.log(`Being erased on their approval: erasures ${ended.erasing.join(", ")}`);
  if (ended.approvedClaims.length > 0) console.log(`Approved by them and not released for payment yet, the latest: claims ${ended.approvedClaims.join(", ")}`);
  if (ended.addedPeople.length > 0) console.log(`People whom they added in the 90 days before, who stay: ${ended.addedPeople.join(", ")}`);
  for (const { staffId, role } of ended.givenRoles) console.log(`They gave the role ${role} to ${staffId} in the 90 days before: it stands.`);
  if (ended.plantedKeys.length > 0) console.log(`They planted the API keys ${ended.plantedKeys.join(", ")}.`);
  if (ended.knownCanaries.length > 0) console.log(`They know the addresses of ${ended.knownCanaries.length} planted records.`);
  for (const { id, closedBy } of keys) console.log(closedBy === null ? `They knew the key ${id}: rotate it.` : closedBy === id ? `They knew the key ${id}, which was ended.` : `They knew the key ${id}; ${closedBy} has taken its place.`);
  console.log(complete ? "The off-boarding is complete." : "The off-boarding is not complete until every key that they knew is rotated: amends keys list.");
  console.log(looks.length === 0 ? "No look at personal data in the 90 days before." : "Looks at personal data in the 90 days before:");
  for (const { action, times, objects } of looks) console.log(`  ${action}: ${times} times, ${objects} different objects`);
}

export const command: Command = {
  summary: "add staff, give and renew roles, end access, read a demo member's code",
  usage,
  async run([verb, email, ...rest]) {
    if (!email || !["add", "off-board", "grant", "renew", "reactivate", "code"].includes(verb ?? "") || (!["reactivate", "code"].includes(verb ?? "") && rest.length === 0)) {
      console.error(usage);
      return 2;
    }
    return asOperator(async (ctx, { embedded }) => {
      if (verb === "add") {
        await addStaffMember(ctx, { email, name: rest[0], roles: rest.slice(1), locale: "ko" });
        console.log("Added. The set-up code is in their mail.");
        return 0;
      }
      const member = await findStaffByEmail(ctx, email);
      if (!member) {
        console.error("There is no such person.");
        return 1;
      }
      if (verb === "off-board") {
        await offBoard(ctx, { staffId: member.id, reason: rest.join(" ") });
        printReport(await getOffBoardingReport(ctx, member.id));
        return 0;
      }
      if (verb === "grant") {
        await grantRole(ctx, { staffId: member.id, role: rest[0] });
        console.log("They have the role.");
        return 0;
      }
      if (verb === "renew") {
        const grant = member.grants.find(({ role }) => role === rest[0]);
        if (!grant) {
          console.error("They do not have that role.");
          return 1;
        }
        await renewGrant(ctx, { grantId: grant.id });
        console.log("Renewed.");
        return 0;
      }
      if (verb === "reactivate") {
        await reactivateStaffMember(ctx, { staffId: member.id });
        console.log("They can come in again.");
        return 0;
      }
      if (!embedded) {
        console.error("Codes are shown for the demo's own staff only, on the embedded database.");
        return 1;
      }
      const { code, seconds } = await currentDemoCode(ctx, member.id);
      console.log(`${code}   (good for ${seconds} s more; each code works once)`);
      return 0;
    });
  },
};
