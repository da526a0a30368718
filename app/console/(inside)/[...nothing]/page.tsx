import { notFound } from "next/navigation";
import { requireStaff } from "@/app/_server/staff";
import { mayUseConsole } from "@/domain/staff/policy";

/** Every address of the console that leads nowhere: a stranger is asked to sign in first and so cannot tell which exist. */
export default async function NothingPage() {
  await requireStaff(mayUseConsole);
  notFound();
}
