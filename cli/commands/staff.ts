import { roles } from "@/db/values/roles";
import { addStaffMember } from "@/domain/staff/add-staff-member";
import { currentDemoCode } from "@/domain/staff/current-demo-code";
import { disableStaffMember } from "@/domain/staff/disable-staff-member";
import { findStaffByEmail } from "@/domain/staff/queries";
import type { Command } from "../command";
import { asOperator } from "../operator";

const usage = `amends staff add EMAIL NAME ROLE [ROLE …]   add a person; they get a set-up code by mail
amends staff disable EMAIL REASON           end a person's access at once
amends staff code EMAIL                     the one-time code of a demo member (embedded database only)
Roles: ${roles.join(", ")}`;

export const command: Command = {
  summary: "add staff, end access, read a demo member's code",
  usage,
  async run([verb, email, ...rest]) {
    if (!email || !["add", "disable", "code"].includes(verb ?? "") || (verb !== "code" && rest.length === 0)) {
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
      if (verb === "disable") {
        await disableStaffMember(ctx, { staffId: member.id, reason: rest.join(" ") });
        console.log("Their access has ended.");
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
