import { requireSide } from "@/app/_server/hosts";
import { getParts } from "@/app/_server/parts";
import { pictureResponse } from "@/app/_server/picture-response";
import { findFakePicture } from "@/domain/authenticity/register/queries";

/** The picture of a known fake, as it was cleaned and published. */
export async function GET(_: Request, { params }: RouteContext<"/[locale]/verify/fakes/[entryId]/picture">): Promise<Response> {
  await requireSide("portal");
  const picture = await findFakePicture(getParts().db, (await params).entryId);
  // One that is taken back is gone soon.
  return picture ? pictureResponse(picture, { cache: "public, max-age=300", download: false }) : new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
}
