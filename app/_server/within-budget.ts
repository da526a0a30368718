import "server-only";
import { redirect } from "next/navigation";
import { Refusal } from "@/domain/kernel/errors";

/** What a page shows by a look that counts; the page of the budget where it is spent, because such a page has no form that could keep the refusal. */
export async function withinBudget<T>(look: Promise<T>): Promise<T> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof Refusal && error.reason === "reveals-spent") redirect("/console/reveals?spent=1");
    throw error;
  }
}
