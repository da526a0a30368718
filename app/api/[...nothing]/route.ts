import { noticeBearer } from "@/app/_server/notice-bearer";

/** Addresses of programs that nothing answers. Here it is that a thief tries a key: whether it is a planted one is noticed, and the answer is the same for all. */
async function answer(): Promise<Response> {
  await noticeBearer();
  return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
}

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
