"use server";

import { revalidatePath } from "next/cache";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { mapGroup } from "@/domain/provisioning/map-group";
import { mayMapGroups } from "@/domain/provisioning/policy";

export async function mapGroupAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayMapGroups, form, async (ctx, input) => {
    await mapGroup(ctx, input);
    revalidatePath("/console/staff", "layout");
    return { redirect: "/console/staff/provisioning" };
  });
}
