import type { WorkerTask } from "./define-task";
import { sendMailTask } from "./tasks/send-mail";

/** Every job this program knows how to do. */
export const tasks: readonly WorkerTask[] = [sendMailTask];
