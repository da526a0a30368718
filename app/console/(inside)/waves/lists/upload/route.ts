import { runStaffHandler } from "@/app/_server/staff-handler";
import { seeOther } from "@/app/_server/unkept";
import { openUploadedFile } from "@/app/_server/uploaded-file";
import { mayEditAudiences } from "@/domain/audiences/policy";
import { storeList } from "@/domain/audiences/store-list";

/** Take a list of references while it arrives. The incident stands in the address, the file is the form's first. */
export function POST(request: Request): Promise<Response> {
  const page = (query: Record<string, string>) => seeOther(`/console/waves/lists?${new URLSearchParams(query).toString()}`);
  return runStaffHandler(
    mayEditAudiences,
    request,
    async (ctx) => {
      const incidentId = new URL(request.url).searchParams.get("incident");
      const { fileName, content } = await openUploadedFile(request);
      const { listId } = await storeList(ctx, { incidentId, fileName: fileName.slice(-200) }, content);
      return page({ stored: listId });
    },
    ({ reason, values }) => page({ problem: reason.startsWith("file-") ? "list-unreadable" : reason, ...("lines" in values ? { lines: String(values.lines) } : {}) }),
  );
}
