import { inspectDocument } from "@/domain/programmes/documents/inspect-document";
import { inspectDocumentJob } from "@/domain/programmes/documents/jobs";
import { defineTask, Later } from "../define-task";

export const inspectDocumentTask = defineTask(inspectDocumentJob, async (ctx, document, { documents }) => {
  if ((await inspectDocument(ctx, documents, document)) === "later") throw new Later();
});
