import { personalValues } from "@/domain/notices/rules";
import type { PersonalValues } from "@/domain/notices/types";

/** What is filled in for somebody whose leaked classes have these names, which stand for labels of data classes. */
export function aPersonal(names: string, reference: string): PersonalValues {
  return personalValues({ confirmed: names === "" ? [] : names.split(", "), possible: [], kinds: ["account-holder"] }, reference, "ko");
}
