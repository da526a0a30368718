import { findDueLetters } from "@/domain/letters/find-due-letters";
import { findDueLettersJob } from "@/domain/letters/jobs";
import { defineTask } from "../define-task";

export const findDueLettersTask = defineTask(findDueLettersJob, (ctx) => findDueLetters(ctx));
