import { runStaffHandler } from "@/app/_server/staff-handler";
import { seeOther } from "@/app/_server/unkept";
import { openUploadedFile } from "@/app/_server/uploaded-file";
import { mayImportDatasets } from "@/domain/exposure/policy";
import { storeUpload } from "@/domain/exposure/store-upload";

/** Take a file of people while it arrives; an action would hold all of it in memory. The incident stands in the address, the file is the form's first. */
export function POST(request: Request): Promise<Response> {
  return runStaffHandler(
    mayImportDatasets,
    request,
    async (ctx) => {
      const incidentId = new URL(request.url).searchParams.get("incident");
      const { fileName, content } = await openUploadedFile(request);
      const { uploadId } = await storeUpload(ctx, { incidentId, fileName: fileName.slice(-200) }, content);
      return seeOther(`/console/exposure/import/${uploadId}`);
    },
    (refusal) => seeOther(`/console/exposure/import?${new URLSearchParams({ problem: refusal.reason }).toString()}`),
  );
}
