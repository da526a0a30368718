import type { WorkerTask } from "./define-task";
import { runImportTask } from "./tasks/run-import";
import { sendMailTask } from "./tasks/send-mail";

/** Every job this program knows how to do. */
export const tasks: readonly WorkerTask[] = [runImportTask, sendMailTask];
