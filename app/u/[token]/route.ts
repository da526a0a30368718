import { handleOneClick } from "@/app/_server/feedback/one-click";
import { requireSide } from "@/app/_server/hosts";
import { getParts } from "@/app/_server/parts";
import { visitorLocale } from "@/app/_server/visitor-locale";

type Params = { params: Promise<{ token: string }> };

/** Lead a person who followed the link to the page that asks: programs follow links too, and a look must not unsubscribe anybody. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  await requireSide("portal");
  const location = `/${visitorLocale(request.headers)}/unsubscribe/${encodeURIComponent((await params).token)}`;
  return new Response(null, { status: 307, headers: { location, vary: "accept-language", "cache-control": "no-store", "x-robots-tag": "noindex" } });
}

export async function POST(request: Request, { params }: Params): Promise<Response> {
  await requireSide("portal");
  return handleOneClick(getParts(), request, (await params).token);
}
